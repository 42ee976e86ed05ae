package dev.asterism.engine.postgres;

import dev.asterism.engine.QueryResult;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a PostgreSQL query, fetched in portions. */
final class PostgresQueryResult implements QueryResult {
    private static final Set<Integer> NUMERIC =
            Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL);

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final Duration timeout;
    private final List<String> columns = new ArrayList<>();
    private final List<Integer> types = new ArrayList<>();

    PostgresQueryResult(PreparedStatement statement, ResultSet rows, Duration timeout) throws SQLException {
        this.timeout = timeout;
        this.statement = statement;
        this.rows = rows;
        ResultSetMetaData metadata = rows.getMetaData();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(metadata.getColumnLabel(i));
            boolean zoned = metadata.getColumnTypeName(i).equals("timestamptz");
            types.add(zoned ? Types.TIMESTAMP_WITH_TIMEZONE : metadata.getColumnType(i));
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean isNumeric(int column) {
        return NUMERIC.contains(types.get(column));
    }

    @Override
    public boolean next() {
        try {
            return rows.next();
        } catch (SQLException failure) {
            throw PostgresErrors.inQuery(failure, timeout);
        }
    }

    @Override
    public @Nullable Object value(int column) {
        int position = column + 1;
        try {
            switch (types.get(column)) {
                case Types.DATE -> {
                    return rows.getObject(position, LocalDate.class);
                }
                case Types.TIME -> {
                    return rows.getObject(position, LocalTime.class);
                }
                case Types.TIMESTAMP -> {
                    return rows.getObject(position, LocalDateTime.class);
                }
                case Types.TIMESTAMP_WITH_TIMEZONE -> {
                    return rows.getObject(position, OffsetDateTime.class);
                }
                case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL -> {
                    BigDecimal number = rows.getBigDecimal(position);
                    return number == null ? null : number.scale() == 0 ? whole(number) : number;
                }
                case Types.REAL, Types.DOUBLE -> {
                    double number = rows.getDouble(position);
                    return rows.wasNull() ? null : number;
                }
                case Types.BIT, Types.BOOLEAN -> {
                    boolean truth = rows.getBoolean(position);
                    return rows.wasNull() ? null : truth;
                }
                default -> {
                    return rows.getString(position);
                }
            }
        } catch (SQLException failure) {
            throw PostgresErrors.inQuery(failure, timeout);
        }
    }

    private static Object whole(BigDecimal number) {
        BigInteger integer = number.toBigInteger();
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }

    @Override
    public void close() {
        try {
            rows.close();
            statement.close();
        } catch (SQLException failure) {
            throw PostgresErrors.unexpected("Closing the query", failure);
        }
    }
}
