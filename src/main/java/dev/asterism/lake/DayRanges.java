package dev.asterism.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/** Days in words, as ranges where they follow each other. */
public final class DayRanges {
    private DayRanges() {}

    /**
     * Such as {@code 2018-04-01 to 2018-04-05, 2018-04-07}; after some ranges, how many days more there are.
     *
     * @param most how many ranges to name
     */
    public static String text(NavigableSet<Day> days, int most) {
        List<String> ranges = new ArrayList<>();
        int named = 0;
        Day start = null;
        Day previous = null;
        for (Day day : days) {
            if (start != null && previous != null && !previous.next().equals(day)) {
                ranges.add(range(start, previous));
                start = null;
            }
            if (ranges.size() == most) {
                return String.join(", ", ranges) + " and " + (days.size() - named) + " more";
            }
            start = start == null ? day : start;
            previous = day;
            named++;
        }
        if (start != null && previous != null) {
            ranges.add(range(start, previous));
        }
        return String.join(", ", ranges);
    }

    private static String range(Day first, Day last) {
        return first.equals(last) ? first.toString() : first + " to " + last;
    }
}
