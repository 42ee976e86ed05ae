package dev.asterism.engine.postgres;

import dev.asterism.engine.jdbc.SqlSession;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The connections over which rows of facts are loaded, opened when they are needed. Thread-safe. */
final class Connections implements AutoCloseable {
    private final PostgresAddress address;
    private final int most;
    private final Queue<SqlSession> free = new ConcurrentLinkedQueue<>();
    private final Queue<SqlSession> all = new ConcurrentLinkedQueue<>();
    private volatile boolean cancelled;

    /**
     * @param most how many to use at once
     */
    Connections(PostgresAddress address, int most) {
        this.address = address;
        this.most = most;
    }

    int most() {
        return most;
    }

    /** Loads rows in a transaction of its own. */
    void load(Load load) throws SQLException {
        SqlSession session = take();
        boolean isDone = false;
        try {
            session.jdbc().setAutoCommit(false);
            ServerSteps.run(session, load.steps());
            session.jdbc().commit();
            isDone = true;
        } finally {
            if (isDone) {
                free.add(session);
            } else {
                all.remove(session);
                session.close();
            }
        }
    }

    private SqlSession take() throws SQLException {
        SqlSession known = free.poll();
        if (known != null) {
            return known;
        }
        SqlSession session = new SqlSession(address.connect("asterism copy"));
        all.add(session);
        PostgresSessions.prepareForBulk(session);
        if (cancelled) {
            session.cancel();
        }
        return session;
    }

    /** Makes what is running fail soon; from any thread. */
    void cancel() {
        cancelled = true;
        all.forEach(PostgresSessions::cancel);
    }

    @Override
    public void close() throws SQLException {
        for (SqlSession session : all) {
            session.close();
        }
    }
}
