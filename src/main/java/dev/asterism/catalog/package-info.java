/**
 * The catalog: run history and the cache of file digests, kept in SQLite beside the warehouse file, or in
 * the schema {@code asterism} of a PostgreSQL warehouse.
 *
 * <p>May use {@link dev.asterism.lake}. {@code schema/} holds its migrations; jOOQ's classes are generated from them.
 */
@NullMarked
package dev.asterism.catalog;

import org.jspecify.annotations.NullMarked;
