/**
 * One small class per command. No logic: a command turns arguments into calls and results into text.
 *
 * <p>May use every package; nothing uses it.
 */
@NullMarked
package dev.asterism.cli;

import org.jspecify.annotations.NullMarked;
