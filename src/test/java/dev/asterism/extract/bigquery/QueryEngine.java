package dev.asterism.extract.bigquery;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers the queries that {@link BigQueryServer} is asked to run. */
interface QueryEngine {

    /**
     * A column of a result.
     *
     * @param type as BigQuery names it, such as {@code INTEGER}
     */
    record Column(String name, String type) {}

    /** A result whose rows are made when they are asked for. */
    interface Result {
        List<Column> columns();

        long rows();

        /** A row by its number, from 0. */
        List<@Nullable String> row(long number);
    }

    /** The statement names a table that is not there. */
    final class NoSuchTableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoSuchTableException(String table) {
            super(table);
        }
    }

    /** The statement is not valid. */
    final class InvalidQueryException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidQueryException(String message) {
            super(message);
        }
    }

    /** The columns that a statement would give. */
    List<Column> analyse(String sql);

    /** Runs a statement with a value for {@code @day}. */
    Result run(String sql, LocalDate day);
}
