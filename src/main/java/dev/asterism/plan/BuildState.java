package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the warehouse holds, as recorded in it when it was published.
 *
 * @param days what each day of each table was built from
 * @param wholes what each table that is built as a whole was built from
 * @param forms the forms in which tables were made
 * @param members the versions of the members of dimensions
 * @param arrivals the days of tables whose rows looked for members that were not there and are there now
 */
public record BuildState(
        Map<TableName, NavigableMap<Day, Built>> days,
        Map<TableName, Built> wholes,
        Map<TableName, TableForm> forms,
        MemberVersions members,
        Set<Arrival> arrivals) {
    public BuildState {
        days = Map.copyOf(days);
        wholes = Map.copyOf(wholes);
        forms = Map.copyOf(forms);
        arrivals = Set.copyOf(arrivals);
    }

    /** A state in which no day waits for members. */
    public BuildState(
            Map<TableName, NavigableMap<Day, Built>> days,
            Map<TableName, Built> wholes,
            Map<TableName, TableForm> forms) {
        this(days, wholes, forms, MemberVersions.none(), Set.of());
    }

    public static BuildState empty() {
        return new BuildState(Map.of(), Map.of(), Map.of());
    }

    /**
     * A day of a table looked for a member that is there now.
     *
     * @param table the table that looked
     * @param day the day whose rows looked
     * @param dimension where they looked
     */
    public record Arrival(TableName table, Day day, TableName dimension) {}

    /**
     * What a table, or a day of it, was built from.
     *
     * @param definition the model's definition
     * @param inputs the versions of the tables read, as one line of text
     * @param rows how many rows it has
     */
    public record Built(String definition, String inputs, long rows) {}

    /** The last day of the calendar that some table was built from; empty if none was. */
    public Optional<Day> lastCalendarDay() {
        return wholes.values().stream()
                .flatMap(whole -> Stream.ofNullable(Inputs.parse(whole.inputs()).get(TableName.CALENDAR)))
                .flatMap(range -> CalendarRange.parse(range).stream())
                .map(CalendarRange::last)
                .max(Comparator.naturalOrder());
    }

    /** The days of a table that it holds; none where it has none. */
    public NavigableMap<Day, Built> daysOf(TableName table) {
        return days.getOrDefault(table, Collections.emptyNavigableMap());
    }

    Optional<Built> whole(TableName table) {
        return Optional.ofNullable(wholes.get(table));
    }
}
