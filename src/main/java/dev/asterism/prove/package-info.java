/**
 * Proves that what is published is what the files and models say: builds days and members anew, beside the warehouse, and
 * compares both by natural keys.
 *
 * <p>May use {@link dev.asterism.run}, which builds, and what that may use, but no single engine.
 */
@NullMarked
package dev.asterism.prove;

import org.jspecify.annotations.NullMarked;
