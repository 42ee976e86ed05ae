package dev.asterism.prove;

import dev.asterism.engine.QueryResult;
import dev.asterism.engine.WarehouseReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a query as texts that are the same whatever the engine. */
final class Rows {
    /** Sums of fractions depend on the order of rows in their last digits. */
    private static final MathContext DIGITS_OF_FRACTIONS = new MathContext(10);

    private Rows() {}

    /** Hands over each row; NULL is the text of {@link #NULL}. */
    static void read(WarehouseReader engine, String sql, Consumer<List<String>> reader) {
        try (QueryResult result = engine.query(sql)) {
            int columns = result.columns().size();
            while (result.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int column = 0; column < columns; column++) {
                    row.add(text(result.value(column)));
                }
                reader.accept(row);
            }
        }
    }

    /** Stands for NULL: a text that no value is. */
    static final String NULL = "\0NULL";

    private static String text(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number)
                    ? plain(BigDecimal.valueOf(number).round(DIGITS_OF_FRACTIONS))
                    : number.toString();
        }
        if (value instanceof BigDecimal number) {
            return plain(number);
        }
        if (value instanceof BigInteger number) {
            return plain(new BigDecimal(number));
        }
        if (value instanceof OffsetDateTime time) {
            Instant instant = time.toInstant();
            return instant.toString();
        }
        return value.toString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** A number that is most certainly another for another row. */
    static long hash(List<String> row) {
        long hash = 1125899906842597L;
        for (String value : row) {
            for (int i = 0; i < value.length(); i++) {
                hash = mixed(hash * 31 + value.charAt(i));
            }
            hash = mixed(hash + 0x9E3779B97F4A7C15L);
        }
        return hash;
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
