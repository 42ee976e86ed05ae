package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/**
 * What an earlier run was asked to build although it was current, and did not reach.
 *
 * @param days the days by table
 * @param wholes the tables that are built as a whole
 */
public record Unfinished(Map<TableName, NavigableSet<Day>> days, Set<TableName> wholes) {
    public Unfinished {
        days = Map.copyOf(days);
        wholes = Set.copyOf(wholes);
    }

    /** Nothing: no earlier run was interrupted. */
    public static Unfinished nothing() {
        return new Unfinished(Map.of(), Set.of());
    }

    boolean includes(TableName table, Day day) {
        return days.getOrDefault(table, Collections.emptyNavigableSet()).contains(day);
    }
}
