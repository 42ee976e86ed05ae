package dev.asterism.lake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which texts are values of a column type, and which of them mean the same value. */
final class FieldType {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)");
    private static final Pattern NO_NUMBER = Pattern.compile("nan|[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm")
            .optionalStart()
            .appendPattern(":ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int DATE_LENGTH = 10;

    private FieldType() {}

    /** One text for all texts that mean the same value; empty where the text is no value of the type. */
    static Optional<String> canonical(ColumnType type, String text) {
        return switch (type) {
            case SMALLINT -> wholeNumber(text, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> wholeNumber(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> number(text);
            case BOOLEAN -> truth(text);
            case TEXT -> text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
            case DATE -> date(text);
            case TIMESTAMP -> timestamp(text);
        };
    }

    /** What the text should have been, as words for a message. */
    static String expected(ColumnType type, String text) {
        boolean outOfRange = WHOLE_NUMBER.matcher(text).matches();
        return switch (type) {
            case SMALLINT -> wholeNumbers(outOfRange, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> wholeNumbers(outOfRange, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> wholeNumbers(outOfRange, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> "a number such as 1.5 or 2e10";
            case BOOLEAN -> "true, false, t, f, 1 or 0";
            case TEXT -> "text without the character U+0000";
            case DATE -> "a date such as 2018-04-10";
            case TIMESTAMP -> "a time such as 2018-04-10 12:30:59.123456, without a time zone";
        };
    }

    private static String wholeNumbers(boolean outOfRange, long least, long most) {
        return outOfRange ? "a whole number from " + least + " to " + most : "a whole number";
    }

    private static Optional<String> wholeNumber(String text, long least, long most) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            long value = Long.parseLong(text);
            return least <= value && value <= most ? Optional.of(Long.toString(value)) : Optional.empty();
        } catch (NumberFormatException tooManyDigits) {
            return Optional.empty();
        }
    }

    private static Optional<String> number(String text) {
        if (NO_NUMBER.matcher(text).matches()) {
            char last = Character.toLowerCase(text.charAt(text.length() - 1));
            return Optional.of(last == 'n' ? "NaN" : text.startsWith("-") ? "-Infinity" : "Infinity");
        }
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(text);
        // Adding zero makes the two zeros one.
        return Double.isInfinite(value) ? Optional.empty() : Optional.of(Double.toString(value + 0.0));
    }

    private static Optional<String> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> Optional.of("true");
            case "false", "f", "0" -> Optional.of("false");
            default -> Optional.empty();
        };
    }

    private static Optional<String> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text, DATE).toString());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Optional<String> timestamp(String text) {
        if (text.length() <= DATE_LENGTH) {
            return date(text).map(date -> date + "T00:00");
        }
        char separator = text.charAt(DATE_LENGTH);
        if (separator != ' ' && separator != 'T') {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(text.substring(0, DATE_LENGTH), DATE);
            LocalTime time = LocalTime.parse(text.substring(DATE_LENGTH + 1), TIME);
            return Optional.of(date.atTime(time).toString());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
