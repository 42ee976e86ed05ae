package dev.asterism.plan;

import dev.asterism.lake.Day;

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

    @Override
    public String toString() {
        return first + ".." + last;
    }
}
