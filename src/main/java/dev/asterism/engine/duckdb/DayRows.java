package dev.asterism.engine.duckdb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a part of a plan gives, as far as days are concerned: from which tables of days each row comes, and which
 * of its columns tell the day. A row comes from rows of one day of each origin; a condition that two days are equal makes
 * two origins one.
 */
final class DayRows {
    /** A table of days, read in one place. */
    static final class Origin {
        private @Nullable Origin same;

        Origin root() {
            return same == null ? this : same.root();
        }

        /** Notes that rows of both come from the same day. */
        void isSameAs(Origin other) {
            if (root() != other.root()) {
                root().same = other.root();
            }
        }
    }

    /** What a column holds. */
    sealed interface Column {}

    /** Anything. */
    record Other() implements Column {}

    /** The day of the row's origin. */
    record OfDay(Origin origin) implements Column {}

    /** The day of the row's origin, or NULL if the row has no partner on one side of an outer join. */
    record OfDayOrNull(Origin origin, Object join, boolean isLeft) implements Column {}

    private final List<Origin> origins;
    private final @Nullable List<Column> columns;

    private DayRows(List<Origin> origins, @Nullable List<Column> columns) {
        this.origins = origins;
        this.columns = columns;
    }

    /** @param columns the columns in order; null if it is not known how many there are */
    static DayRows of(List<Origin> origins, @Nullable List<Column> columns) {
        return new DayRows(origins, columns);
    }

    /** Rows that are the same whatever days are read. */
    static DayRows ofNoDay(int columns) {
        return new DayRows(List.of(), others(columns));
    }

    static List<Column> others(int count) {
        return Collections.nCopies(count, new Other());
    }

    /** The origins that are not known to be one. */
    Set<Origin> origins() {
        return origins.stream().map(Origin::root).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    boolean isOfNoDay() {
        return origins.isEmpty();
    }

    Column column(int place) {
        return columns != null && place >= 0 && place < columns.size() ? columns.get(place) : new Other();
    }

    /** The columns in order; empty if it is not known how many there are. */
    Optional<List<Column>> columns() {
        return Optional.ofNullable(columns);
    }

    /** The origins whose day none of some columns tells. */
    Set<Origin> withoutDayIn(List<Column> keys) {
        Set<Origin> without = origins();
        for (Column key : keys) {
            if (key instanceof OfDay day) {
                without.remove(day.origin().root());
            }
        }
        return without;
    }

    /** The same rows, with other columns. */
    DayRows with(@Nullable List<Column> others) {
        return new DayRows(origins, others);
    }

    /** The same rows with more columns, of which nothing is known. */
    DayRows andOthers(int count) {
        if (columns == null) {
            return this;
        }
        List<Column> more = new ArrayList<>(columns);
        more.addAll(others(count));
        return with(more);
    }

    /** Those columns that a list of places names; all if it names none. */
    DayRows select(List<Integer> places) {
        return places.isEmpty() || columns == null
                ? this
                : with(places.stream().map(this::column).toList());
    }

    /** The same rows, read once more: what one row comes from says nothing of what the other does. */
    DayRows readAgain() {
        Map<Origin, Origin> fresh = new HashMap<>();
        origins().forEach(origin -> fresh.put(origin, new Origin()));
        List<Column> own = columns;
        return new DayRows(
                List.copyOf(fresh.values()),
                own == null
                        ? null
                        : own.stream().map(column -> renewed(column, fresh)).toList());
    }

    private static Column renewed(Column column, Map<Origin, Origin> fresh) {
        if (column instanceof OfDay day && fresh.containsKey(day.origin().root())) {
            return new OfDay(fresh.get(day.origin().root()));
        }
        return new Other();
    }
}
