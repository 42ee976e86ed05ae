/**
 * Which tables a warehouse has, and what they hold.
 *
 * <p>May use {@link dev.asterism.engine} with the names in {@link dev.asterism.engine.star}, {@link dev.asterism.plan} and
 * {@link dev.asterism.model}.
 */
@NullMarked
package dev.asterism.tables;

import org.jspecify.annotations.NullMarked;
