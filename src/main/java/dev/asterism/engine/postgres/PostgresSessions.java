package dev.asterism.engine.postgres;

import dev.asterism.InputException;
import dev.asterism.engine.jdbc.SqlSession;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions with the server, prepares them and cancels what runs on them. */
final class PostgresSessions {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSessions.class);
    private static final int OLDEST_VERSION = 140000;

    private PostgresSessions() {}

    /**
     * Opens a session.
     *
     * @param purpose what for, shown by the server beside the session
     */
    static SqlSession open(PostgresAddress address, String purpose) {
        try {
            SqlSession session = new SqlSession(address.connect(purpose));
            try {
                requireVersion(session, address);
                session.execute("SET client_min_messages = warning");
                session.execute("SET client_connection_check_interval = '1s'");
                return session;
            } catch (SQLException | RuntimeException failure) {
                session.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw PostgresErrors.opening(address.shownUrl(), failure);
        }
    }

    private static void requireVersion(SqlSession session, PostgresAddress address) throws SQLException {
        int version = session.query("SELECT current_setting('server_version_num')::int", row -> row.getInt(1))
                .get(0);
        if (version < OLDEST_VERSION) {
            throw new InputException("The warehouse " + address.shownUrl() + " is PostgreSQL " + version / 10_000
                    + ". Expected version " + OLDEST_VERSION / 10_000 + " or newer.");
        }
    }

    /** Gives a session what bulk work needs. */
    static void prepareForBulk(SqlSession session) throws SQLException {
        session.execute(List.of(
                "SET client_min_messages = warning",
                "SET client_connection_check_interval = '1s'",
                "SET maintenance_work_mem = '256MB'",
                "SET work_mem = '64MB'",
                "SET jit = off",
                "SET TimeZone = 'UTC'",
                "SET DateStyle = 'ISO'"));
    }

    /** Makes what runs on a session fail soon, also if it copies, and whatever follows; from any thread. */
    static void cancel(SqlSession session) {
        session.cancel();
        try {
            session.jdbc().unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException alreadyClosed) {
            LOG.debug("nothing to cancel", alreadyClosed);
        }
    }
}
