package dev.asterism.engine.duckdb;

import dev.asterism.InputException;
import dev.asterism.engine.QueryResult;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a DuckDB query, streamed. */
final class DuckDbQueryResult implements QueryResult {
    private static final Set<Integer> NUMERIC = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.FLOAT,
            Types.REAL,
            Types.DOUBLE,
            Types.DECIMAL,
            Types.NUMERIC);

    private final Connection connection;
    private final String sql;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final TimeLimit limit;
    private final List<String> columns = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();

    /** @param limit closed with the result */
    DuckDbQueryResult(Connection connection, String sql, PreparedStatement statement, ResultSet rows, TimeLimit limit)
            throws SQLException {
        this.limit = limit;
        this.connection = connection;
        this.sql = sql;
        this.statement = statement;
        this.rows = rows;
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            columns.add(rows.getMetaData().getColumnLabel(i));
            numeric.add(NUMERIC.contains(rows.getMetaData().getColumnType(i))
                    || rows.getMetaData().getColumnTypeName(i).endsWith("HUGEINT"));
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean isNumeric(int column) {
        return numeric.get(column);
    }

    @Override
    public boolean next() {
        try {
            return rows.next();
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    @Override
    public @Nullable Object value(int column) {
        try {
            Object value = rows.getObject(column + 1);
            if (value == null
                    || value instanceof String
                    || value instanceof Boolean
                    || value instanceof Integer
                    || value instanceof Long
                    || value instanceof BigInteger
                    || value instanceof BigDecimal
                    || value instanceof Double
                    || value instanceof LocalDate
                    || value instanceof LocalTime
                    || value instanceof LocalDateTime) {
                return value;
            }
            if (value instanceof Byte || value instanceof Short) {
                return ((Number) value).intValue();
            }
            if (value instanceof OffsetDateTime time) {
                return time.withOffsetSameInstant(ZoneOffset.UTC);
            }
            if (value instanceof Float number) {
                return (double) number;
            }
            if (value instanceof java.sql.Timestamp timestamp) {
                return timestamp.toLocalDateTime();
            }
            return rows.getString(column + 1);
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private InputException failed(SQLException failure) {
        limit.requireNotExceeded(failure);
        return DuckDbErrors.inQuery(sql, connection, failure);
    }

    @Override
    public void close() {
        limit.close();
        try {
            rows.close();
            statement.close();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Closing the query", failure);
        }
    }
}
