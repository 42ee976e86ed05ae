package dev.asterism.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of a model decides the form of its table. The warehouse keeps the form in which each table was made, so that a plan
 * can tell what a changed model does to it.
 *
 * @param kind the kind of the model, as its header writes it
 * @param key the column of the SELECT that is a dimension's key; empty if the builder numbers the members, or there are none
 * @param naturalKey the columns that identify a dimension's member; empty for others
 * @param day the column of the day; empty if there is none
 * @param history what becomes of a dimension's old attributes; empty for others
 * @param grain the columns by which a fact's rows are unique; empty for others
 * @param unknown the natural key of the unknown member, values by column; empty if a dimension has none
 * @param columns the types of the columns that the SELECT gives and the table keeps, in their order, in the words of the
 *     engine that computes; empty if they are not known
 * @param references the table of the dimension that a column refers to, by column
 */
public record TableForm(
        String kind,
        String key,
        List<String> naturalKey,
        String day,
        String history,
        List<String> grain,
        Map<String, String> unknown,
        Map<String, String> columns,
        Map<String, String> references) {
    public TableForm {
        naturalKey = List.copyOf(naturalKey);
        grain = List.copyOf(grain);
        unknown = Collections.unmodifiableMap(new TreeMap<>(unknown));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        references = Collections.unmodifiableMap(new TreeMap<>(references));
    }

    /** The form of a dimension of which an earlier version of the program has recorded no more than its natural key. */
    public static TableForm ofNaturalKey(List<String> naturalKey) {
        return new TableForm("dimension", "", naturalKey, "", "", List.of(), Map.of(), Map.of(), Map.of());
    }

    /** The form of a view. */
    public static TableForm ofView(String kind) {
        return new TableForm(kind, "", List.of(), "", "", List.of(), Map.of(), Map.of(), Map.of());
    }

    /** Returns whether it is the same, with the columns in the same order. */
    public boolean isSameAs(TableForm other) {
        return equals(other) && List.copyOf(columns.keySet()).equals(List.copyOf(other.columns.keySet()));
    }

    /** Returns whether a dimension has the unknown member. */
    public boolean hasUnknown() {
        return !unknown.isEmpty();
    }

    /** Returns whether it is that of a dimension. */
    public boolean isDimension() {
        return kind.equals("dimension");
    }

    boolean isFact() {
        return kind.equals("fact");
    }
}
