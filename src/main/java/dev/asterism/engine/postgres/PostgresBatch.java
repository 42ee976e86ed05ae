package dev.asterism.engine.postgres;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Violation;
import dev.asterism.engine.sql.FactSql;
import dev.asterism.engine.sql.HistorySql;
import dev.asterism.engine.sql.Relations;
import dev.asterism.engine.sql.SqlBatch;
import dev.asterism.engine.sql.SqlNames;
import dev.asterism.engine.sql.SqlSession;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A batch on PostgreSQL. Day files are staged in unlogged tables by several connections; then one transaction extends
 * dimensions, replaces days and records the state, over all schemas at once.
 */
final class PostgresBatch extends SqlBatch {
    private final PostgresStaging staging;
    private final Optional<String> analystRole;
    private final Set<TableName> toAnalyze = new TreeSet<>();
    private final Set<TableName> toVacuum = new TreeSet<>();
    private final Map<FactModel, List<Violation>> orphans = new HashMap<>();
    private int sourcesToStage;
    private boolean published;

    PostgresBatch(
            SqlSession session,
            BuildContext context,
            Batch batch,
            PostgresStaging staging,
            Optional<String> analystRole) {
        super(session, new Relations(context, PostgresStaging::table), batch);
        this.staging = staging;
        this.analystRole = analystRole;
        this.sourcesToStage = batch.files().size();
    }

    /** Drops what a run that died may have left. */
    void begin() throws SQLException {
        session.execute("DROP SCHEMA IF EXISTS " + PostgresStaging.SCHEMA + " CASCADE");
        session.execute("CREATE SCHEMA " + PostgresStaging.SCHEMA);
        session.jdbc().setAutoCommit(false);
        if (sourcesToStage == 0) {
            prepareTables();
        }
    }

    /**
     * Creates what is missing and changes what is declared otherwise, in the publishing transaction. Staging commits, so
     * this comes after it: nobody sees a changed table without its rows, and nobody waits for one while files are read.
     */
    private void prepareTables() throws SQLException {
        state().createIfMissing();
        keys().createIfMissing();
        if (session.query(
                        "SELECT 1 FROM pg_namespace WHERE nspname = " + SqlNames.literal(PostgresTables.PARTITIONS),
                        row -> 1)
                .isEmpty()) {
            session.execute("CREATE SCHEMA " + PostgresTables.PARTITIONS);
        }
        Map<TableName, Map<String, String>> existing = existingTables();
        List<String> changes = new PostgresTables(context).statements(batch, existing, keys().naturalKeys());
        boolean altersTables = changes.stream().anyMatch(statement -> statement.startsWith("ALTER TABLE"));
        if (altersTables) {
            // Views hold on to the columns they read.
            Views views = new Views(session, relations);
            views.drop(context.graph().ofType(DataSetModel.class));
            session.execute(changes);
            views.createDropped();
        } else {
            session.execute(changes);
        }
    }

