/**
 * The catalog: run history and the cache of file digests, kept in SQLite beside the warehouse file.
 *
 * <p>May use {@link dev.asterism.lake}. {@code schema/} holds its migrations; jOOQ's classes are generated from them.
 */
@NullMarked
package dev.asterism.catalog;

import org.jspecify.annotations.NullMarked;
