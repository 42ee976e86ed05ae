package dev.asterism.lake;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Which texts are values of a column type, and which of them mean the same value. */
final class FieldType {
    private static final Pattern WHOLE_NUMBER = Pattern.compile(ValuePattern.of(ColumnType.BIGINT));
    private static final Pattern NOT_FINITE = Pattern.compile(ValuePattern.NOT_FINITE);
    private static final int DATE_LENGTH = 10;
    private static final int MINUTES_LENGTH = 16;
    private static final Map<ColumnType, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private FieldType() {}

    /** One text for all texts that mean the same value; empty where the text is no value of the type. */
    static Optional<String> canonical(ColumnType type, String text) {
        if (type.kind() == ColumnType.Kind.TEXT) {
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        }
        Pattern pattern = PATTERNS.computeIfAbsent(type, unknown -> Pattern.compile(ValuePattern.of(unknown)));
        if (!pattern.matcher(text).matches()) {
            return Optional.empty();
        }
        return switch (type.kind()) {
            case SMALLINT -> wholeNumber(text, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> wholeNumber(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL ->
                Optional.of(new BigDecimal(text).setScale(type.scale()).toPlainString());
            case DOUBLE -> number(text);
            case BOOLEAN -> Optional.of("tT1".indexOf(text.charAt(0)) >= 0 ? "true" : "false");
            case TEXT -> Optional.of(text);
            case DATE -> date(text).map(LocalDate::toString);
            case TIMESTAMP -> timestamp(text).map(LocalDateTime::toString);
            case TIMESTAMPTZ -> instant(text);
        };
    }

    /** What the text should have been, as words for a message. */
    static String expected(ColumnType type, String text) {
        boolean outOfRange = WHOLE_NUMBER.matcher(text).matches();
        return switch (type.kind()) {
            case SMALLINT -> wholeNumbers(outOfRange, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> wholeNumbers(outOfRange, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> wholeNumbers(outOfRange, Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL ->
                "a number such as 1234.5, with at most " + (type.precision() - type.scale())
                        + " digits before the point and " + type.scale() + " after it";
            case DOUBLE -> "a number such as 1.5 or 2e10, of less than 1.8e308";
            case BOOLEAN -> "true, false, t, f, 1 or 0";
            case TEXT -> "text without the character U+0000";
            case DATE -> "a date such as 2018-04-10";
            case TIMESTAMP -> "a time such as 2018-04-10 12:30:59.123456, without a time zone";
            case TIMESTAMPTZ -> "a time such as 2018-04-10 12:30:59.123456+02:00, with Z or its distance to UTC";
        };
    }

    private static String wholeNumbers(boolean outOfRange, long least, long most) {
        return outOfRange ? "a whole number from " + least + " to " + most : "a whole number";
    }

    private static Optional<String> wholeNumber(String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            return least <= value && value <= most ? Optional.of(Long.toString(value)) : Optional.empty();
        } catch (NumberFormatException tooManyDigits) {
            return Optional.empty();
        }
    }

    private static Optional<String> number(String text) {
        if (NOT_FINITE.matcher(text).matches()) {
            boolean isNaN = Character.toLowerCase(text.charAt(0)) == 'n';
            return Optional.of(isNaN ? "NaN" : text.startsWith("-") ? "-Infinity" : "Infinity");
        }
        double value = Double.parseDouble(text);
        // Adding zero makes the two zeros one.
        return Double.isInfinite(value) ? Optional.empty() : Optional.of(Double.toString(value + 0.0));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> timestamp(String text) {
        return date(text.substring(0, DATE_LENGTH))
                .map(date -> date.atTime(LocalTime.parse(text.substring(DATE_LENGTH + 1))));
    }

    /** An instant is kept as a time in UTC, which is within the years 1 to 9999 too. */
    private static Optional<String> instant(String text) {
        int end = text.length();
        for (int i = MINUTES_LENGTH; i < text.length() && end == text.length(); i++) {
            if ("Z+-".indexOf(text.charAt(i)) >= 0) {
                end = i;
            }
        }
        ZoneOffset offset = ZoneOffset.of(text.substring(end));
        return timestamp(text.substring(0, end))
                .map(time -> time.minusSeconds(offset.getTotalSeconds()))
                .filter(utc -> utc.getYear() >= 1 && utc.getYear() <= 9999)
                .map(utc -> utc + "Z");
    }
}
