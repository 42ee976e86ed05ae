package dev.asterism.engine.star;

import dev.asterism.engine.Target.Range;
import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names, literals and day ranges in SQL, quoted so that any name and any text is safe: the rules of the SQL standard,
 * which every engine follows. Everything that goes into a generated statement and is not the author's own SQL comes
 * from here.
 */
public final class SqlNames {
    private SqlNames() {}

    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.name());
    }

    /** Quoted names, separated by commas. */
    public static String quoted(Collection<String> names) {
        return names.stream().map(SqlNames::quoted).collect(Collectors.joining(", "));
    }

    /** Quoted names that belong to a relation, separated by commas. */
    public static String qualified(String relation, List<String> names) {
        return names.stream().map(name -> relation + "." + quoted(name)).collect(Collectors.joining(", "));
    }

    /** A text literal. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A condition that holds on some days; ranges where days follow each other, so that other days are not read. */
    public static String within(String dayColumn, NavigableSet<Day> days) {
        if (days.isEmpty()) {
            return "FALSE";
        }
        String range = "%s BETWEEN %s AND %s"
                .formatted(dayColumn, days.first().id(), days.last().id());
        long span = days.last().date().toEpochDay() - days.first().date().toEpochDay() + 1;
        if (span == days.size()) {
            return range;
        }
        return range + " AND " + isOneOf(dayColumn, days);
    }

    /**
     * A condition that holds up to a day, that one included.
     *
     * @param first the first day; empty for all days before
     */
    static String until(String dayColumn, Optional<Day> first, Day last) {
        return first.map(from -> dayColumn + " BETWEEN " + from.id() + " AND " + last.id())
                .orElse(dayColumn + " <= " + last.id());
    }

    /** A condition that a row lies in one of some ranges. */
    public static String within(Collection<Range> ranges) {
        if (ranges.contains(Range.ALL)) {
            return "TRUE";
        }
        return ranges.stream()
                .map(range -> quoted(range.column()) + " BETWEEN " + range.from() + " AND " + range.to())
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** A condition that a column is one of the days, and no number between them. */
    static String isOneOf(String dayColumn, NavigableSet<Day> days) {
        return dayColumn + " IN ("
                + days.stream().map(day -> String.valueOf(day.id())).collect(Collectors.joining(", ")) + ")";
    }

    /** Conditions that a pair of columns of two relations differs, joined by OR; NULL is a value like any other. */
    public static String differ(String left, String right, Collection<String> columns) {
        return columns.stream()
                .map(SqlNames::quoted)
                .map(column -> left + "." + column + " IS DISTINCT FROM " + right + "." + column)
                .collect(Collectors.joining(" OR "));
    }

    /** Conditions that pairs of columns of two relations are equal, joined by AND. */
    public static String equal(String left, String right, Collection<String> columns) {
        return columns.stream()
                .map(column -> left + "." + quoted(column) + " = " + right + "." + quoted(column))
                .collect(Collectors.joining(" AND "));
    }
}
