package dev.asterism.engine.star;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the values of a column are added up, so that the total can be compared with another one. Immutable. */
sealed interface TotalKind {
    /** Of numbers up to this many digits no engine's exact sum overflows, however many rows a day may have. */
    int MOST_SUMMABLE_DIGITS = 28;

    /** The largest binary fraction of which no sum of a day overflows. */
    String LARGEST_FRACTION = "1e290";

    /** Whole or decimal numbers, whose sums are exact. */
    record Exact() implements TotalKind {}

    /**
     * Numbers of so many digits that their sum could be too large for its type.
     *
     * @param limit the largest that are added up, as SQL
     */
    record Wide(String limit) implements TotalKind {}

    /** Binary fractions: sums depend on the order of the rows, and there are values that are no numbers. */
    record Approximate() implements TotalKind {}

    Pattern DECIMAL = Pattern.compile("(?:DECIMAL|NUMERIC)\\(([0-9]+), ?([0-9]+)\\)");

    /** How values of a type are added up; empty where they cannot be. */
    static Optional<TotalKind> of(String type) {
        String name = type.toUpperCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            return Optional.of(precision <= MOST_SUMMABLE_DIGITS ? new Exact() : wide(scale));
        }
        return switch (name) {
            case "DOUBLE", "DOUBLE PRECISION", "FLOAT8", "FLOAT", "FLOAT4", "REAL" -> Optional.of(new Approximate());
            case "HUGEINT", "UHUGEINT" -> Optional.of(wide(0));
            case "NUMERIC" -> Optional.of(new Exact()); // PostgreSQL's, which has as many digits as it needs.
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT" ->
                Optional.of(new Exact());
            case "INT2", "INT4", "INT8" -> Optional.of(new Exact());
            default -> Optional.empty();
        };
    }

    private static TotalKind wide(int scale) {
        return new Wide("1e" + (MOST_SUMMABLE_DIGITS - scale));
    }
}
