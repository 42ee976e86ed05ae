package dev.asterism.engine.duckdb;

import dev.asterism.InputException;
import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.HistorySql;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlBatch;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.RowEnd;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A batch on DuckDB: one transaction on the warehouse, with the staged rows in temporary tables. */
final class DuckDbBatch extends SqlBatch {
    private final List<SourceModel> staged = new ArrayList<>();

    /** What files have in common that one statement reads. */
    private record Alike(List<String> header, RowEnd rowEnd, int charactersFromDay) {}

    DuckDbBatch(SqlSession session, BuildContext context, Batch batch) {
        super(session, new Relations(context, Staging::table), Staging.SCRATCH, batch);
    }

    void begin() throws SQLException {
        session.jdbc().setAutoCommit(false);
        state().createIfMissing();
        keys().createIfMissing();
        session.execute(new Tables(context).statements(batch, existingTables(), keys().naturalKeys()));
    }

    private Map<TableName, Map<String, String>> existingTables() throws SQLException {
        Map<TableName, Map<String, String>> tables = new HashMap<>();
        session.query(
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
    public List<StagedFile> stage(SourceModel source, List<FileToStage> files) {
        try (RewrittenFiles rewritten = new RewrittenFiles()) {
            Map<Alike, List<Path>> alike = new LinkedHashMap<>();
            Map<DayFile, Path> paths = new LinkedHashMap<>();
            List<StagedFile> done = new ArrayList<>();
            for (FileToStage file : files) {
                boolean isIrregular = file.content().rowEnd() == RowEnd.IRREGULAR;
                try {
                    Path path = isIrregular
                            ? rewritten.of(file.file())
                            : file.file().path();
                    RowEnd rowEnd = isIrregular
                            ? RewrittenFiles.ROW_END
                            : file.content().rowEnd();
                    paths.put(file.file(), path);
                    alike.computeIfAbsent(
                                    new Alike(file.header(), rowEnd, Staging.charactersFromDay(path)),
                                    key -> new ArrayList<>())
                            .add(path);
                } catch (InputException unreadable) {
                    done.add(new StagedFile(file.file(), 0, 0, String.valueOf(unreadable.getMessage())));
                }
            }
            staged.add(source);
            session.execute(Staging.create(source));
            for (Map.Entry<Alike, List<Path>> group : alike.entrySet()) {
                Alike form = group.getKey();
                session.execute(Staging.insert(source, form.header(), form.rowEnd(), group.getValue()));
            }
            done.addAll(stagedFiles(source, paths));
            return done;
        } catch (SQLException unreadable) {
            throw new ModelFailedException(source, DuckDbErrors.text(unreadable), unreadable);
        }
    }

    /** @param paths the files, each with the path under which it was read */
    private List<StagedFile> stagedFiles(SourceModel source, Map<DayFile, Path> paths) throws SQLException {
        Map<Integer, Long> rows = new HashMap<>();
        Map<Integer, Long> refused = new HashMap<>();
        session.query(
                "SELECT %1$s, count(*), count(*) FILTER (%2$s) FROM %3$s GROUP BY %1$s"
                        .formatted(SqlNames.quoted(source.day()), Staging.refused(source), Staging.table(source)),
                row -> {
                    rows.put(row.getInt(1), row.getLong(2));
                    return refused.put(row.getInt(1), row.getLong(3));
                });
        Map<String, String> rejects = rejects();
        return paths.entrySet().stream()
                .map(entry -> new StagedFile(
                        entry.getKey(),
                        rows.getOrDefault(entry.getKey().day().id(), 0L),
                        refused.getOrDefault(entry.getKey().day().id(), 0L),
                        rejects.getOrDefault(
                                entry.getValue().toAbsolutePath().toString().replace('\\', '/'), "")))
                .toList();
    }

    /** What DuckDB's reader refused, by file; the tables exist as soon as one file was read. */
    private Map<String, String> rejects() throws SQLException {
        if (session.query("SELECT 1 FROM duckdb_tables() WHERE table_name = '" + Staging.REJECTS + "'", row -> 1)
                .isEmpty()) {
            return Map.of();
        }
        Map<String, String> rejects = new HashMap<>();
        session.query(
                """
                SELECT scan.file_path, min_by(error.error_message, error.line)
                FROM %s AS error JOIN %s AS scan ON scan.scan_id = error.scan_id AND scan.file_id = error.file_id
                GROUP BY scan.file_path""".formatted(Staging.REJECTS, Staging.REJECT_SCANS),
                row -> rejects.put(row.getString(1), row.getString(2)));
        return rejects;
    }

    @Override
    protected Map<Integer, Long> insert(FactModel fact, ModelWork work, FactSql sql) throws SQLException {
        long inserted = session.execute(sql.insert());
        Map<Integer, Long> rows = new HashMap<>();
        session.query(sql.countRows(), row -> rows.put(row.getInt(1), row.getLong(2)));
        long others =
                inserted - rows.values().stream().mapToLong(Long::longValue).sum();
        if (others > 0) {
            rows.put(0, others);
        }
        return rows;
    }

    @Override
    protected void createView(DataSetModel dataSet) throws SQLException {
        session.execute("CREATE OR REPLACE VIEW %s AS %s"
                .formatted(SqlNames.quoted(dataSet.name()), relations.selectAll(dataSet)));
        session.execute(TableChanges.comments(
                dataSet, new HashSet<>(context.shapes().of(dataSet).names())));
    }

    @Override
    protected String text(SQLException failure) {
        return DuckDbErrors.text(failure);
    }

    @Override
    public void publish(Batch built, Map<FactModel, SortedMap<Day, Long>> rows) {
        try {
            state().record(built, rows);
            session.jdbc().commit();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Publishing the batch", failure);
        }
    }

    @Override
    public void close() {
        try {
            resume();
            endTransaction();
            List<String> left = new ArrayList<>(HistorySql.scratchTables());
            left.addAll(List.of(Staging.REJECTS, Staging.REJECT_SCANS));
            staged.forEach(source -> left.add(Staging.name(source)));
            for (String table : left) {
                session.execute("DROP TABLE IF EXISTS " + scratch.table(table));
            }
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Dropping scratch tables", failure);
        }
    }
}
