package dev.asterism.lake;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which hours of a day a day file holds.
 *
 * @param hours from 0 to 23
 */
public record HoursPresent(NavigableSet<Integer> hours) {
    public static final int OF_A_DAY = 24;

    public HoursPresent {
        hours = Collections.unmodifiableNavigableSet(new TreeSet<>(hours));
        if (hours.stream().anyMatch(hour -> hour < 0 || hour >= OF_A_DAY)) {
            throw new IllegalArgumentException("hours go from 0 to 23: " + hours);
        }
    }

    public static HoursPresent of(Collection<Integer> hours) {
        return new HoursPresent(new TreeSet<>(hours));
    }

    public boolean isComplete() {
        return hours.size() == OF_A_DAY;
    }

    /** Such as {@code 2 of 24 hours}. */
    @Override
    public String toString() {
        return hours.size() + " of " + OF_A_DAY + " hours";
    }
}
