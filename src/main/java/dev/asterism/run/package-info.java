/**
 * Executes a plan on an engine: batches, what to leave out after a failure, events for whoever watches.
 *
 * <p>May use every package but {@code cli}.
 */
@NullMarked
package dev.asterism.run;

import org.jspecify.annotations.NullMarked;
