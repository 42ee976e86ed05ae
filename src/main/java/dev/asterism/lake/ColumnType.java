package dev.asterism.lake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types a column of a day file may have: those that every engine stores the same way. */
public enum ColumnType {
    SMALLINT,
    INTEGER,
    BIGINT,
    DOUBLE,
    BOOLEAN,
    TEXT,
    DATE,
    TIMESTAMP;

    /** The type of an SQL type name, any case, common synonyms included; empty where there is none. */
    public static Optional<ColumnType> of(String sqlName) {
        String name = sqlName.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        return switch (name) {
            case "INT", "INT4" -> Optional.of(INTEGER);
            case "INT2" -> Optional.of(SMALLINT);
            case "INT8" -> Optional.of(BIGINT);
            case "DOUBLE PRECISION", "FLOAT8" -> Optional.of(DOUBLE);
            case "BOOL" -> Optional.of(BOOLEAN);
            case "VARCHAR", "STRING" -> Optional.of(TEXT);
            default ->
                Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
        };
    }
}
