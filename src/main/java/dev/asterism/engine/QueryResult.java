package dev.asterism.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, read one after the other, so that a result of any size needs the memory of one row. Owned by the
 * caller, who closes it. Not thread-safe.
 *
 * <p>Columns are counted from 0. Values are {@link String}, {@link Boolean}, {@link Integer}, {@link Long},
 * {@link java.math.BigInteger}, {@link java.math.BigDecimal}, {@link Double}, {@link java.time.LocalDate},
 * {@link java.time.LocalTime}, {@link java.time.LocalDateTime}, {@link java.time.OffsetDateTime} or null; an engine turns
 * whatever else it knows into one of these.
 */
public interface QueryResult extends AutoCloseable {
    /** The columns' names in the order of the query; two may be equal. */
    List<String> columns();

    /** Whether the column holds numbers, which a table aligns at the right; known before the first row. */
    boolean isNumeric(int column);

    /** Moves to the next row; false where there is none. Before the first call there is no current row. */
    boolean next();

    /** A value of the current row; null is the database's NULL. */
    @Nullable
    Object value(int column);

    @Override
    void close();
}
