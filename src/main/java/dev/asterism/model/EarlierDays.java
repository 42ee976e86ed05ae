package dev.asterism.model;

import dev.asterism.lake.Day;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which days before the one that is built a model also sees of a table that it reads, as its header declares. A day without
 * file or rows counts as a day. Immutable.
 *
 * @param count how many calendar days; empty for all that there are
 */
public record EarlierDays(OptionalInt count) {
    /** All days before. */
    public static final EarlierDays ALL = new EarlierDays(OptionalInt.empty());

    /** So many calendar days before; at least 1. */
    public static EarlierDays of(int count) {
        return new EarlierDays(OptionalInt.of(count));
    }

    /** The first day that is seen when a day is built; empty if there is none before which nothing is seen. */
    public Optional<Day> first(Day day) {
        return count.isPresent() ? Optional.of(new Day(day.date().minusDays(count.getAsInt()))) : Optional.empty();
    }

    /** The last day whose rows see a day; empty if all later ones do. */
    public Optional<Day> lastReader(Day day) {
        return count.isPresent() ? Optional.of(new Day(day.date().plusDays(count.getAsInt()))) : Optional.empty();
    }

    /** Those of some days that are seen when a day is built, that day included. */
    public NavigableSet<Day> seenFrom(Day day, NavigableSet<Day> days) {
        NavigableSet<Day> until = days.headSet(day, true);
        return first(day).map(first -> until.tailSet(first, true)).orElse(until);
    }

    /** The words of the header. */
    @Override
    public String toString() {
        return count.isPresent() ? "days_before: " + count.getAsInt() : "all";
    }
}
