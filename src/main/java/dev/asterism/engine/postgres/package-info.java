/**
 * PostgreSQL, 14 or newer, as the team's warehouse.
 *
 * <p>Everything that is PostgreSQL's alone is in this package: COPY, partitions, constraints, privileges, locks.
 */
@NullMarked
package dev.asterism.engine.postgres;

import org.jspecify.annotations.NullMarked;
