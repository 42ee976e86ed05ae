package dev.asterism.engine.star;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.BuildState.Built;
import dev.asterism.plan.MemberVersions;
import dev.asterism.plan.ModelWork;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The build state in the warehouse: one row per table and day, or per table that is built as a whole. */
public final class StateTable {
    private static final int WHOLE = 0;
    private static final int ROWS_PER_STATEMENT = 200;

    private final SqlSession session;

    public StateTable(SqlSession session) {
        this.session = session;
    }

    /** Creates what is missing of the schema and its tables. */
    public void createIfMissing() throws SQLException {
        // Even IF NOT EXISTS needs the right to create schemas, which may be taken away once they are there.
        boolean exists = !session.query(
                        "SELECT 1 FROM information_schema.schemata WHERE schema_name = 'asterism'", row -> 1)
                .isEmpty();
        if (!exists) {
            session.execute("CREATE SCHEMA IF NOT EXISTS asterism");
        }
        session.execute("""
                CREATE TABLE IF NOT EXISTS asterism.build_state (
                  table_name text    NOT NULL,
                  day_id     integer NOT NULL,
                  definition text    NOT NULL,
                  inputs     text    NOT NULL,
                  row_count  bigint  NOT NULL
                )""");
        session.execute(KeyTable.createIfMissing());
        session.execute(MemberVersionTable.createIfMissing());
        session.execute(Forms.createIfMissing());
    }

    /** What is recorded; empty where nothing was ever built. */
    public BuildState read() throws SQLException {
        // Both tables are created in one transaction.
        if (!exists("build_state")) {
            return BuildState.empty();
        }
        Map<TableName, NavigableMap<Day, Built>> days = new HashMap<>();
        Map<TableName, Built> wholes = new HashMap<>();
        session.query("SELECT table_name, day_id, definition, inputs, row_count FROM asterism.build_state", row -> {
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
        Map<TableName, String> naturalKeys = KeyTable.naturalKeys(session);
        // A warehouse of an earlier version has no such table.
        boolean knowsMembers = exists("member_version");
        return new BuildState(
                days,
                wholes,
                Forms.made(session),
                knowsMembers ? MemberVersionTable.read(session) : MemberVersions.none(),
                knowsMembers ? AwaitedMembers.arrivals(session, naturalKeys) : Set.of());
    }

    private boolean exists(String table) throws SQLException {
        return !session.query(
                        "SELECT 1 FROM information_schema.tables"
                                + " WHERE table_schema = 'asterism' AND table_name = ?",
                        List.of(table),
                        row -> 1)
                .isEmpty();
    }

    /**
     * Records what a batch was built from.
     *
     * @param rows the number of rows by table and day
     * @param members the versions of the members that the batch has seen
     */
    public static List<Step> record(
            BuildContext context, Batch batch, Map<FactModel, SortedMap<Day, Long>> rows, MemberVersions members) {
        Map<TableName, NavigableMap<Day, String>> inputs =
                members.recorded(batch, context.shapes().uses());
        List<Step> steps = new ArrayList<>();
        List<List<Object>> added = new ArrayList<>();
        for (ModelWork work : batch.works()) {
            steps.addAll(forget(work));
            SortedMap<Day, Long> counts = work.model() instanceof FactModel fact
                    ? rows.getOrDefault(fact, Collections.emptySortedMap())
                    : Collections.emptySortedMap();
            String definition = work.model().definition();
            inputs.getOrDefault(work.model().name(), Collections.emptyNavigableMap())
                    .forEach((day, seen) ->
                            added.add(row(work, definition, day.id(), seen, counts.getOrDefault(day, 0L))));
            if (work.last()) {
                work.whole().ifPresent(task -> added.add(row(work, definition, WHOLE, task.inputs(), 0L)));
            }
        }
        for (int start = 0; start < added.size(); start += ROWS_PER_STATEMENT) {
            steps.add(insert(added.subList(start, Math.min(added.size(), start + ROWS_PER_STATEMENT))));
        }
        return steps;
    }

    private static Step insert(List<List<Object>> rows) {
        String places = String.join(", ", Collections.nCopies(rows.size(), "(?, ?, ?, ?, ?)"));
        List<Object> values = rows.stream().flatMap(List::stream).toList();
        return new Step.Execute("INSERT INTO asterism.build_state VALUES " + places, values, false);
    }

    private static List<Step> forget(ModelWork work) {
        NavigableSet<Day> replaced = work.replaced();
        List<Step> steps = new ArrayList<>();
        String name = work.model().name().toString();
        if (!replaced.isEmpty()) {
            steps.add(Step.execute(
                    "DELETE FROM asterism.build_state WHERE table_name = ? AND " + SqlNames.within("day_id", replaced),
                    name));
        }
        if (work.whole().isPresent()) {
            steps.add(
                    Step.execute("DELETE FROM asterism.build_state WHERE table_name = ? AND day_id = ?", name, WHOLE));
        }
        return steps;
    }

    private static List<Object> row(ModelWork work, String definition, int day, String inputs, long rows) {
        return List.of(work.model().name().toString(), day, definition, inputs, rows);
    }
}
