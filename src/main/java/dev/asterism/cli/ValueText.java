package dev.asterism.cli;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/** Values of a query as text: dates and times in ISO form, always with seconds; numbers without an exponent. */
final class ValueText {
    private static final double LARGEST_PLAIN = 1e15;
    private static final double SMALLEST_PLAIN = 1e-5;

    private ValueText() {}

    static String of(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Double number) {
            return ofDouble(number);
        }
        if (value instanceof LocalDateTime time) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
        }
        if (value instanceof OffsetDateTime time) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
        }
        if (value instanceof LocalTime time) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        }
        return value.toString();
    }

    private static String ofDouble(double number) {
        double size = Math.abs(number);
        boolean plain = size >= SMALLEST_PLAIN && size < LARGEST_PLAIN;
        return plain ? new BigDecimal(Double.toString(number)).toPlainString() : Double.toString(number);
    }
}
