/**
 * Activity on GitHub from the hourly files of GH Archive, without an account anywhere: the hours are fetched, an embedded
 * DuckDB makes the day file of them.
 *
 * <p>May use what {@link dev.asterism.extract} may use, and that.
 */
@NullMarked
package dev.asterism.extract.gharchive;

import org.jspecify.annotations.NullMarked;
