package dev.asterism.engine.duckdb;

import dev.asterism.engine.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.CheckModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.BuildState.Built;
import dev.asterism.plan.ModelWork;
import dev.asterism.plan.Task;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.duckdb.DuckDBAppender;

/** The build state in the warehouse: one row per table and day, or per table that is built as a whole. */
final class StateTable {
    private static final String SCHEMA = "asterism";
    private static final String TABLE = "build_state";
    private static final int WHOLE = 0;

    private final DuckDbConnection connection;

    StateTable(DuckDbConnection connection) {
        this.connection = connection;
    }

    void createIfMissing() throws SQLException {
        connection.execute("CREATE SCHEMA IF NOT EXISTS asterism");
        connection.execute("""
                CREATE TABLE IF NOT EXISTS asterism.build_state (
                  table_name VARCHAR NOT NULL,
                  day_id     INTEGER NOT NULL,
                  definition VARCHAR NOT NULL,
                  inputs     VARCHAR NOT NULL,
                  row_count  BIGINT  NOT NULL
                )""");
    }

    BuildState read() throws SQLException {
        boolean exists = !connection
                .query(
                        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'asterism' AND table_name = 'build_state'"
                                + " AND database_name = current_database()",
                        row -> 1)
                .isEmpty();
        if (!exists) {
            return BuildState.empty();
        }
        Map<TableName, NavigableMap<Day, Built>> days = new HashMap<>();
        Map<TableName, Built> wholes = new HashMap<>();
        connection.query("SELECT table_name, day_id, definition, inputs, row_count FROM asterism.build_state", row -> {
            TableName table = TableName.parse(row.getString(1));
            int dayId = row.getInt(2);
            Built built = new Built(row.getString(3), row.getString(4), row.getLong(5));
            if (dayId == WHOLE) {
                wholes.put(table, built);
            } else {
                Day.ofId(dayId)
                        .ifPresent(day -> days.computeIfAbsent(table, name -> new TreeMap<>())
                                .put(day, built));
            }
            return true;
        });
        return new BuildState(days, wholes);
    }

    /** Records what a batch was built from. */
    void record(Batch batch, Map<FactModel, SortedMap<Day, Long>> rows) throws SQLException {
        for (ModelWork work : batch.works()) {
            NavigableSet<Day> replaced = new TreeSet<>(work.days().keySet());
            replaced.addAll(work.removals());
            String table = SqlNames.literal(work.model().name().toString());
            if (!replaced.isEmpty()) {
                connection.execute("DELETE FROM asterism.build_state WHERE table_name = " + table + " AND "
                        + SqlNames.within("day_id", replaced));
            }
            if (work.whole().isPresent()) {
                connection.execute(
                        "DELETE FROM asterism.build_state WHERE table_name = " + table + " AND day_id = " + WHOLE);
            }
        }
        try (DuckDBAppender appender =
                connection.jdbc().unwrap(org.duckdb.DuckDBConnection.class).createAppender(SCHEMA, TABLE)) {
            for (ModelWork work : batch.works()) {
                if (work.model() instanceof CheckModel) {
                    continue;
                }
                SortedMap<Day, Long> counts = work.model() instanceof FactModel fact
                        ? rows.getOrDefault(fact, Collections.emptySortedMap())
                        : Collections.emptySortedMap();
                for (Map.Entry<Day, Task> day : work.days().entrySet()) {
                    append(appender, work, day.getKey().id(), day.getValue(), counts.getOrDefault(day.getKey(), 0L));
                }
                if (work.whole().isPresent() && work.last()) {
                    append(appender, work, WHOLE, work.whole().get(), 0L);
                }
            }
        }
    }

    private static void append(DuckDBAppender appender, ModelWork work, int day, Task task, long rows)
            throws SQLException {
        appender.beginRow();
        appender.append(work.model().name().toString());
        appender.append(day);
        appender.append(work.model().definition());
        appender.append(task.inputs());
        appender.append(rows);
        appender.endRow();
    }
}
