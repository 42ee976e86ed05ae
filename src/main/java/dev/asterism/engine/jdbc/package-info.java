/**
 * One session with a database over JDBC: running statements, reading rows, cancelling. It knows no star.
 *
 * <p>Uses no other package of the program.
 */
@NullMarked
package dev.asterism.engine.jdbc;

import org.jspecify.annotations.NullMarked;
