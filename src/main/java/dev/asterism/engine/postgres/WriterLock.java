package dev.asterism.engine.postgres;

import dev.asterism.HostName;
import dev.asterism.RunFailedException;
import dev.asterism.engine.WarehouseInUseException;
import dev.asterism.engine.WarehouseInUseException.Holder;
import dev.asterism.engine.jdbc.SqlSession;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final int LONGEST_HOST = 30;

    /** The server's clock may be another than this machine's. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

    private static final String PAUSE = "SELECT pg_sleep(0.25)";

    private WriterLock() {}

    /** The name of this process's building session. */
    static String purpose() {
        return PURPOSE + host() + " pid " + ProcessHandle.current().pid();
    }

    static void take(SqlSession session, String shownUrl) throws SQLException {
        for (int attempt = 0; ; attempt++) {
            boolean taken = session.query(
                            "SELECT pg_try_advisory_lock(%s, %s)".formatted(CLASS, OBJECT), row -> row.getBoolean(1))
                    .get(0);
            if (taken) {
                return;
            }
            Optional<Session> holder = holder(session);
            // A session that was closed a moment ago may take another to end.
            boolean justClosed = attempt < ATTEMPTS_FOR_THE_LIVING;
            if (holder.isPresent() && !holder.get().isDead() && !justClosed) {
                throw new WarehouseInUseException(shownUrl, holder.get().described(), "One run builds at a time.");
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
        session.execute("SELECT pg_advisory_unlock_all()");
    }

    /**
     * A session that holds the lock.
     *
     * @param pid the session's process on the server
     * @param name the name it has given itself
     * @param user its role
     * @param since when it began
     */
    private record Session(int pid, String name, String user, Instant since) {
        private static final Pattern NAME = Pattern.compile(PURPOSE + "(.+) pid (\\d{1,18})");

        /** Whether it is a process of this machine that no longer runs; a younger one only got the same number. */
        boolean isDead() {
            Matcher matcher = NAME.matcher(name);
            if (!matcher.matches() || !matcher.group(1).equals(host())) {
                return false;
            }
            return ProcessHandle.of(Long.parseLong(matcher.group(2)))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .map(start -> !start.isAfter(since.plus(CLOCKS_DIFFER)))
                            .orElse(true))
                    .isEmpty();
        }

        Holder described() {
            Matcher matcher = NAME.matcher(name);
            return matcher.matches()
                    ? new Holder("process " + matcher.group(2), matcher.group(1), Optional.of(user), Optional.of(since))
                    : new Holder("the session '" + name + "'", "unknown", Optional.of(user), Optional.of(since));
        }
    }

    private static Optional<Session> holder(SqlSession session) throws SQLException {
        List<Session> holders = session.query(
                """
                SELECT a.pid, a.application_name, a.usename, a.backend_start
                FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = %s AND l.granted
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""".formatted(CLASS, OBJECT),
                row -> new Session(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant()));
        return holders.stream().findFirst();
    }

    /** The machine's name, short enough for the server's 63 bytes. */
    private static String host() {
        String name = HostName.ofThisMachine();
        return name.length() > LONGEST_HOST ? name.substring(0, LONGEST_HOST) : name;
    }
}
