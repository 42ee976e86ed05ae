package dev.asterism.plan;

import dev.asterism.InputException;
import dev.asterism.lake.Day;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * What the user asked for.
 *
 * @param selectors what to build; empty means everything
 * @param excludes what to leave out
 * @param from the first day to build; empty means from the first there is
 * @param to the last day to build; empty means to the last there is
 * @param full whether to build what is selected even where it is current
 * @param prune whether to remove days whose files are gone
 * @param batchBytes how many bytes of day files one batch may read; one day is always allowed
 */
public record PlanRequest(
        List<String> selectors,
        List<String> excludes,
        Optional<Day> from,
        Optional<Day> to,
        boolean full,
        boolean prune,
        long batchBytes) {

    /** Everything that is stale, in batches of a size. */
    public static PlanRequest everything(long batchBytes) {
        return new PlanRequest(List.of(), List.of(), Optional.empty(), Optional.empty(), false, false, batchBytes);
    }

    /** The same for what has become stale after all that was asked for was built. */
    public PlanRequest goingOn() {
        return new PlanRequest(selectors, excludes, from, to, false, prune, batchBytes);
    }

    /** Whether a day is one of those asked for. */
    public boolean includes(Day day) {
        return from.map(first -> day.compareTo(first) >= 0).orElse(true)
                && to.map(last -> day.compareTo(last) <= 0).orElse(true);
    }

    /**
     * Makes sure that there is a day to speak of.
     *
     * @param days the days of lake and warehouse
     * @throws InputException where a range was asked for that has none of them
     */
    public void requireRangeWithin(NavigableSet<Day> days) {
        if (from.isEmpty() && to.isEmpty()) {
            return;
        }
        if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
            throw new InputException(
                    "--from " + from.get() + " is after --to " + to.get() + ". Expected the earlier day first.");
        }
        if (days.stream().noneMatch(this::includes)) {
            throw new InputException("The range " + from.map(Day::toString).orElse("…") + " to "
                    + to.map(Day::toString).orElse("…") + " is outside the lake, which "
                    + (days.isEmpty() ? "has no days." : "has days from " + days.first() + " to " + days.last() + "."));
        }
    }
}
