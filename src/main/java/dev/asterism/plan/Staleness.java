package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How every table and day compares with what it should be.
 *
 * @param graph the models
 * @param lake the day files
 * @param calendar the calendar's days
 * @param days the state of each day of the tables that are built by day
 * @param wholes the state of the tables that are built as a whole
 * @param reshapings the tables whose models declare another form than they were made in
 * @param stranded the days whose files are gone of tables that were built by day and are not any more
 * @param withoutModel tables in the warehouse that no model declares any more
 */
public record Staleness(
        ModelGraph graph,
        LakeState lake,
        CalendarRange calendar,
        Map<TableName, NavigableMap<Day, State>> days,
        Map<TableName, State> wholes,
        Reshapings reshapings,
        Map<TableName, NavigableSet<Day>> stranded,
        List<TableName> withoutModel) {

    /** What the state of a table or day means. */
    public enum Status {
        /** Built from what is there now. */
        CURRENT,
        /** To be built. */
        STALE,
        /** A day file is gone; what was built from it stays. */
        ORPHANED,
        /** To be removed. */
        REMOVABLE
    }

    /**
     * The state of a table or of a day of it.
     *
     * @param status what it means
     * @param inputs the versions of the tables that it is, or is to be, built from
     * @param reason why it is to be built or removed; empty where it is not
     * @param rows how many rows it has in the warehouse; 0 where it is not there
     */
    public record State(Status status, String inputs, Optional<Reason> reason, long rows) {}

    public NavigableMap<Day, State> daysOf(TableName table) {
        return days.getOrDefault(table, Collections.emptyNavigableMap());
    }

    /** Returns the days of a table that cannot be built again, since their files are gone, and that are not to be removed. */
    NavigableSet<Day> orphansOf(TableName table) {
        NavigableSet<Day> orphans = new TreeSet<>(stranded.getOrDefault(table, Collections.emptyNavigableSet()));
        daysOf(table).forEach((day, state) -> {
            if (state.status() == Status.ORPHANED) {
                orphans.add(day);
            }
        });
        return orphans;
    }

    /** Every day of the lake and of the warehouse. */
    public NavigableSet<Day> allDays() {
        NavigableSet<Day> all = new TreeSet<>(lake.days());
        days.values().forEach(table -> all.addAll(table.keySet()));
        return all;
    }

    /** The number of rows of the days of a fact that are in the warehouse. */
    public NavigableMap<Day, Long> rowsOf(TableName fact) {
        NavigableMap<Day, Long> rows = new TreeMap<>();
        daysOf(fact).forEach((day, state) -> {
            // A day that was never built has no rows either, and is stale.
            if (state.status() != Status.STALE || state.rows() > 0) {
                rows.put(day, state.rows());
            }
        });
        return rows;
    }
}
