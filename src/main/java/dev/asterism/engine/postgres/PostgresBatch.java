package dev.asterism.engine.postgres;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Violation;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlBatch;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A batch on PostgreSQL. Day files are staged in unlogged tables by several connections; then one transaction extends
 * dimensions, replaces days and records the state, over all schemas at once.
 */
final class PostgresBatch extends SqlBatch {
    private static final int ROWS_OF_LARGE_SAMPLE = 300_000;
    /** How many rows the server samples per unit of its statistics target. */
    private static final int SAMPLED_PER_TARGET = 300;

    private final PostgresStaging staging;
    private final Optional<String> analystRole;
    private final PostgresKeys declared;
    private final PostgresFacts facts;
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
        this.facts = new PostgresFacts(session, relations, scratch, declared, this::prove);
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
        if (session.query("SELECT 1 FROM pg_namespace WHERE nspname = " + SqlNames.literal(Partition.SCHEMA), row -> 1)
                .isEmpty()) {
            session.execute("CREATE SCHEMA " + Partition.SCHEMA);
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
    public List<StagedFile> stage(SourceModel source, List<FileToStage> files) {
        try {
            // Seen by the copying connections only once it is committed; the publishing transaction has not begun.
            session.execute(PostgresStaging.create(source));
            session.jdbc().commit();
            List<StagedFile> staged = staging.copyAll(source, files);
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

    /** Held against the known ones in the same statement, their number would be a guess that spoils the plan. */
    @Override
    protected boolean collectsMembers() {
        return true;
    }

    /** By hashing, which takes half the time: the server would rather sort all texts, by the rules of their language. */
    @Override
    protected void collect(List<String> selectMembers) throws SQLException {
        executeWith("enable_sort", "off", selectMembers);
    }

    /**
     * The joins of this very transaction are planned by what is known of the members. Where millions are new, a sample of the
     * usual size sees so few of them that the server takes groups by them for far fewer than they are.
     */
    @Override
    protected void afterExtending(DimensionModel dimension, long changed) throws SQLException {
        declared.declare(dimension);
        if (changed > 0) {
            String analyze = "ANALYZE " + SqlNames.quoted(dimension.name());
            if (changed > ROWS_OF_LARGE_SAMPLE) {
                int target = ROWS_OF_LARGE_SAMPLE / SAMPLED_PER_TARGET;
                executeWith("default_statistics_target", String.valueOf(target), List.of(analyze));
            } else {
                session.execute(analyze);
            }
        }
    }

    /** Executes statements with another value of a setting; one that fails ends the transaction, and the value with it. */
    private void executeWith(String setting, String value, List<String> statements) throws SQLException {
        session.execute("SET LOCAL %s = %s".formatted(setting, value));
        session.execute(statements);
        session.execute("SET LOCAL %s TO DEFAULT".formatted(setting));
    }

    @Override
    protected Map<Integer, Long> insert(FactModel fact, ModelWork work, FactSql sql) throws SQLException {
        return facts.insert(fact, work, sql);
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
        List<Violation> violations = new ArrayList<>(facts.refused(fact));
        prove(left).stream().filter(found -> !violations.contains(found)).forEach(violations::add);
        return violations;
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
                facts.tidy();
            }
        } catch (SQLException failure) {
            if (!PostgresErrors.isServerGone(failure)) {
                throw PostgresErrors.unexpected("Dropping scratch tables", failure);
            }
            // A server that is gone keeps nothing open; the next run drops what is left.
        }
    }
}
