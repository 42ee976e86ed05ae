package dev.asterism.engine.duckdb;

import dev.asterism.lake.ColumnType;

/** DuckDB's names for the types of day files. */
final class DuckDbTypes {
    private DuckDbTypes() {}

    static String name(ColumnType type) {
        return switch (type.kind()) {
            case SMALLINT -> "SMALLINT";
            case INTEGER -> "INTEGER";
            case BIGINT -> "BIGINT";
            case DECIMAL -> "DECIMAL(%s,%s)".formatted(type.precision(), type.scale());
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case TEXT -> "VARCHAR";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP";
            case TIMESTAMPTZ -> "TIMESTAMP WITH TIME ZONE";
        };
    }
}
