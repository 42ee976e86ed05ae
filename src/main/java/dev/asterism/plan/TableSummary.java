package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a plan does to one table.
 *
 * @param model the table's model
 * @param reasons the days to build by reason; no days for a table that is built as a whole
 * @param removals the days to remove
 * @param whole whether the table is built as a whole
 */
public record TableSummary(
        Model model, Map<String, NavigableSet<Day>> reasons, NavigableSet<Day> removals, boolean whole) {
    /** All days to build. */
    public NavigableSet<Day> days() {
        NavigableSet<Day> days = new TreeSet<>();
        reasons.values().forEach(days::addAll);
        return days;
    }
}
