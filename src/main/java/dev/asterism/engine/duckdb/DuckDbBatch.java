package dev.asterism.engine.duckdb;

import dev.asterism.InputException;
import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Publication;
import dev.asterism.engine.Violation;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.AwaitedMembers;
import dev.asterism.engine.star.DaySample;
import dev.asterism.engine.star.DimensionSql;
import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.Forms;
import dev.asterism.engine.star.HistorySql;
import dev.asterism.engine.star.MemberProofs;
import dev.asterism.engine.star.MemberVersionTable;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.StateTable;
import dev.asterism.engine.star.Step;
import dev.asterism.engine.star.StepRunner;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.lake.Column;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileInspector;
import dev.asterism.lake.DayFileProblem;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.MemberVersions;
import dev.asterism.plan.ModelWork;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A batch on DuckDB: one transaction on its file, with the staged rows in temporary tables. */
final class DuckDbBatch implements BatchBuild {
    private final SqlSession session;
    private final BuildContext context;
    private final Batch batch;
    private final Relations relations;
    private final List<SourceModel> staged = new ArrayList<>();
    private final Map<FactModel, SortedMap<Day, Long>> rowsBuilt = new HashMap<>();

    DuckDbBatch(SqlSession session, BuildContext context, Batch batch) {
        this.session = session;
        this.context = context;
        this.batch = batch;
        this.relations = new Relations(context, Staging::table);
    }

    void begin() throws SQLException {
        session.jdbc().setAutoCommit(false);
        new StateTable(session).createIfMissing();
        session.execute(
                new DuckDbTables(context, batch, Forms.made(session)).statements(DuckDbTables.existing(session)));
        new StepRunner(session).run(keptVersions(context));
    }

    /** The steps that keep the versions of members on which some table depends. */
    static List<Step> keptVersions(BuildContext context) {
        return MemberVersionTable.keep(
                MemberVersions.aspects(context.shapes().uses().values()));
    }

    @Override
    public List<StagedFile> stage(SourceModel source, List<FileToStage> files) {
        List<StagedFile> done = new ArrayList<>();
        try (RewrittenFiles rewritten = new RewrittenFiles()) {
            done.addAll(stagedFiles(source, read(source, files, rewritten, "", done)));
            return done;
        } catch (SQLException unreadable) {
            throw new ModelFailedException(source, DuckDbErrors.text(unreadable), unreadable);
        }
    }

    /** The order of rows in a file is kept for this, which costs too much to be the rule. */
    @Override
    public void stageFirst(SourceModel source, List<FileToStage> files, long rows) {
        try (RewrittenFiles rewritten = new RewrittenFiles()) {
            session.execute("SET preserve_insertion_order = true");
            try {
                read(source, files, rewritten, "\nLIMIT " + rows, new ArrayList<>());
            } finally {
                session.execute("SET preserve_insertion_order = false");
            }
        } catch (SQLException unreadable) {
            throw new ModelFailedException(source, DuckDbErrors.text(unreadable), unreadable);
        }
    }

    /**
     * Reads files into the source's scratch table.
     *
     * @param limit what is added to each statement that reads
     * @param done to which files are added that cannot be read
     * @return the others, in the order of their numbers
     */
    private List<ReadFile> read(
            SourceModel source, List<FileToStage> files, RewrittenFiles rewritten, String limit, List<StagedFile> done)
            throws SQLException {
        Map<Reading, List<ReadFile>> alike = new LinkedHashMap<>();
        for (FileToStage file : files) {
            try {
                ReadFile read = read(source, file, rewritten);
                alike.computeIfAbsent(read.reading(), key -> new ArrayList<>()).add(read);
            } catch (InputException unreadable) {
                done.add(new StagedFile(file.file(), 0, 0, String.valueOf(unreadable.getMessage())));
            }
        }
        staged.add(source);
        session.execute(Staging.create(source));
        List<ReadFile> read = new ArrayList<>();
        for (Map.Entry<Reading, List<ReadFile>> group : alike.entrySet()) {
            session.execute(Staging.insert(
                            source,
                            group.getKey(),
                            read.size(),
                            group.getValue().stream().map(ReadFile::path).toList())
                    + limit);
            read.addAll(group.getValue());
        }
        return read;
    }

    /** A file, and the path under which it is read. */
    private record ReadFile(DayFile file, Path path, Reading reading) {}

    private static ReadFile read(SourceModel source, FileToStage file, RewrittenFiles rewritten) {
        if (!RewrittenFiles.areNeededFor(file.file(), file.content().rowEnd())) {
            return new ReadFile(file.file(), file.file().path(), Reading.of(file));
        }
        Path path = rewritten.of(file.file(), Reading.names(source));
        return new ReadFile(file.file(), path, Reading.rewritten(source, path));
    }

