package dev.asterism.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Days cut into portions of a limited size. */
public final class DayPortions {
    private DayPortions() {}

    /**
     * Days that follow each other share a portion until it is full; a day that is larger than the limit is a portion of its
     * own.
     *
     * @param sizes how large each day is
     * @param limit how large a portion of several days may be, in the same unit
     * @return none where there are no days
     */
    public static List<NavigableSet<Day>> cut(NavigableMap<Day, Long> sizes, long limit) {
        List<NavigableSet<Day>> portions = new ArrayList<>();
        long inLast = 0;
        for (Map.Entry<Day, Long> day : sizes.entrySet()) {
            if (portions.isEmpty() || inLast + day.getValue() > limit) {
                portions.add(new TreeSet<>());
                inLast = 0;
            }
            portions.get(portions.size() - 1).add(day.getKey());
            inLast += day.getValue();
        }
        return portions;
    }
}
