/**
 * The embedded engine: a DuckDB database file, nothing to install.
 *
 * <p>Everything that is DuckDB's alone is in this package.
 */
@NullMarked
package dev.asterism.engine.duckdb;

import org.jspecify.annotations.NullMarked;
