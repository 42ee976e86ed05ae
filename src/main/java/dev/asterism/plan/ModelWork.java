package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a batch does to one table.
 *
 * @param model the table's model
 * @param days the days to build
 * @param removals the days to remove
 * @param whole what to build as a whole; empty for tables that are built by day
 * @param last whether this completes the table, with everything that it follows from; only then is a table built as a
 *     whole recorded
 */
public record ModelWork(
        Model model, NavigableMap<Day, Task> days, NavigableSet<Day> removals, Optional<Task> whole, boolean last) {
    /** Returns this work and a later one of the same table as one. */
    ModelWork and(ModelWork later) {
        NavigableMap<Day, Task> allDays = new TreeMap<>(days);
        allDays.putAll(later.days);
        NavigableSet<Day> allRemovals = new TreeSet<>(removals);
        allRemovals.addAll(later.removals);
        return new ModelWork(model, allDays, allRemovals, whole.or(later::whole), last || later.last);
    }

    /** Returns the days whose rows are replaced: those that are built, and those that are removed. */
    public NavigableSet<Day> replaced() {
        NavigableSet<Day> replaced = new TreeSet<>(days.keySet());
        replaced.addAll(removals);
        return replaced;
    }
}
