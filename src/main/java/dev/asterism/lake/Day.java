package dev.asterism.lake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * A calendar day, the unit of extraction and of building.
 *
 * @param date the date; never null
 */
public record Day(LocalDate date) implements Comparable<Day> {

    public static Day of(int year, int month, int dayOfMonth) {
        return new Day(LocalDate.of(year, month, dayOfMonth));
    }

    /** The day of an integer such as 20180410; empty where the digits are no date. */
    public static Optional<Day> ofId(int id) {
        try {
            return Optional.of(of(id / 10_000, id / 100 % 100, id % 100));
        } catch (DateTimeException noSuchDate) {
            return Optional.empty();
        }
    }

    /** The day of an ISO date such as {@code 2018-04-10}; empty where the text is no date. */
    public static Optional<Day> parse(String text) {
        try {
            return Optional.of(new Day(LocalDate.parse(text)));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    /** The integer key {@code yyyymmdd}, such as 20180410. */
    public int id() {
        return date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
    }

    /** The folder of the day within the lake, such as {@code 2018/04/10}. */
    public String folder() {
        return String.format(Locale.ROOT, "%04d/%02d/%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    public Day next() {
        return new Day(date.plusDays(1));
    }

    public Day previous() {
        return new Day(date.minusDays(1));
    }

    @Override
    public int compareTo(Day other) {
        return date.compareTo(other.date);
    }

    /** The ISO form, such as {@code 2018-04-10}. */
    @Override
    public String toString() {
        return date.toString();
    }
}
