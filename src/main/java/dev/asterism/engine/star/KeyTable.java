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
    private final SqlSession session;

    public KeyTable(SqlSession session) {
        this.session = session;
    }

    public void createIfMissing() throws SQLException {
        session.execute("""
                CREATE TABLE IF NOT EXISTS asterism.surrogate_key (
                  table_name  text    NOT NULL,
                  natural_key text    NOT NULL,
                  last_key    BIGINT  NOT NULL
                )""");
    }

    /** The natural key with which each dimension was built. */
    public Map<TableName, String> naturalKeys() throws SQLException {
        Map<TableName, String> keys = new HashMap<>();
        session.query("SELECT table_name, natural_key FROM asterism.surrogate_key", row -> {
            keys.put(TableName.parse(row.getString(1)), row.getString(2));
            return true;
        });
        return keys;
    }

    long lastKey(DimensionModel dimension) throws SQLException {
        List<Long> last = session.query(
                "SELECT last_key FROM asterism.surrogate_key WHERE table_name = " + name(dimension),
                row -> row.getLong(1));
        return last.isEmpty() ? 0 : last.get(0);
    }

    void record(DimensionModel dimension, long lastKey) throws SQLException {
        session.execute("DELETE FROM asterism.surrogate_key WHERE table_name = " + name(dimension));
        session.execute("INSERT INTO asterism.surrogate_key VALUES (%s, %s, %s)"
                .formatted(
                        name(dimension), SqlNames.literal(dimension.naturalKey().toString()), lastKey));
    }

    private static String name(DimensionModel dimension) {
        return SqlNames.literal(dimension.name().toString());
    }
}
