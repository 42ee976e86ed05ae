package dev.asterism.engine.duckdb;

import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.DimensionSql;
import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.FactSql;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Relations;
import dev.asterism.engine.SqlNames;
import dev.asterism.engine.Violation;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileIntegrity;
import dev.asterism.lake.DayFileProblem;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.Reconciliation.SameTotal;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A batch on DuckDB: one transaction on the warehouse, with the staged rows in temporary tables. */
final class DuckDbBatch implements BatchBuild {
    private final DuckDbConnection connection;
    private final BuildContext context;
    private final Relations relations;
    private final Batch batch;
    private final int threads;
    private final StateTable state;
    private final KeyTable keys;
    private final List<SourceModel> staged = new ArrayList<>();

    /**
     * @param threads how many files to look at at once
     */
    DuckDbBatch(DuckDbConnection connection, BuildContext context, Batch batch, int threads) {
        this.connection = connection;
        this.context = context;
        this.relations = new Relations(context, Staging::table);
        this.batch = batch;
        this.threads = threads;
        this.state = new StateTable(connection);
        this.keys = new KeyTable(connection);
    }

    void begin() throws SQLException {
        connection.jdbc().setAutoCommit(false);
        state.createIfMissing();
        keys.createIfMissing();
        for (String statement : new Tables(context).statements(existingTables(), keys.naturalKeys())) {
            connection.execute(statement);
        }
    }

