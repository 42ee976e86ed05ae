package dev.asterism.engine.duckdb;

import dev.asterism.RunFailedException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels a statement that takes too long, the fetching of its rows included: the driver's own limit ends with the first
 * of them. Thread-safe.
 */
final class TimeLimit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);

    private final Duration limit;
    private final Timer timer = new Timer("time limit", true);
    private volatile boolean exceeded;

    TimeLimit(Duration limit, Statement statement) {
        this.limit = limit;
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        exceeded = true;
                        stop(statement);
                    }
                },
                limit.toMillis());
    }

    private static void stop(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException alreadyFinished) {
            LOG.debug("nothing to cancel", alreadyFinished);
        }
    }

    /** Fails where the statement was cancelled for its time. */
    void requireNotExceeded(SQLException failure) {
        if (exceeded) {
            throw new RunFailedException(
                    "The query took longer than " + limit.toMillis() / 1000.0
                            + " s, the limit that sql.timeout sets. Ask for" + " less, or raise the limit.",
                    failure);
        }
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