    /** @param read the files in the order of their numbers */
    private List<StagedFile> stagedFiles(SourceModel source, List<ReadFile> read) throws SQLException {
        boolean isNumbered = source.files().isOfSeveralFiles();
        Map<Integer, Long> rows = new HashMap<>();
        Map<Integer, Long> refused = new HashMap<>();
        session.query(
                "SELECT %1$s, count(*), count(*) FILTER (%2$s) FROM %3$s GROUP BY %1$s"
                        .formatted(
                                isNumbered ? Staging.fileNumber(source) : SqlNames.quoted(source.day()),
                                Staging.refused(source),
                                Staging.table(source)),
                row -> {
                    rows.put(row.getInt(1), row.getLong(2));
                    return refused.put(row.getInt(1), row.getLong(3));
                });
        Map<String, String> rejects = rejects();
        List<StagedFile> found = new ArrayList<>();
        for (int number = 0; number < read.size(); number++) {
            ReadFile file = read.get(number);
            int key = isNumbered ? number : file.file().day().id();
            long refusedRows = refused.getOrDefault(key, 0L);
            String problem =
                    rejects.getOrDefault(file.path().toAbsolutePath().toString().replace('\\', '/'), "");
            if (refusedRows > 0 && file.reading() instanceof Reading.Parquet parquet) {
                problem = firstProblem(source, file, parquet);
            }
            found.add(new StagedFile(file.file(), rows.getOrDefault(key, 0L), refusedRows, problem));
        }
        return found;
    }

    /** What is wrong with a file that only the engine can read; empty if the words for it cannot be found. */
    private String firstProblem(SourceModel source, ReadFile file, Reading.Parquet reading) throws SQLException {
        List<Column> columns = source.fileColumns();
        DayFileInspector inspector = new DayFileInspector();
        return session
                .query(Staging.firstRefused(source, reading, file.path()), row -> {
                    Optional<DayFileProblem> problem = Optional.empty();
                    for (int i = 0; i < columns.size() && problem.isEmpty(); i++) {
                        problem = inspector.problem(
                                file.file(),
                                source.expectation(),
                                row.getLong(1),
                                columns.get(i).name(),
                                Optional.ofNullable(row.getString(i + 2)));
                    }
                    return problem.map(DayFileProblem::message).orElse("");
                })
                .stream()
                .findFirst()
                .orElse("");
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
    public long extend(DimensionModel dimension, ModelWork work) {
        return run(dimension, new DimensionSql(relations, Staging.SCRATCH, dimension, work).steps())
                .changed();
    }

    @Override
    public SortedMap<Day, Long> replace(FactModel fact, ModelWork work) {
        StepRunner done = run(fact, new FactSql(relations, fact, work).steps());
        run(fact, AwaitedMembers.note(relations, fact, work));
        SortedMap<Day, Long> rows = new TreeMap<>();
        work.days().keySet().forEach(day -> rows.put(day, done.rowsByDay().getOrDefault(day.id(), 0L)));
        rowsBuilt.put(fact, rows);
        long others = done.changed()
                - rows.values().stream().mapToLong(Long::longValue).sum();
        if (others > 0) {
            throw new ModelFailedException(
                    fact,
                    "the SELECT gives " + others + (others == 1 ? " row" : " rows")
                            + " of other days than those it was handed in '" + fact.day()
                            + "'. Take the day from the source or fact that is read.");
        }
        return rows;
    }

    @Override
    public void define(DataSetModel dataSet) {
        run(dataSet, view(relations, dataSet));
    }

    /** The steps that create a data set's view with its comments, or replace it. */
    static List<Step> view(Relations relations, DataSetModel dataSet) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.execute(
                "CREATE OR REPLACE VIEW " + SqlNames.quoted(dataSet.name()) + " AS " + relations.selectAll(dataSet)));
        steps.addAll(Step.all(TableChanges.comments(
                dataSet, new HashSet<>(relations.context().shapes().of(dataSet).names()))));
        return steps;
    }

    @Override
    public List<Violation> verify(FactModel fact, ModelWork work) {
        if (work.days().isEmpty()) {
            return List.of();
        }
        SortedMap<Day, Long> rows = rowsBuilt.getOrDefault(fact, Collections.emptySortedMap());
        List<Step> steps = new ArrayList<>(
                new FactSql(relations, fact, work).inPortions(rows).proofs());
        steps.addAll(DaySample.steps(relations, batch, fact));
        return run(fact, steps).violations();
    }

    @Override
    public List<Violation> verify(DimensionModel dimension, ModelWork work) {
        return run(dimension, new MemberProofs(relations, dimension, work).steps())
                .violations();
    }

    @Override
    public CheckResult check(CheckModel check) {
        return run(check, List.of(new Step.Find(relations.select(check, batch.days()))))
                .found();
    }

    /** Runs the steps of a model; a statement that fails is the model's fault. */
    private StepRunner run(Model model, List<Step> steps) {
        try {
            return new StepRunner(session).run(steps);
        } catch (StepRunner.BrokenException broken) {
            throw new ModelFailedException(model, broken.violations());
        } catch (StepRunner.RefusedException refused) {
            throw new ModelFailedException(model, String.valueOf(refused.getMessage()));
        } catch (SQLException failure) {
            throw new ModelFailedException(model, DuckDbErrors.text(failure), failure);
        }
    }

    @Override
    public Publication publish(Batch built, Map<FactModel, SortedMap<Day, Long>> rows) {
        try {
            new StepRunner(session).run(StateTable.record(context, built, rows, MemberVersionTable.read(session)));
            session.jdbc().commit();
            return Publication.done();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Publishing the batch", failure);
        }
    }

    @Override
    public void close() {
        try {
            session.resume();
            session.endTransaction();
            List<String> left = new ArrayList<>(HistorySql.scratchTables());
            left.addAll(List.of(Staging.REJECTS, Staging.REJECT_SCANS));
            staged.forEach(source -> left.add(Staging.name(source)));
            for (String table : left) {
                session.execute("DROP TABLE IF EXISTS " + Staging.SCRATCH.table(table));
            }
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Dropping scratch tables", failure);
        }
    }
}