    private Map<TableName, Map<String, String>> existingTables() throws SQLException {
        Map<TableName, Map<String, String>> tables = new HashMap<>();
        session.query(
                """
                SELECT n.nspname, c.relname, a.attname,
                  CASE WHEN t.typname = 'numeric' AND a.atttypmod > 0
                    THEN format_type(a.atttypid, a.atttypmod) ELSE t.typname END
                FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  JOIN pg_type t ON t.oid = a.atttypid
                WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                ORDER BY n.nspname, c.relname, a.attnum""",
                row -> tables.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), name -> new LinkedHashMap<>())
                        .put(row.getString(3), row.getString(4)));
        return tables;
    }

    @Override
    public List<StagedFile> stage(SourceModel source, Map<DayFile, List<String>> headers) {
        try {
            // Seen by the copying connections only once it is committed; the publishing transaction has not begun.
            session.execute(PostgresStaging.create(source));
            session.jdbc().commit();
            List<StagedFile> staged = staging.copy(source, headers);
            session.execute("ANALYZE " + PostgresStaging.table(source));
            session.jdbc().commit();
            prepareTablesOnceAllIsStaged();
            return staged;
        } catch (SQLException failure) {
            throw failed(source, failure);
        }
    }

    private void prepareTablesOnceAllIsStaged() {
        sourcesToStage--;
        if (sourcesToStage == 0) {
            try {
                prepareTables();
            } catch (SQLException failure) {
                throw PostgresErrors.unexpected("Preparing the tables", failure);
            }
        }
    }

    /** PostgreSQL plans in parallel what creates a table, but not what inserts into one. */
    @Override
    protected boolean collectsMembersFirst() {
        return true;
    }

    @Override
    protected void afterExtending(DimensionModel dimension) throws SQLException {
        // Fresh statistics: the joins of this very transaction are planned by them.
        session.execute("ANALYZE " + SqlNames.quoted(dimension.name()));
    }

    /**
     * Builds the rows aside, which PostgreSQL does in parallel, then puts each month's into its partition: into a new
     * partition before it is attached, so that indexes and foreign keys are made in bulk.
     */
    @Override
    protected long insert(FactModel fact, ModelWork work, FactSql sql) throws SQLException {
        String built = PostgresStaging.SCHEMA + "." + SqlNames.quoted("built " + fact.name());
        String columns = SqlNames.quoted(context.shapes().of(fact).names());
        session.execute("DROP TABLE IF EXISTS " + built);
        session.execute("CREATE UNLOGGED TABLE %s AS SELECT %s FROM (%s\n) AS built"
                .formatted(built, columns, relations.select(fact, work.days().navigableKeySet())));
        proveForeignKeys(fact, sql, built);
        for (Map.Entry<TableName, NavigableSet<Day>> month :
                byPartition(fact, work.days().navigableKeySet()).entrySet()) {
            String partition = SqlNames.quoted(month.getKey());
            Day day = month.getValue().first();
            boolean exists = exists(month.getKey());
            if (!exists) {
                session.execute("CREATE TABLE %s (LIKE %s INCLUDING COMMENTS)"
                        .formatted(partition, SqlNames.quoted(fact.name())));
            }
            session.execute("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s ORDER BY %s"
                    .formatted(
                            partition,
                            columns,
                            columns,
                            built,
                            SqlNames.within(SqlNames.quoted(fact.day()), month.getValue()),
                            SqlNames.quoted(fact.day())));
            if (!exists) {
                session.execute(PostgresTables.attach(fact, day));
            }
            toAnalyze.add(month.getKey());
        }
        long rows = session.query("SELECT count(*) FROM " + built, row -> row.getLong(1))
                .get(0);
        session.execute("DROP TABLE " + built);
        NavigableSet<Day> replaced = new TreeSet<>(work.days().keySet());
        replaced.addAll(work.removals());
        toVacuum.addAll(byPartition(fact, replaced).keySet());
        // The statistics of the whole are needed by what reads the fact, and change little with one day more.
        session.execute("ANALYZE " + SqlNames.quoted(fact.name()));
        return rows;
    }

    /** A declared foreign key would refuse all days for the sake of one. So the rows of such days are left out here. */
    private void proveForeignKeys(FactModel fact, FactSql sql, String built) throws SQLException {
        List<Violation> found = prove(sql.references(built));
        orphans.put(fact, found);
        if (!found.isEmpty()) {
            NavigableSet<Day> refused =
                    found.stream().map(Violation::day).collect(Collectors.toCollection(TreeSet::new));
            session.execute("DELETE FROM " + built + " WHERE " + SqlNames.within(SqlNames.quoted(fact.day()), refused));
        }
    }

    @Override
    protected List<Violation> orphans(FactModel fact, FactSql sql) {
        return orphans.getOrDefault(fact, List.of());
    }

    private static Map<TableName, NavigableSet<Day>> byPartition(FactModel fact, NavigableSet<Day> days) {
        Map<TableName, NavigableSet<Day>> partitions = new TreeMap<>();
        days.forEach(day -> partitions
                .computeIfAbsent(PostgresTables.partition(fact, day), name -> new TreeSet<>())
                .add(day));
        return partitions;
    }

    private boolean exists(TableName table) throws SQLException {
        return session.query(
                        "SELECT to_regclass(%s) IS NOT NULL".formatted(SqlNames.literal(SqlNames.quoted(table))),
                        row -> row.getBoolean(1))
                .get(0);
    }

    @Override
    protected void createView(DataSetModel dataSet) throws SQLException {
        new Views(session, relations).replace(dataSet);
    }

    @Override
    protected String text(SQLException failure) {
        return PostgresErrors.text(failure);
    }

    @Override
    protected RuntimeException failed(Model model, SQLException failure) {
        return PostgresErrors.isServerGone(failure)
                ? PostgresErrors.unexpected("Building " + model.name(), failure)
                : new ModelFailedException(model, text(failure), failure);
    }

    @Override
    public void publish(Batch built, Map<FactModel, SortedMap<Day, Long>> rows) {
        try {
            if (analystRole.isPresent()) {
                new Privileges(session, context.graph()).grant(analystRole.get());
            }
            state().record(built, rows);
        } catch (SQLException failure) {
            throw PostgresErrors.unexpected("Publishing the batch", failure);
        }
        try {
            session.jdbc().commit();
            published = true;
        } catch (SQLException failure) {
            throw PostgresErrors.committing(failure);
        }
    }

    @Override
    public void close() {
        try {
            resume();
            endTransaction();
            session.execute("DROP SCHEMA IF EXISTS " + PostgresStaging.SCHEMA + " CASCADE");
            Set<String> scratch = new HashSet<>(HistorySql.scratch());
            session.execute("DROP TABLE IF EXISTS " + String.join(", ", scratch));
            if (published) {
                tidy();
            }
        } catch (SQLException failure) {
            if (!PostgresErrors.isServerGone(failure)) {
                throw PostgresErrors.unexpected("Dropping scratch tables", failure);
            }
            // A server that is gone keeps nothing open; the next run drops what is left.
        }
    }

    /** Makes the room of replaced rows free again, so that replacing days for ever does not let the tables grow. */
    private void tidy() throws SQLException {
        for (TableName table : toAnalyze) {
            session.execute((toVacuum.contains(table) ? "VACUUM (ANALYZE) " : "ANALYZE ") + SqlNames.quoted(table));
        }
    }
}
