package dev.asterism.engine.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
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

    /** Executes a statement; returns the number of rows that it changed, 0 if it changes none. */
    public long execute(String sql) throws SQLException {
        return run(
                sql,
                connection::createStatement,
                statement -> statement.execute(sql) ? 0 : Math.max(0, statement.getLargeUpdateCount()));
    }

    /** Executes a statement with values bound to its parameters; see {@link #execute(String)}. */
    public long execute(String sql, List<Object> values) throws SQLException {
        if (values.isEmpty()) {
            return execute(sql);
        }
        return run(sql, () -> prepared(sql, values), statement -> Math.max(0, statement.executeLargeUpdate()));
    }

    /** Executes a statement for each of many rows of values. */
    public void executeAll(String sql, List<List<Object>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        run(sql, () -> connection.prepareStatement(sql), statement -> {
            for (List<Object> row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch().length;
        });
    }

    public void execute(List<String> statements) throws SQLException {
        for (String statement : statements) {
            execute(statement);
        }
    }

    public <R> List<R> query(String sql, RowReader<R> reader) throws SQLException {
        return query(sql, List.of(), reader);
    }

    /** Reads the rows of a query with values bound to its parameters. */
    public <R> List<R> query(String sql, List<Object> values, RowReader<R> reader) throws SQLException {
        return run(sql, () -> prepared(sql, values), statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                List<R> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        });
    }

    private PreparedStatement prepared(String sql, List<Object> values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement, values);
        return statement;
    }

    private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private interface Opening<S> {
        S open() throws SQLException;
    }

    private interface Work<S, R> {
        R on(S statement) throws SQLException;
    }

    private <S extends Statement, R> R run(String sql, Opening<S> opening, Work<S, R> work) throws SQLException {
        requireNotCancelled();
        LOG.debug("{}", sql);
        long start = System.nanoTime();
        try (S statement = opening.open()) {
            running = statement;
            // A cancellation between the two lines above found nothing to cancel.
            requireNotCancelled();
            return work.on(statement);
        } finally {
            running = null;
            LOG.debug("took {} ms", (System.nanoTime() - start) / 1_000_000);
        }
    }

    /** Throws if the work was cancelled. */
    public void requireNotCancelled() throws SQLException {
        if (cancelled) {
            throw new SQLException("The work was cancelled.");
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

    /** Rolls back what is open, if anything is. */
    public void endTransaction() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
