/**
 * The statements of a star, in SQL that every engine reads: how dimensions are extended, facts replaced and proven, tables
 * changed and the build state recorded.
 *
 * <p>May use {@link dev.asterism.engine}, {@link dev.asterism.engine.jdbc} and what the former may use. An engine adds
 * what is its own: how files are staged, how tables are defined, how it opens and locks a warehouse.
 */
@NullMarked
package dev.asterism.engine.star;

import org.jspecify.annotations.NullMarked;
