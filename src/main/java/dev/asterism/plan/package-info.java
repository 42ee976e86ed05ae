/**
 * Decides what is stale and why, and cuts the work into batches: a pure function of models, lake and build state.
 *
 * <p>May use {@link dev.asterism.model} and {@link dev.asterism.lake}. It touches no file, no clock and no database.
 */
@NullMarked
package dev.asterism.plan;

import org.jspecify.annotations.NullMarked;
