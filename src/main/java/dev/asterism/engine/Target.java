package dev.asterism.engine;

import dev.asterism.lake.Day;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * What holds the published stars and answers readers, if that is not what computes them: it takes finished, proven rows,
 * and gives back those that a computing workshop lacks. Types of columns are in the workshop's words.
 *
 * <p>Owned and closed by its opener. Used by one thread at a time, except {@link #cancel}; while a publication is on its
 * way, nothing else may be asked.
 */
public interface Target extends AutoCloseable {
    Capabilities capabilities();

    /** Returns what the warehouse holds, as recorded in it. */
    BuildState buildState();

    /**
     * Checks that the warehouse can hold what the models give.
     *
     * @throws dev.asterism.InputException if it cannot, with file and line
     */
    void requireHoldable(ModelGraph graph, Shapes shapes);

    /** Returns the last publication; empty if the warehouse has none that is numbered. */
    Optional<Mark> latest();

    /**
     * Returns which rows of members and observations were changed after a publication, by table; empty if the warehouse
     * does not know that publication.
     *
     * @param known a publication that a workshop has a copy of
     */
    Optional<Map<TableName, Set<Range>>> changesSince(Mark known);

    /**
     * Rows whose value in a column lies within bounds, both included.
     *
     * @param column the column; empty for all rows of the table
     */
    record Range(String column, long from, long to) {
        /** All rows. */
        public static final Range ALL = new Range("", 0, 0);

        /** Returns the ranges of days that follow each other; a column holds their ids. */
        public static List<Range> of(String column, NavigableSet<Day> days) {
            List<Range> ranges = new ArrayList<>();
            Day first = null;
            for (Day day : days) {
                first = first == null ? day : first;
                if (!days.contains(day.next())) {
                    ranges.add(new Range(column, first.id(), day.id()));
                    first = null;
                }
            }
            return ranges;
        }
    }

    /** Returns the columns of the tables that exist, in their order. */
    Map<TableName, List<HeldColumn>> holdings();

    /** A column of a table that exists. */
    record HeldColumn(String name, String type, boolean notNull) {}

    /**
     * Writes rows of a table into a file of the form of {@link Goods}.
     *
     * @param ranges the rows that are wanted lie in one of these
     * @return how many rows
     */
    long fetch(TableName table, List<String> columns, Collection<Range> ranges, Path file);

    /** Takes what a batch changes, but publishes nothing yet: when this returns, all files are written that are needed. */
    Shipment pack(Goods goods);

    /** What is ready to be published. */
    interface Shipment {
        /** Publishes it, on threads of its own. */
        Publication send();
    }

    /** As {@link WarehouseBuilder#reset}. */
    boolean reset(Set<TableName> declared, Set<TableName> kept);

    /**
     * Removes a table or view; see {@link WarehouseBuilder#drop}.
     *
     * @param mark what the warehouse will be at
     */
    void drop(TableName table, Mark mark);

    /** Makes what is running fail soon; from any thread. */
    void cancel();

    @Override
    void close();
}
