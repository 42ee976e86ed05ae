package dev.asterism.engine.duckdb;

import dev.asterism.InputException;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.ShowTables;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Forms;
import dev.asterism.engine.star.KeyTable;
import dev.asterism.engine.star.MemberVersionTable;
import dev.asterism.engine.star.StateTable;
import dev.asterism.engine.star.Step;
import dev.asterism.engine.star.StepPrinter;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.MemberVersions;
import dev.asterism.plan.TableForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A warehouse in a DuckDB file, open for reading: it shares the file with other readers and cannot reach other files. A
 * file that does not exist is an empty warehouse, and is not created.
 */
public final class DuckDbReader implements WarehouseReader {
    private final Path file;
    private final Optional<SqlSession> session;
    private final Duration queryTimeout;

    private DuckDbReader(Path file, Optional<SqlSession> session, Duration queryTimeout) {
        this.file = file;
        this.session = session;
        this.queryTimeout = queryTimeout;
    }

    /**
     * Opens a warehouse.
     *
     * @param memory how much memory to use at most, such as {@code 2GB}
     * @param queryTimeout how long one query may take, until its last row is read
     */
    public static DuckDbReader open(Path file, String memory, Duration queryTimeout) {
        return new DuckDbReader(
                file,
                Files.exists(file) ? Optional.of(DuckDbSessions.openForReading(file, memory)) : Optional.empty(),
                queryTimeout);
    }

    @Override
    public Shapes describe(ModelGraph graph) {
        DatabaseName.requireNoSchema(file, graph);
        return DuckDbDescriber.describe(graph);
    }

    @Override
    public BuildState buildState() {
        if (session.isEmpty()) {
            return BuildState.empty();
        }
        try {
            return new StateTable(session.get()).read();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Reading the build state of " + file, failure);
        }
    }

    @Override
    public List<String> statements(BuildContext context, Batch batch) {
        try {
            Map<TableName, Map<String, String>> existing = Map.of();
            Map<TableName, TableForm> made = Map.of();
            MemberVersions members = MemberVersions.none();
            if (session.isPresent()) {
                existing = DuckDbTables.existing(session.get());
                if (existing.containsKey(KeyTable.NAME)) {
                    made = Forms.made(session.get());
                }
                if (existing.containsKey(MemberVersionTable.NAME)) {
                    members = MemberVersionTable.read(session.get());
                }
            }
            List<Step> steps =
                    new ArrayList<>(PlannedStatements.of(context, batch, existing, made, dimension -> List.of(), true));
            steps.add(new Step.Note("the number of rows of each day is recorded with it, 0 stands for it here:"));
            steps.addAll(StateTable.record(context, batch, Map.of(), members));
            return StepPrinter.print(steps);
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Looking at the tables of " + file, failure);
        }
    }

    @Override
    public QueryResult query(String text) {
        if (session.isEmpty()) {
            throw new InputException("The warehouse " + file
                    + " does not exist yet. Build it with 'asterism run', or name another with --warehouse.");
        }
        try {
            String sql = ShowTables.expand(text);
            QueryGate.requireQuery(sql);
            Connection jdbc = session.get().jdbc();
            PreparedStatement statement = jdbc.prepareStatement(sql);
            TimeLimit limit = new TimeLimit(queryTimeout, statement);
            try {
                return new DuckDbQueryResult(jdbc, sql, statement, statement.executeQuery(), limit);
            } catch (SQLException failure) {
                limit.close();
                limit.requireNotExceeded(failure);
                throw DuckDbErrors.inQuery(sql, jdbc, failure);
            }
        } catch (SQLException failure) {
            throw new InputException("The query failed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void cancel() {
        session.ifPresent(SqlSession::cancel);
    }

    @Override
    public void close() {
        try {
            if (session.isPresent()) {
                session.get().close();
            }
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Closing " + file, failure);
        }
    }
}
