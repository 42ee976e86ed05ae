package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What the warehouse holds, as recorded in it when it was published.
 *
 * @param days what each day of each table was built from
 * @param wholes what each table that is built as a whole was built from
 */
public record BuildState(Map<TableName, NavigableMap<Day, Built>> days, Map<TableName, Built> wholes) {
    public BuildState {
        days = Map.copyOf(days);
        wholes = Map.copyOf(wholes);
    }

    public static BuildState empty() {
        return new BuildState(Map.of(), Map.of());
    }

    /**
     * What a table, or a day of it, was built from.
     *
     * @param definition the model's definition
     * @param inputs the versions of the tables read, as one line of text
     * @param rows how many rows it has
     */
    public record Built(String definition, String inputs, long rows) {}

    NavigableMap<Day, Built> daysOf(TableName table) {
        return days.getOrDefault(table, Collections.emptyNavigableMap());
    }

    Optional<Built> whole(TableName table) {
        return Optional.ofNullable(wholes.get(table));
    }
}
