package dev.asterism.model;

import java.util.Comparator;

/**
 * The name of a table, always with its schema, such as {@code pypi_dim.project}.
 *
 * @param schema the schema, as written
 * @param name the table's own name, as written
 */
public record TableName(String schema, String name) implements Comparable<TableName> {
    private static final Comparator<TableName> ORDER =
            Comparator.comparing(TableName::schema).thenComparing(TableName::name);

    /** The calendar's days that the builder provides: one row per day, with the one column {@code _date}. */
    public static final TableName CALENDAR = new TableName("asterism", "calendar");

    /** Reads {@code schema.table}; fails with {@link IllegalArgumentException} where the text is not of that form. */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1 || text.indexOf('.', dot + 1) >= 0) {
            throw new IllegalArgumentException("'" + text + "' is no schema.table");
        }
        return new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /** Reads what {@link #toString} wrote, also of tables whose own name has a dot in it. */
    public static TableName ofRecorded(String text) {
        int dot = text.indexOf('.');
        return new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public int compareTo(TableName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
