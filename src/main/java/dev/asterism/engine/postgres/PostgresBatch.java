package dev.asterism.engine.postgres;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Violation;
import dev.asterism.engine.sql.FactSql;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    private final PostgresKeys declared;
    private final Set<TableName> toVacuum = new TreeSet<>();
    private final Map<FactModel, List<Violation>> refused = new HashMap<>();
    private int sourcesToStage;
    private boolean published;

    PostgresBatch(
            SqlSession session,
            BuildContext context,
            Batch batch,
            PostgresStaging staging,
            Optional<String> analystRole) {
        super(session, new Relations(context, PostgresStaging::table), PostgresStaging.SCRATCH, batch);
        this.declared = new PostgresKeys(session, context);
        this.staging = staging;
        this.analystRole = analystRole;
        this.sourcesToStage = batch.files().size();
    }

    /** Drops what a run that died may have left. */
    void begin() throws SQLException {
        session.execute(PostgresStaging.drop());
        session.execute("CREATE SCHEMA " + scratch.schema());
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
        declared.prepare(
                existing.keySet(), batch.works().stream().map(ModelWork::model).collect(Collectors.toSet()));
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
    protected void afterExtending(DimensionModel dimension, long changed) throws SQLException {
        declared.declare(dimension);
        if (changed > 0) {
            // The joins of this very transaction are planned by them.
            session.execute("ANALYZE " + SqlNames.quoted(dimension.name()));
        }
    }

    /**
     * Builds the rows aside, which PostgreSQL does in parallel, then puts each month's into its partition: into a new
     * partition before it is attached, so that indexes and foreign keys are made in bulk. The rows of one new month are its
     * partition as they are.
     */
    @Override
    protected Map<Integer, Long> insert(FactModel fact, ModelWork work, FactSql sql) throws SQLException {
        declared.declare(fact);
        NavigableSet<Day> days = work.days().navigableKeySet();
        Map<TableName, NavigableSet<Day>> months = byPartition(fact, days);
        TableName first = months.keySet().iterator().next();
        boolean isOneNewMonth = months.size() == 1 && !exists(first);
        String built = isOneNewMonth ? SqlNames.quoted(first) : scratch.table("built " + fact.name());
        String select = "SELECT %s FROM (%s\n) AS built".formatted(asDeclared(fact), relations.select(fact, days));
        if (isOneNewMonth) {
            session.execute("CREATE TABLE %s AS %s ORDER BY %s".formatted(built, select, SqlNames.quoted(fact.day())));
        } else {
            session.execute(scratch.create("built " + fact.name(), select));
        }
        session.execute("ANALYZE " + built);
        Map<Integer, Long> rows = countByDay(built, fact);
        if (days.stream().filter(day -> rows.containsKey(day.id())).count() == rows.size()) {
            for (Map.Entry<TableName, NavigableSet<Day>> month : months.entrySet()) {
                fill(fact, month.getKey(), month.getValue(), built, sql);
            }
        }
        if (!isOneNewMonth) {
            session.execute("DROP TABLE " + built);
        }
        NavigableSet<Day> replaced = new TreeSet<>(days);
        replaced.addAll(work.removals());
        toVacuum.addAll(byPartition(fact, replaced).keySet());
        return rows;
    }

    /**
     * Puts the rows of a month into its partition. The server refuses all of them for the sake of one that breaks grain or
     * foreign keys: then the days of such rows are found, and left out.
     */
    private void fill(FactModel fact, TableName partition, NavigableSet<Day> days, String built, FactSql sql)
            throws SQLException {
        if (!Attempt.succeeds(session, () -> fill(fact, partition, days, built))) {
            leaveOut(fact, built, sql);
            fill(fact, partition, days, built);
        }
    }

    private void fill(FactModel fact, TableName partition, NavigableSet<Day> days, String built) throws SQLException {
        String table = SqlNames.quoted(partition);
        boolean isBuilt = table.equals(built);
        boolean isNew = isBuilt || !exists(partition);
        if (isNew && !isBuilt) {
            session.execute("CREATE TABLE %s (LIKE %s)".formatted(table, SqlNames.quoted(fact.name())));
        }
        if (!isBuilt) {
            String columns = SqlNames.quoted(context.shapes().of(fact).names());
            session.execute("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s ORDER BY %s"
                    .formatted(
                            table,
                            columns,
                            columns,
                            built,
                            SqlNames.within(SqlNames.quoted(fact.day()), days),
                            isNew ? SqlNames.quoted(fact.day()) : byGrain(fact)));
            session.execute("ANALYZE " + table);
        }
        if (isNew) {
            session.execute(PostgresTables.notNull(partition, columnsWithoutNull(fact)));
            session.execute(PostgresTables.attach(fact, days.first()));
            analyzeWhole(fact);
        }
    }

    /** The columns of a SELECT with the very types of the table: a partition must not have a length or collation more. */
    private String asDeclared(FactModel fact) {
        return context.shapes().of(fact).columns().stream()
                .map(column -> "CAST(%1$s AS %2$s)%3$s AS %1$s"
                        .formatted(
                                SqlNames.quoted(column.name()),
                                column.type(),
                                PostgresTypes.isText(column.type()) ? " COLLATE \"default\"" : ""))
                .collect(Collectors.joining(", "));
    }

    /** Rows that join others go to indexes and foreign keys one by one: in their order, pages are found in memory. */
    private static String byGrain(FactModel fact) {
        Set<String> columns = new LinkedHashSet<>(List.of(fact.day()));
        columns.addAll(fact.grain());
        return SqlNames.quoted(columns);
    }

    /** The columns in which the table of a fact takes no NULL, its partitions neither. */
    private List<String> columnsWithoutNull(FactModel fact) throws SQLException {
        return session.query(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND attnotnull"
                        .formatted(SqlNames.literal(SqlNames.quoted(fact.name()))),
                row -> row.getString(1));
    }

    /**
     * What reads a fact is planned by statistics of the whole, too. They take in all months, so that they are made anew
     * only each time their number has doubled.
     */
    private void analyzeWhole(FactModel fact) throws SQLException {
        long partitions = session.query(
                        "SELECT count(*) FROM pg_inherits WHERE inhparent = to_regclass(%s)"
                                .formatted(SqlNames.literal(SqlNames.quoted(fact.name()))),
                        row -> row.getLong(1))
                .get(0);
        if (Long.bitCount(partitions) == 1) {
            session.execute("ANALYZE " + SqlNames.quoted(fact.name()));
        }
    }

    private void leaveOut(FactModel fact, String built, FactSql sql) throws SQLException {
        List<FactSql.Proof> proofs = new ArrayList<>(List.of(sql.grain(built)));
        proofs.addAll(sql.references(built));
        List<Violation> found = prove(proofs);
        refused.put(fact, found);
        if (!found.isEmpty()) {
            NavigableSet<Day> days = found.stream().map(Violation::day).collect(Collectors.toCollection(TreeSet::new));
            session.execute("DELETE FROM " + built + " WHERE " + SqlNames.within(SqlNames.quoted(fact.day()), days));
        }
    }

    /** Foreign keys, and most grains, the server has proven when the rows were put into place. */
    @Override
    protected List<Violation> ofRows(FactModel fact, FactSql sql) throws SQLException {
        List<FactSql.Proof> left = new ArrayList<>(List.of(sql.notNull()));
        if (!declared.provesGrain(fact)) {
            left.add(sql.grain(SqlNames.quoted(fact.name())));
        }
        if (!declared.provesReferences(fact)) {
            left.addAll(sql.references(SqlNames.quoted(fact.name())));
        }
        List<Violation> violations = new ArrayList<>(refused.getOrDefault(fact, List.of()));
        prove(left).stream().filter(found -> !violations.contains(found)).forEach(violations::add);
        return violations;
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
            declared.declareAll();
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
            session.execute(PostgresStaging.drop());
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
        for (TableName table : toVacuum) {
            if (exists(table)) {
                session.execute("VACUUM " + SqlNames.quoted(table));
            }
        }
    }
}
