/**
 * Extracts: which days of a data set are missing in the lake, and how they are fetched, whatever their source.
 *
 * <p>Writes day files and nothing else; knows no warehouse and no engine. May use {@link dev.asterism.lake},
 * {@link dev.asterism.catalog} and {@link dev.asterism.config}. Its sub-packages are the sources; they do not know each
 * other.
 */
@NullMarked
package dev.asterism.extract;

import org.jspecify.annotations.NullMarked;
