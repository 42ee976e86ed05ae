package dev.asterism.lake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The types a column of a day file may have: those that every warehouse stores the same way. Immutable.
 *
 * @param kind which of them
 * @param precision how many digits a decimal number has at most; 0 for other types
 * @param scale how many of these stand after the point; 0 for other types
 */
public record ColumnType(Kind kind, int precision, int scale) {
    public static final ColumnType SMALLINT = new ColumnType(Kind.SMALLINT);
    public static final ColumnType INTEGER = new ColumnType(Kind.INTEGER);
    public static final ColumnType BIGINT = new ColumnType(Kind.BIGINT);
    public static final ColumnType DOUBLE = new ColumnType(Kind.DOUBLE);
    public static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN);
    public static final ColumnType TEXT = new ColumnType(Kind.TEXT);
    public static final ColumnType DATE = new ColumnType(Kind.DATE);
    public static final ColumnType TIMESTAMP = new ColumnType(Kind.TIMESTAMP);
    public static final ColumnType TIMESTAMPTZ = new ColumnType(Kind.TIMESTAMPTZ);

    /** The most digits of a decimal number that every warehouse stores exactly. */
    public static final int MOST_DIGITS = 38;

    private static final Pattern DECIMAL =
            Pattern.compile("(?:DECIMAL|NUMERIC) ?\\( ?([0-9]{1,3}) ?(?:, ?([0-9]{1,3}) ?)?\\)");

    /** A type without its parameters. */
    public enum Kind {
        SMALLINT,
        INTEGER,
        BIGINT,
        DECIMAL,
        DOUBLE,
        BOOLEAN,
        TEXT,
        DATE,
        /** A date and a time of day, of no certain zone. */
        TIMESTAMP,
        /** An instant, kept in UTC. */
        TIMESTAMPTZ
    }

    public ColumnType {
        boolean isDecimal = kind == Kind.DECIMAL;
        if (isDecimal
                ? precision < 1 || precision > MOST_DIGITS || scale < 0 || scale > precision
                : precision + scale != 0) {
            throw new IllegalArgumentException(kind + "(" + precision + "," + scale + ")");
        }
    }

    private ColumnType(Kind kind) {
        this(kind, 0, 0);
    }

    /** Decimal numbers of up to {@code precision} digits, {@code scale} of them after the point. */
    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, precision, scale);
    }

    /** The type of an SQL type name, any case, common synonyms included; empty where there is none. */
    public static Optional<ColumnType> of(String sqlName) {
        String name = sqlName.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
            boolean isPossible = precision >= 1 && precision <= MOST_DIGITS && scale <= precision;
            return isPossible ? Optional.of(decimal(precision, scale)) : Optional.empty();
        }
        return switch (name) {
            case "SMALLINT", "INT2" -> Optional.of(SMALLINT);
            case "INTEGER", "INT", "INT4" -> Optional.of(INTEGER);
            case "BIGINT", "INT8" -> Optional.of(BIGINT);
            case "DOUBLE", "DOUBLE PRECISION", "FLOAT8" -> Optional.of(DOUBLE);
            case "BOOLEAN", "BOOL" -> Optional.of(BOOLEAN);
            case "TEXT", "VARCHAR", "STRING" -> Optional.of(TEXT);
            case "DATE" -> Optional.of(DATE);
            case "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE" -> Optional.of(TIMESTAMP);
            case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE" -> Optional.of(TIMESTAMPTZ);
            default -> Optional.empty();
        };
    }

    /** The names of all types, for a message. */
    public static String names() {
        return Arrays.stream(Kind.values())
                .map(kind -> kind == Kind.DECIMAL
                        ? "DECIMAL(precision, scale) with up to " + MOST_DIGITS + " digits"
                        : kind.name())
                .collect(Collectors.joining(", "));
    }

    /** Its name in SQL, with its parameters. */
    @Override
    public String toString() {
        return kind == Kind.DECIMAL ? "DECIMAL(" + precision + "," + scale + ")" : kind.name();
    }
}
