/**
 * The lake: days, the day files that hold them, their versions and their content, read and verified in one place.
 *
 * <p>May use only {@link dev.asterism}. It knows no model, no warehouse and no network.
 */
@NullMarked
package dev.asterism.lake;

import org.jspecify.annotations.NullMarked;
