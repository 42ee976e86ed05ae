package dev.asterism.engine.postgres;

import dev.asterism.RunFailedException;
import dev.asterism.engine.sql.SqlSession;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The lock that lets one process build at a time: an advisory lock of the session, which the server frees when the
 * session ends, however it ends. The session's name tells which process it belongs to; one that is dead on this machine
 * is not waited for.
 */
final class WriterLock {
    private static final int CLASS = 0x41535445; // "ASTE"
    private static final int OBJECT = 1;
    private static final String PURPOSE = "asterism run on ";
    private static final int ATTEMPTS = 40;
    private static final int ATTEMPTS_FOR_THE_LIVING = 2;
    private static final String PAUSE = "SELECT pg_sleep(0.25)";

    private WriterLock() {}

    /** The name of this process's building session. */
    static String purpose() {
        return PURPOSE + host() + " pid " + ProcessHandle.current().pid();
    }

    static void take(SqlSession session, String shownUrl) throws SQLException {
        for (int attempt = 0; ; attempt++) {
            boolean taken = session.query(
                            "SELECT pg_try_advisory_lock(%d, %d)".formatted(CLASS, OBJECT), row -> row.getBoolean(1))
                    .get(0);
            if (taken) {
                return;
            }
            Optional<Holder> holder = holder(session);
            // A session that was closed a moment ago may take another to end.
            boolean justClosed = attempt < ATTEMPTS_FOR_THE_LIVING;
            if (holder.isPresent() && !holder.get().isDead() && !justClosed) {
                throw new RunFailedException("The warehouse " + shownUrl + " is in use by '"
                        + holder.get().name() + "' since " + holder.get().since()
                        + ". One run builds at a time: wait until it ends, or stop it.");
            }
            if (holder.isPresent() && holder.get().isDead()) {
                session.query("SELECT pg_terminate_backend(" + holder.get().pid() + ")", row -> true);
            }
            if (attempt == ATTEMPTS) {
                throw new RunFailedException("The warehouse " + shownUrl
                        + " is locked by a session that does not end. Look for it in pg_stat_activity.");
            }
            session.query(PAUSE, row -> true);
        }
    }

    /** Frees the lock at once, not only when the server notices that the session has ended. */
    static void free(SqlSession session) throws SQLException {
        session.free("SELECT pg_advisory_unlock_all()");
    }

    private record Holder(int pid, String name, String since) {
        /** Whether it is a process of this machine that no longer runs. */
        boolean isDead() {
            String prefix = PURPOSE + host() + " pid ";
            if (!name.startsWith(prefix)) {
                return false;
            }
            try {
                long processId = Long.parseLong(name.substring(prefix.length()));
                return ProcessHandle.of(processId)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
            } catch (NumberFormatException cut) {
                return false;
            }
        }
    }

    private static Optional<Holder> holder(SqlSession session) throws SQLException {
        List<Holder> holders = session.query(
                """
                SELECT a.pid, a.application_name, to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS')
                FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.classid = %d AND l.objid = %d AND l.granted
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""".formatted(CLASS, OBJECT), row -> new Holder(row.getInt(1), row.getString(2), row.getString(3)));
        return holders.stream().findFirst();
    }

    /** The machine's name, short enough for the server's 63 bytes. */
    private static String host() {
        String name = System.getenv().getOrDefault("HOSTNAME", "");
        if (name.isEmpty()) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException nameless) {
                name = "localhost";
            }
        }
        return name.length() > 30 ? name.substring(0, 30) : name;
    }
}
