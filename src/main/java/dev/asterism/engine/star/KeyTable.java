package dev.asterism.engine.star;

import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which surrogate keys were given: the last one of each dimension, and the natural key that it was given for. It outlives
 * the dimension's table, so that no key is ever given twice.
 */
public final class KeyTable {
    /** The table. */
    public static final TableName NAME = new TableName("asterism", "surrogate_key");

    /** The name of the number of the last key given. */
    static final String LAST_KEY = "last key";

    private KeyTable() {}

    public static String createIfMissing() {
        return """
                CREATE TABLE IF NOT EXISTS asterism.surrogate_key (
                  table_name  text    NOT NULL,
                  natural_key text    NOT NULL,
                  last_key    BIGINT  NOT NULL
                )""";
    }

    /** The natural key with which each dimension was built. */
    public static Map<TableName, String> naturalKeys(SqlSession session) throws SQLException {
        Map<TableName, String> keys = new HashMap<>();
        session.query("SELECT table_name, natural_key FROM asterism.surrogate_key", row -> {
            keys.put(TableName.parse(row.getString(1)), row.getString(2));
            return true;
        });
        return keys;
    }

    /** Asks for the last key that was ever given to a member. */
    static Step askLastKey(DimensionModel dimension) {
        return new Step.Ask(
                LAST_KEY, lastKey(dimension), List.of(dimension.name().toString()));
    }

    /** The query for the last key given; its parameter is the table's name. */
    public static String lastKey(DimensionModel dimension) {
        return Sql.of("""
                SELECT greatest(
                  0,
                  (SELECT coalesce(max({key}), 0) FROM {dimension}),
                  (SELECT coalesce(max(last_key), 0) FROM asterism.surrogate_key WHERE table_name = ?))""")
                .with("key", SqlNames.quoted(dimension.key()))
                .with("dimension", SqlNames.quoted(dimension.name()))
                .text();
    }

    /** Records the last key after members were inserted. */
    static List<Step> record(DimensionModel dimension) {
        String name = dimension.name().toString();
        return List.of(
                new Step.Ask("last key now", lastKey(dimension), List.of(name)),
                forget(dimension),
                record(name, dimension, new Step.Answer("last key now")));
    }

    /** Records a last key that is known. */
    public static List<Step> record(DimensionModel dimension, long lastKey) {
        return List.of(forget(dimension), record(dimension.name().toString(), dimension, lastKey));
    }

    private static Step forget(DimensionModel dimension) {
        return Step.execute(
                "DELETE FROM asterism.surrogate_key WHERE table_name = ?",
                dimension.name().toString());
    }

    private static Step record(String name, DimensionModel dimension, Object lastKey) {
        return Step.execute(
                "INSERT INTO asterism.surrogate_key VALUES (?, ?, ?)",
                name,
                dimension.naturalKey().toString(),
                lastKey);
    }
}