    private Map<TableName, Map<String, String>> existingTables() throws SQLException {
        Map<TableName, Map<String, String>> tables = new HashMap<>();
        connection.query(
                """
                SELECT schema_name, table_name, column_name, data_type
                FROM duckdb_columns()
                WHERE database_name = current_database() AND NOT internal
                ORDER BY schema_name, table_name, column_index""",
                row -> tables.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), name -> new LinkedHashMap<>())
                        .put(row.getString(3), row.getString(4)));
        return tables;
    }

    @Override
    public List<StagedFile> stage(SourceModel source, Map<DayFile, List<String>> headers) {
        Map<DayFile, DayFileProblem> damaged = DayFileIntegrity.problems(headers.keySet(), threads);
        if (!damaged.isEmpty()) {
            return damaged.entrySet().stream()
                    .map(entry -> new StagedFile(
                            entry.getKey(), 0, 0, entry.getValue().message()))
                    .toList();
        }
        Map<List<String>, List<DayFile>> byHeader = new LinkedHashMap<>();
        headers.forEach((file, header) ->
                byHeader.computeIfAbsent(header, h -> new ArrayList<>()).add(file));
        try {
            staged.add(source);
            connection.execute(Staging.create(source));
            for (Map.Entry<List<String>, List<DayFile>> group : byHeader.entrySet()) {
                connection.execute(Staging.insert(source, group.getKey(), group.getValue()));
            }
            return stagedFiles(source, headers.keySet());
        } catch (SQLException unreadable) {
            throw new ModelFailedException(source, DuckDbErrors.text(unreadable), unreadable);
        }
    }

    private List<StagedFile> stagedFiles(SourceModel source, Collection<DayFile> files) throws SQLException {
        Map<Integer, Long> rows = new HashMap<>();
        Map<Integer, Long> refused = new HashMap<>();
        connection.query(
                "SELECT %1$s, count(*), count(*) FILTER (%2$s) FROM %3$s GROUP BY %1$s"
                        .formatted(
                                SqlNames.quoted(source.day()), SqlNames.quoted(Staging.REFUSED), Staging.table(source)),
                row -> {
                    rows.put(row.getInt(1), row.getLong(2));
                    return refused.put(row.getInt(1), row.getLong(3));
                });
        Map<String, String> rejects = rejects();
        return files.stream()
                .map(file -> new StagedFile(
                        file,
                        rows.getOrDefault(file.day().id(), 0L),
                        refused.getOrDefault(file.day().id(), 0L),
                        rejects.getOrDefault(
                                file.path().toAbsolutePath().toString().replace('\\', '/'), "")))
                .toList();
    }

    /** What DuckDB's reader refused, by file; the tables exist as soon as one file was read. */
    private Map<String, String> rejects() throws SQLException {
        if (connection
                .query("SELECT 1 FROM duckdb_tables() WHERE table_name = '" + Staging.REJECTS + "'", row -> 1)
                .isEmpty()) {
            return Map.of();
        }
        Map<String, String> rejects = new HashMap<>();
        connection.query(
                """
                SELECT scan.file_path, min_by(error.error_message, error.line)
                FROM %s AS error JOIN %s AS scan ON scan.scan_id = error.scan_id AND scan.file_id = error.file_id
                GROUP BY scan.file_path""".formatted(Staging.REJECTS, Staging.REJECT_SCANS),
                row -> rejects.put(row.getString(1), row.getString(2)));
        return rejects;
    }

    @Override
    public long extend(DimensionModel dimension, ModelWork work) {
        DimensionSql sql = new DimensionSql(relations, dimension, work);
        try {
            for (String statement : sql.unknownMember()) {
                connection.execute(statement);
            }
            if (work.days().isEmpty() && work.whole().isEmpty()) {
                return 0;
            }
            long changed = 0;
            if (sql.hasAttributes()) {
                for (String statement : sql.selectMembers()) {
                    connection.execute(statement);
                }
                requireDistinctMembers(dimension, sql);
                for (String statement : sql.updateKnown()) {
                    changed += connection.execute(statement);
                }
                for (String statement : sql.deleteGone()) {
                    changed += connection.execute(statement);
                }
            }
            long lastKey = Math.max(keys.lastKey(dimension), lastKey(sql));
            long added = connection.execute(sql.insertNew(lastKey));
            keys.record(dimension, lastKey + added);
            return changed + added;
        } catch (SQLException failure) {
            throw failed(dimension, failure);
        }
    }

    private long lastKey(DimensionSql sql) throws SQLException {
        return connection.query(sql.lastKey(), row -> row.getLong(1)).get(0);
    }

    private void requireDistinctMembers(DimensionModel dimension, DimensionSql sql) throws SQLException {
        List<String> ambiguous = connection.query(sql.ambiguousMember(), row -> row.getString(1));
        if (!ambiguous.isEmpty()) {
            throw new ModelFailedException(
                    dimension,
                    "the SELECT gives the member with " + String.join(", ", dimension.naturalKey()) + " = "
                            + ambiguous.get(0) + " with different attributes. Expected one row per natural key.");
        }
    }

    @Override
    public SortedMap<Day, Long> replace(FactModel fact, ModelWork work) {
        FactSql sql = new FactSql(relations, fact, work);
        try {
            connection.execute(sql.delete());
            SortedMap<Day, Long> rows = new TreeMap<>();
            if (work.days().isEmpty()) {
                return rows;
            }
            long inserted = connection.execute(sql.insert());
            work.days().keySet().forEach(day -> rows.put(day, 0L));
            connection.query(sql.countRows(), row -> rows.put(day(row, 1), row.getLong(2)));
            long found = rows.values().stream().mapToLong(Long::longValue).sum();
            if (found != inserted) {
                throw new ModelFailedException(
                        fact,
                        "the SELECT gives " + (inserted - found) + " rows of other days than those it was handed in '"
                                + fact.day() + "'. Take the day from the source or fact that is read.");
            }
            return rows;
        } catch (SQLException failure) {
            throw failed(fact, failure);
        }
    }

    @Override
    public void define(DataSetModel dataSet) {
        try {
            connection.execute("CREATE OR REPLACE VIEW %s AS %s"
                    .formatted(SqlNames.quoted(dataSet.name()), relations.selectAll(dataSet)));
            Map<String, String> columns = new LinkedHashMap<>();
            context.shapes().of(dataSet).columns().forEach(column -> columns.put(column.name(), column.type()));
            for (String statement : Tables.comments(dataSet, columns)) {
                connection.execute(statement);
            }
        } catch (SQLException failure) {
            throw failed(dataSet, failure);
        }
    }

    @Override
    public List<Violation> verify(FactModel fact, ModelWork work) {
        FactSql sql = new FactSql(relations, fact, work);
        List<Violation> violations = new ArrayList<>();
        if (work.days().isEmpty()) {
            return violations;
        }
        try {
            violations.addAll(connection.query(
                    sql.duplicates(),
                    row -> new Violation(
                            Violation.Kind.GRAIN,
                            day(row, 1),
                            row.getLong(2) + " combinations of the grain (" + String.join(", ", fact.grain())
                                    + ") occur more than once")));
            for (var reference : context.shapes().of(fact).references().entrySet()) {
                String dimension = reference.getValue().name().toString();
                violations.addAll(connection.query(
                        sql.orphans(reference.getKey(), reference.getValue()),
                        row -> new Violation(
                                Violation.Kind.FOREIGN_KEY,
                                day(row, 1),
                                row.getLong(2) + " rows refer in " + reference.getKey() + " to members of " + dimension
                                        + " that do not exist, such as " + row.getString(3))));
            }
            for (var reconciliation : fact.reconciliations().entrySet()) {
                if (reconciliation.getValue() instanceof SameTotal total) {
                    violations.addAll(connection.query(
                            sql.differences(reconciliation.getKey(), total),
                            row -> new Violation(
                                    Violation.Kind.RECONCILIATION,
                                    day(row, 1),
                                    "the total of " + reconciliation.getKey() + " is " + row.getString(2) + ", but "
                                            + total.table() + "." + total.column() + " adds up to "
                                            + row.getString(3))));
                }
            }
            return violations;
        } catch (SQLException failure) {
            throw failed(fact, failure);
        }
    }

    @Override
    public CheckResult check(CheckModel check) {
        String select = relations.select(check, batch.days());
        try {
            long rows = connection
                    .query("SELECT count(*) FROM (" + select + "\n) AS found", row -> row.getLong(1))
                    .get(0);
            String example = rows == 0
                    ? ""
                    : connection
                            .query("SELECT * FROM (" + select + "\n) AS found LIMIT 1", DuckDbBatch::describe)
                            .get(0);
            return new CheckResult(rows, example);
        } catch (SQLException failure) {
            throw failed(check, failure);
        }
    }

    private static String describe(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.add(columns.getColumnLabel(i) + " = " + row.getString(i));
        }
        return String.join(", ", values);
    }

    @Override
    public void publish(Batch built, Map<FactModel, SortedMap<Day, Long>> rows) {
        try {
            state.record(built, rows);
            connection.jdbc().commit();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Publishing the batch", failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.jdbc().rollback();
            connection.jdbc().setAutoCommit(true);
            Set<String> scratch = new HashSet<>(Set.of(DimensionSql.MEMBERS, Staging.REJECTS, Staging.REJECT_SCANS));
            staged.forEach(source -> scratch.add(SqlNames.quoted("staged " + source.name())));
            for (String table : scratch) {
                connection.execute("DROP TABLE IF EXISTS temp." + table);
            }
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Dropping scratch tables", failure);
        }
    }

    private static Day day(ResultSet row, int column) throws SQLException {
        int id = row.getInt(column);
        return Day.ofId(id).orElseThrow(() -> new SQLException(id + " is no day"));
    }

    private static ModelFailedException failed(Model model, SQLException failure) {
        return new ModelFailedException(model, DuckDbErrors.text(failure), failure);
    }
}
