package dev.asterism.engine.duckdb;

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
final class DuckDbConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbConnection.class);

    private final Connection connection;
    private volatile @Nullable Statement running;

    DuckDbConnection(Connection connection) {
        this.connection = connection;
    }

    Connection jdbc() {
        return connection;
    }

    /** Reads one row. */
    interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    /** Executes a statement; gives the number of rows it changed, 0 where it changes none. */
    long execute(String sql) throws SQLException {
        LOG.debug("{}", sql);
        try (Statement statement = connection.createStatement()) {
            running = statement;
            if (statement.execute(sql)) {
                return 0;
            }
            return Math.max(0, statement.getLargeUpdateCount());
        } finally {
            running = null;
        }
    }

    <R> List<R> query(String sql, RowReader<R> reader) throws SQLException {
        LOG.debug("{}", sql);
        try (Statement statement = connection.createStatement()) {
            running = statement;
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<R> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        } finally {
            running = null;
        }
    }

    void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException alreadyFinished) {
                LOG.debug("nothing to cancel", alreadyFinished);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
