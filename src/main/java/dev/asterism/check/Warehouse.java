package dev.asterism.check;

import dev.asterism.InputException;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.star.Relations;
import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.BuildState.Built;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The published stars, as checks look at them.
 *
 * @param engine the warehouse, open for reading
 * @param context the models
 * @param built what is published
 * @param isAskedFor the days to look at
 */
record Warehouse(WarehouseReader engine, BuildContext context, BuildState built, Predicate<Day> isAskedFor) {
    /** Reads one row. */
    interface RowReader<R> {
        R read(QueryResult row);
    }

    /** The rows of a query; fails with {@link InputException} where it cannot be answered. */
    <R> List<R> query(String sql, RowReader<R> reader) {
        try (QueryResult result = engine.query(sql)) {
            List<R> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        }
    }

    /** The day in the first column of a row. */
    static Day day(QueryResult row) {
        String id = text(row, 0);
        return Day.ofId(Integer.parseInt(id)).orElseThrow(() -> new InputException(id + " is no day"));
    }

    static String text(QueryResult row, int column) {
        return String.valueOf(row.value(column));
    }

    /** What stands for the tables of a SELECT: published rows, and no staged ones. */
    Relations relations() {
        return new Relations(context, source -> {
            throw new IllegalStateException(source.name() + " has no published rows");
        });
    }

    /** The days of a table that are published and asked for. */
    NavigableSet<Day> days(Model model) {
        NavigableSet<Day> days = new TreeSet<>();
        recorded(model).keySet().stream().filter(isAskedFor).forEach(days::add);
        return days;
    }

    /** The days of {@link #days} that were built by the model as it is now; the others may lack its columns. */
    NavigableSet<Day> daysAsDefined(Model model) {
        NavigableSet<Day> days = days(model);
        String definition = model.definition();
        recorded(model).forEach((day, recorded) -> {
            if (!recorded.definition().equals(definition)) {
                days.remove(day);
            }
        });
        return days;
    }

    /** What each published day of a table was built from, and how many rows it has. */
    NavigableMap<Day, Built> recorded(Model model) {
        return built.days().getOrDefault(model.name(), Collections.emptyNavigableMap());
    }

    /** Whether anything of a table is published. */
    boolean has(TableName table) {
        return built.days().containsKey(table) || built.wholes().containsKey(table);
    }
}
