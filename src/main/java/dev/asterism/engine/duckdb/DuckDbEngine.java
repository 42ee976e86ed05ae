package dev.asterism.engine.duckdb;

import dev.asterism.InputException;
import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.Engine;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.StateTable;
import dev.asterism.model.ModelGraph;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A warehouse in a DuckDB file.
 *
 * <p>Opened for building it holds the file's only write lock until it is closed. Opened for reading it shares the file
 * with other readers, cannot reach other files, and an absent file is an empty warehouse.
 */
public final class DuckDbEngine implements Engine {
    /** The start of the addresses of this engine. */
    public static final String URL_PREFIX = "jdbc:duckdb:";

    /** Of an engine opened for building, which nobody asks for longer than a moment. */
    private static final Duration NO_QUERIES = Duration.ofHours(1);

    private final Path file;
    private final Optional<SqlSession> connection;
    private final Duration queryTimeout;

    private DuckDbEngine(Path file, Optional<SqlSession> connection, Duration queryTimeout) {
        this.file = file;
        this.connection = connection;
        this.queryTimeout = queryTimeout;
    }

    /** The database file of an address such as {@code jdbc:duckdb:data/warehouse.duckdb}. */
    public static Path fileOf(String url) {
        String path = url.substring(URL_PREFIX.length());
        if (path.isBlank() || path.startsWith(":memory:")) {
            throw new InputException("The warehouse " + url
                    + " is not kept anywhere. Expected a file, such as jdbc:duckdb:data/warehouse.duckdb.");
        }
        return Path.of(path);
    }

    /**
     * Opens a warehouse for building, and creates the file where there is none.
     *
     * @param memory how much memory to use at most, such as {@code 2GB}
     * @param threads how many threads to use
     * @throws dev.asterism.AsterismException where another process holds the file, or it is no database
     */
    public static DuckDbEngine openForBuilding(Path file, String memory, int threads) {
        Properties properties = new Properties();
        properties.setProperty("threads", String.valueOf(threads));
        properties.setProperty("preserve_insertion_order", "false");
        properties.setProperty("memory_limit", memory);
        NewFile.createWhereMissing(file);
        return new DuckDbEngine(file, Optional.of(connect(file, properties)), NO_QUERIES);
    }

    /**
     * Opens a warehouse for reading; a file that does not exist is an empty warehouse, and is not created.
     *
     * @param queryTimeout how long one query of {@link #query} may take, until its last row is read
     */
    public static DuckDbEngine openForReading(Path file, String memory, Duration queryTimeout) {
        if (!Files.exists(file)) {
            return new DuckDbEngine(file, Optional.empty(), queryTimeout);
        }
        Properties properties = new Properties();
        properties.setProperty("access_mode", "READ_ONLY");
        properties.setProperty("enable_external_access", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("allow_persistent_secrets", "false");
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("memory_limit", memory);
        return new DuckDbEngine(file, Optional.of(connect(file, properties)), queryTimeout);
    }

    private static SqlSession connect(Path file, Properties properties) {
        try {
            SqlSession connection = new SqlSession(DriverManager.getConnection(URL_PREFIX + file, properties));
            connection.execute("SET integer_division = true");
            connection.execute("SET TimeZone = 'UTC'");
            return connection;
        } catch (SQLException failure) {
            throw DuckDbErrors.opening(file, failure);
        }
    }

    /** As {@link #describe}, which needs no warehouse. */
    public static Shapes shapes(ModelGraph graph) {
        return DuckDbDescriber.describe(graph);
    }

    @Override
    public Shapes describe(ModelGraph graph) {
        return shapes(graph);
    }

    @Override
    public BuildState buildState() {
        if (connection.isEmpty()) {
            return BuildState.empty();
        }
        try {
            return new StateTable(connection.get()).read();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Reading the build state of " + file, failure);
        }
    }

    @Override
    public BatchBuild begin(BuildContext context, Batch batch) {
        DuckDbBatch build = new DuckDbBatch(opened(), context, batch);
        try {
            build.begin();
            return build;
        } catch (SQLException failure) {
            build.close();
            throw DuckDbErrors.unexpected("Preparing the tables in " + file, failure);
        }
    }

    @Override
    public List<String> statements(BuildContext context, Batch batch) {
        return PlannedStatements.of(context, batch);
    }

    @Override
    public QueryResult query(String sql) {
        if (connection.isEmpty()) {
            throw new InputException("The warehouse " + file
                    + " does not exist yet. Build it with 'asterism run', or name another with" + " --warehouse.");
        }
        try {
            QueryGate.requireQuery(sql);
            Connection jdbc = opened().jdbc();
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
        connection.ifPresent(SqlSession::cancel);
    }

    @Override
    public void close() {
        try {
            if (connection.isPresent()) {
                connection.get().close();
            }
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Closing " + file, failure);
        }
    }

    private SqlSession opened() {
        return connection.orElseThrow(() -> new IllegalStateException(file + " is not open"));
    }
}
