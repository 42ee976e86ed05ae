package dev.asterism.engine.star;

import java.util.List;

/**
 * Where an engine keeps what a batch needs for itself: tables that nobody else reads and that go with the batch.
 *
 * @param schema the schema that holds them
 * @param kind the engine's word for a table that need not survive, such as {@code TEMP}
 */
public record Scratch(String schema, String kind) {
    /** A scratch table's name, quoted. */
    public String table(String name) {
        return schema + "." + SqlNames.quoted(name);
    }

    /** Creates a scratch table from a query, in the place of an older one. */
    public List<String> create(String name, String select) {
        return List.of(
                "DROP TABLE IF EXISTS " + table(name), "CREATE %s TABLE %s AS %s".formatted(kind, table(name), select));
    }
}
