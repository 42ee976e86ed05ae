package dev.asterism.engine;

import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What a batch changes in a table, as found by comparing its rows with those that were there before.
 *
 * @param model the table's model
 * @param isNew whether there was no such table before
 * @param rows how many rows differ altogether; nothing is counted of a view
 * @param days the same by day, with the totals of measures; of facts only
 * @param samples some of the rows that differ
 */
public record TableChange(
        Model model, boolean isNew, Rows rows, NavigableMap<Day, DayChange> days, List<Sample> samples) {
    /**
     * Numbers of rows.
     *
     * @param before how many there were
     * @param after how many there are
     * @param added how many of these were not there, by their key
     * @param removed how many are no longer there
     * @param changed how many are there with other values
     */
    public record Rows(long before, long after, long added, long removed, long changed) {
        /** No rows. */
        public static final Rows NONE = new Rows(0, 0, 0, 0, 0);

        /** Returns whether any row differs. */
        public boolean differ() {
            return added + removed + changed > 0;
        }

        /** Returns the sums of both. */
        public Rows plus(Rows other) {
            return new Rows(
                    before + other.before,
                    after + other.after,
                    added + other.added,
                    removed + other.removed,
                    changed + other.changed);
        }
    }

    /**
     * What changes on a day.
     *
     * @param totals of each measure, added up in its own way
     */
    public record DayChange(Rows rows, Map<String, Values> totals) {}

    /** A value before and after, as the warehouse prints it; empty is NULL, or that there was none. */
    public record Values(Optional<String> before, Optional<String> after) {
        /** Returns whether they differ. */
        public boolean differ() {
            return !before.equals(after);
        }
    }

    /**
     * A row that differs.
     *
     * @param change how it differs
     * @param key what tells the row from others, with what foreign keys stand for
     * @param values the other columns; of a row that is changed only those that differ
     */
    public record Sample(Kind change, Map<String, String> key, Map<String, Values> values) {}

    /** How a row differs. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }
}
