package dev.asterism.engine.postgres;

import dev.asterism.InputException;
import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.Engine;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Relations;
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

/**
 * A warehouse in a PostgreSQL database, built by an ordinary role that may create schemas in it.
 *
 * <p>Opened for building it holds the warehouse's writer lock until it is closed. Opened for reading it works in read-only
 * transactions.
 */
public final class PostgresEngine implements Engine {
    private static final int OLDEST_VERSION = 140000;
    private static final int ROWS_PER_FETCH = 10_000;

    private final PostgresAddress address;
    private final Options options;
    private final SqlSession session;
    private final boolean isBuilding;
    private volatile PostgresStaging staging;

    /**
     * What may differ from warehouse to warehouse.
     *
     * @param analystRole the role that may read every star; empty where there is none
     * @param queryTimeout how long one query of {@link #query} may take
     * @param threads how many files to copy at once
     */
    public record Options(Optional<String> analystRole, Duration queryTimeout, int threads) {}

    private PostgresEngine(PostgresAddress address, Options options, SqlSession session, boolean isBuilding) {
        this.isBuilding = isBuilding;
        this.address = address;
        this.options = options;
        this.session = session;
        this.staging = new PostgresStaging(address, options.threads());
    }

    /**
     * Opens a warehouse for building.
     *
     * @throws dev.asterism.AsterismException where the server cannot be reached, refuses the login, is too old, or
     *     another process builds
     */
    public static PostgresEngine openForBuilding(PostgresAddress address, Options options) {
        SqlSession session = connect(address, WriterLock.purpose());
        try {
            takeLock(session, address);
            session.execute(PostgresStaging.drop());
            session.execute("SET work_mem = '256MB'");
            session.execute("SET maintenance_work_mem = '256MB'");
            session.execute("SET jit = off");
            // All of a batch is bulk work, where a second process pays: measured, a tenth of the time of large joins.
            session.execute("SET parallel_tuple_cost = 0.01");
            return new PostgresEngine(address, options, session, true);
        } catch (SQLException failure) {
            throw PostgresErrors.opening(address.shownUrl(), failure);
        }
    }

    private static void takeLock(SqlSession session, PostgresAddress address) throws SQLException {
        try {
            WriterLock.take(session, address.shownUrl());
        } catch (RuntimeException inUse) {
            session.close();
            throw inUse;
        }
    }

    /** Opens a warehouse for reading. */
    public static PostgresEngine openForReading(PostgresAddress address, Options options) {
        SqlSession session = connect(address, "asterism sql");
        try {
            session.jdbc().setReadOnly(true);
            return new PostgresEngine(address, options, session, false);
        } catch (SQLException failure) {
            throw PostgresErrors.opening(address.shownUrl(), failure);
        }
    }

    private static SqlSession connect(PostgresAddress address, String purpose) {
        try {
            SqlSession session = new SqlSession(address.connect(purpose));
            int version = session.query("SELECT current_setting('server_version_num')::int", row -> row.getInt(1))
                    .get(0);
            if (version < OLDEST_VERSION) {
                session.close();
                throw new InputException("The warehouse " + address.shownUrl() + " is PostgreSQL " + version / 10_000
                        + ". Expected version " + OLDEST_VERSION / 10_000 + " or newer.");
            }
            session.execute("SET client_min_messages = warning");
            session.execute("SET client_connection_check_interval = '1s'");
            return session;
        } catch (SQLException failure) {
            throw PostgresErrors.opening(address.shownUrl(), failure);
        }
    }

    @Override
    public Shapes describe(ModelGraph graph) {
        NameLengths.requireFit(graph);
        try {
            return NameLengths.requireFit(graph, PostgresDescriber.describe(graph, session.jdbc()));
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
    public BatchBuild begin(BuildContext context, Batch batch) {
        staging = new PostgresStaging(address, options.threads());
        PostgresBatch build = new PostgresBatch(session, context, batch, staging, options.analystRole());
        try {
            build.begin();
            return build;
        } catch (SQLException failure) {
            build.close();
            throw PostgresErrors.unexpected("Preparing the tables in " + address.shownUrl(), failure);
        }
    }

    @Override
    public List<String> statements(BuildContext context, Batch batch) {
        return PlannedStatements.of(new Relations(context, PostgresStaging::table), batch);
    }

    @Override
    public QueryResult query(String sql) {
        String query = SqlText.requireSingleQuery(sql);
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
            statement.setFetchSize(ROWS_PER_FETCH);
            return new PostgresQueryResult(statement, statement.executeQuery(), options.queryTimeout());
        } catch (SQLException failure) {
            throw PostgresErrors.inQuery(failure, options.queryTimeout());
        }
    }

    /** Takes the analysts' role for the transaction, where there is one and the login may: it can do nothing but read. */
    private void actAsAnalyst(Statement settings) throws SQLException {
        if (options.analystRole().isEmpty()) {
            return;
        }
        String role = options.analystRole().get();
        boolean may = !session.query(
                        "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')"
                                .formatted(SqlNames.literal(role)),
                        row -> 1)
                .isEmpty();
        if (may) {
            settings.execute("SET LOCAL ROLE " + SqlNames.quoted(role));
        }
    }

    @Override
    public void cancel() {
        session.cancel();
        staging.cancel();
    }

    @Override
    public void close() {
        try {
            if (isBuilding && !session.jdbc().isClosed()) {
                WriterLock.free(session);
            }
            session.close();
        } catch (SQLException failure) {
            if (PostgresErrors.isServerGone(failure)) {
                return; // It has freed the lock itself.
            }
            throw PostgresErrors.unexpected("Closing " + address.shownUrl(), failure);
        }
    }
}
