package dev.asterism.plan;

import dev.asterism.lake.Day;
import java.util.Optional;

/**
 * The days of the calendar, both ends included.
 *
 * @param first the first day
 * @param last the last day, not before the first
 */
public record CalendarRange(Day first, Day last) {
    public CalendarRange {
        if (last.compareTo(first) < 0) {
            throw new IllegalArgumentException("the calendar ends on " + last + ", before it starts on " + first);
        }
    }

    /** Reads what {@link #toString} wrote; empty if it is something else. */
    static Optional<CalendarRange> parse(String text) {
        String[] ends = text.split("\\.\\.", -1);
        Optional<Day> first = Day.parse(ends[0]);
        Optional<Day> last = Day.parse(ends[ends.length - 1]);
        return first.isPresent() && last.isPresent()
                ? Optional.of(new CalendarRange(first.get(), last.get()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return first + ".." + last;
    }
}
