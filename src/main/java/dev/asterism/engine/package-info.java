/**
 * The interface of a warehouse engine and the types it speaks in.
 *
 * <p>May use {@link dev.asterism.plan}, {@link dev.asterism.model} and {@link dev.asterism.lake}. Each implementation
 * lives in a package of its own below this one; they do not know each other.
 */
@NullMarked
package dev.asterism.engine;

import org.jspecify.annotations.NullMarked;
