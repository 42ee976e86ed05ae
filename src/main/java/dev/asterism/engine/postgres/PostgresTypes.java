package dev.asterism.engine.postgres;

import dev.asterism.lake.ColumnType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** PostgreSQL's own names of types, as its catalog has them, so that what exists compares with what is declared. */
final class PostgresTypes {
    static final String INTEGER = "int4";
    static final String BOOLEAN = "bool";

    private PostgresTypes() {}

    static String name(ColumnType type) {
        return switch (type.kind()) {
            case SMALLINT -> "int2";
            case INTEGER -> INTEGER;
            case BIGINT -> "int8";
            case DECIMAL -> "numeric(%s,%s)".formatted(type.precision(), type.scale());
            case DOUBLE -> "float8";
            case BOOLEAN -> BOOLEAN;
            case TEXT -> "text";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMPTZ -> "timestamptz";
        };
    }

    /** The type of a result's column; a numeric with its precision and scale where they are declared. */
    static String name(ResultSetMetaData columns, int column) throws SQLException {
        String type = columns.getColumnTypeName(column);
        boolean isDeclaredNumeric = type.equals("numeric") && columns.getPrecision(column) > 0;
        return isDeclaredNumeric
                ? "numeric(%s,%s)".formatted(columns.getPrecision(column), columns.getScale(column))
                : type;
    }
}
