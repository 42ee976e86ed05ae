package dev.asterism.engine.duckdb;

import dev.asterism.engine.SqlNames;
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
final class KeyTable {
    private final DuckDbConnection connection;

    KeyTable(DuckDbConnection connection) {
        this.connection = connection;
    }

    void createIfMissing() throws SQLException {
        connection.execute("""
                CREATE TABLE IF NOT EXISTS asterism.surrogate_key (
                  table_name  VARCHAR NOT NULL,
                  natural_key VARCHAR NOT NULL,
                  last_key    BIGINT  NOT NULL
                )""");
    }

    /** The natural key with which each dimension was built. */
    Map<TableName, String> naturalKeys() throws SQLException {
        Map<TableName, String> keys = new HashMap<>();
        connection.query("SELECT table_name, natural_key FROM asterism.surrogate_key", row -> {
            keys.put(TableName.parse(row.getString(1)), row.getString(2));
            return true;
        });
        return keys;
    }

    long lastKey(DimensionModel dimension) throws SQLException {
        List<Long> last = connection.query(
                "SELECT last_key FROM asterism.surrogate_key WHERE table_name = " + name(dimension),
                row -> row.getLong(1));
        return last.isEmpty() ? 0 : last.get(0);
    }

    void record(DimensionModel dimension, long lastKey) throws SQLException {
        connection.execute("DELETE FROM asterism.surrogate_key WHERE table_name = " + name(dimension));
        connection.execute("INSERT INTO asterism.surrogate_key VALUES (%s, %s, %d)"
                .formatted(
                        name(dimension), SqlNames.literal(dimension.naturalKey().toString()), lastKey));
    }

    private static String name(DimensionModel dimension) {
        return SqlNames.literal(dimension.name().toString());
    }
}
