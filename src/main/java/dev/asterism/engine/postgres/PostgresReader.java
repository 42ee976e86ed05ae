package dev.asterism.engine.postgres;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Computing;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.ShowTables;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.StateTable;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SqlText;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A warehouse in a PostgreSQL database, open for reading: it works in read-only transactions. */
public final class PostgresReader implements WarehouseReader {
    private static final int ROWS_PER_FETCH = 10_000;

    private final PostgresAddress address;
    private final Options options;
    private final Computing computing;
    private final SqlSession session;

    /**
     * What may differ from warehouse to warehouse.
     *
     * @param analystRole the role that may read every star; empty if there is none
     * @param queryTimeout how long one query may take
     */
    public record Options(Optional<String> analystRole, Duration queryTimeout) {}

    private PostgresReader(PostgresAddress address, Options options, Computing computing, SqlSession session) {
        this.address = address;
        this.options = options;
        this.computing = computing;
        this.session = session;
    }

    /**
     * Opens a warehouse.
     *
     * @param computing what computes its batches
     */
    public static PostgresReader open(PostgresAddress address, Options options, Computing computing) {
        SqlSession session = PostgresSessions.open(address, "asterism sql");
        try {
            session.jdbc().setReadOnly(true);
            return new PostgresReader(address, options, computing, session);
        } catch (SQLException failure) {
            throw PostgresErrors.opening(address.shownUrl(), failure);
        }
    }

    @Override
    public Shapes describe(ModelGraph graph) {
        Shapes shapes = computing.describe(graph);
        try {
            new Bindings(graph, shapes, session).require();
            return shapes;
        } catch (SQLException failure) {
            throw PostgresErrors.unexpected("Reading the models with PostgreSQL", failure);
        }
    }

    @Override
    public BuildState buildState() {
        try {
            return new StateTable(session).read();
        } catch (SQLException failure) {
            throw PostgresErrors.unexpected("Reading the build state of " + address.shownUrl(), failure);
        }
    }

    @Override
    public List<String> statements(BuildContext context, Batch batch) {
        try {
            return new PlannedPublication(session, computing, options.analystRole()).statements(context, batch);
        } catch (SQLException failure) {
            throw PostgresErrors.unexpected("Looking at the tables of " + address.shownUrl(), failure);
        }
    }

    @Override
    public QueryResult query(String sql) {
        String query = SqlText.requireSingleQuery(ShowTables.expand(sql));
        try {
            session.jdbc().setAutoCommit(false);
            // A query that failed leaves a transaction in which nothing more can be asked.
            session.jdbc().rollback();
            try (Statement settings = session.jdbc().createStatement()) {
                settings.execute("SET LOCAL statement_timeout = "
                        + options.queryTimeout().toMillis());
                actAsAnalyst(settings);
                // Once a query has run, the transaction can no longer be made to write.
                settings.execute("SELECT 1");
            }
            PreparedStatement statement = session.jdbc().prepareStatement(query);
            try {
                statement.setFetchSize(ROWS_PER_FETCH);
                return new PostgresQueryResult(statement, statement.executeQuery(), options.queryTimeout());
            } catch (SQLException failure) {
                statement.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw PostgresErrors.inQuery(failure, options.queryTimeout());
        }
    }

    /** Takes the analysts' role for the transaction, if there is one and the login may: it can do nothing but read. */
    private void actAsAnalyst(Statement settings) throws SQLException {
        if (options.analystRole().isEmpty()) {
            return;
        }
        String role = options.analystRole().get();
        boolean may = !session.query(
                        "SELECT 1 FROM pg_roles WHERE rolname = ? AND pg_has_role(oid, 'MEMBER')",
                        List.of(role),
                        row -> 1)
                .isEmpty();
        if (may) {
            settings.execute("SET LOCAL ROLE " + SqlNames.quoted(role));
        }
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException failure) {
            if (!PostgresErrors.isServerGone(failure)) {
                throw PostgresErrors.unexpected("Closing " + address.shownUrl(), failure);
            }
        }
    }
}
