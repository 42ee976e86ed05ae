package dev.asterism.engine.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, one statement at a time: every statement is logged, and the running one can be cancelled from another
 * thread. Not thread-safe otherwise.
 */
public final class SqlSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlSession.class);

    private final Connection connection;
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;

    public SqlSession(Connection connection) {
        this.connection = connection;
    }

    public Connection jdbc() {
        return connection;
    }

    /** Reads one row. */
    public interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    /** Executes a statement; gives the number of rows it changed, 0 where it changes none. */
    public long execute(String sql) throws SQLException {
        return run(sql, statement -> statement.execute(sql) ? 0 : Math.max(0, statement.getLargeUpdateCount()));
    }

    public void execute(List<String> statements) throws SQLException {
        for (String statement : statements) {
            execute(statement);
        }
    }

    public <R> List<R> query(String sql, RowReader<R> reader) throws SQLException {
        return run(sql, statement -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<R> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        });
    }

    private interface Work<R> {
        R on(Statement statement) throws SQLException;
    }

    private <R> R run(String sql, Work<R> work) throws SQLException {
        if (cancelled) {
            throw new SQLException("The work was cancelled.");
        }
        LOG.debug("{}", sql);
        try (Statement statement = connection.createStatement()) {
            running = statement;
            return work.on(statement);
        } finally {
            running = null;
        }
    }

    /** Makes the running statement fail soon, and every later one at once until {@link #resume}; from any thread. */
    public void cancel() {
        cancelled = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException alreadyFinished) {
                LOG.debug("nothing to cancel", alreadyFinished);
            }
        }
    }

    /** Allows statements again, to clean up. */
    public void resume() {
        cancelled = false;
    }

    /** Runs a last statement, even after a cancellation. */
    public void free(String sql) throws SQLException {
        resume();
        execute(sql);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
