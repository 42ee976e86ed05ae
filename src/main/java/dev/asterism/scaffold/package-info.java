/**
 * Writes the first files of projects, pipelines and models, and overwrites none.
 *
 * <p>May use {@link dev.asterism.model} and {@link dev.asterism.lake}.
 */
@NullMarked
package dev.asterism.scaffold;

import org.jspecify.annotations.NullMarked;
