/**
 * What engines share that speak SQL over JDBC: the statements that build stars, the batch that runs them, the build
 * state.
 *
 * <p>May use {@link dev.asterism.engine} and what that may use. An engine adds what is its own: how files are staged, how
 * tables are defined, how it opens and locks a warehouse.
 */
@NullMarked
package dev.asterism.engine.sql;

import org.jspecify.annotations.NullMarked;
