package dev.asterism.lake;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the day files of a source must hold. Immutable.
 *
 * @param columns the columns; a file may have others, and any order
 * @param dayColumn the column that must hold the file's day in every row, one of the columns: the integer
 *     {@code yyyymmdd}, or a date; empty where there is none
 * @param grain the columns that together must differ from row to row, NULLs being equal; empty where rows may repeat
 */
public record Expectation(List<Column> columns, Optional<String> dayColumn, List<String> grain) {

    public Expectation {
        columns = List.copyOf(columns);
        grain = List.copyOf(grain);
        Set<String> names = new HashSet<>(columns.stream().map(Column::name).toList());
        dayColumn.ifPresent(name -> requireOneOf(names, name));
        grain.forEach(name -> requireOneOf(names, name));
    }

    private static void requireOneOf(Set<String> names, String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' is none of the columns " + names);
        }
    }
}
