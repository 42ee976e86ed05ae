package dev.asterism.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL server for tests: the one that {@code ASTERISM_TEST_POSTGRES_URL} names, else one in Docker, else an
 * embedded one. All tests of a JVM share one; a test that stops the server starts one of its own. Servers end with the
 * JVM at the latest. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ServerProcess process;
    private final Set<PostgresDatabase> databases = ConcurrentHashMap.newKeySet();
    private boolean closed;

    private PostgresServer(ServerProcess process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "postgres-closer"));
    }

    private static final class Shared {
        static final PostgresServer SERVER = startShared();

        private static PostgresServer startShared() {
            List<ServerSource> sources = new ArrayList<>();
            GivenServer.urlOfTheEnvironment().map(ServerSource::given).ifPresent(sources::add);
            if (sources.isEmpty()) {
                sources.addAll(List.of(ServerSource.DOCKER, ServerSource.EMBEDDED));
            }
            return new PostgresServer(ServerSource.first(sources));
        }
    }

    /** A new, empty database on the server that all tests share. Closing it drops it. */
    public static PostgresDatabase freshDatabase() {
        return Shared.SERVER.createDatabase();
    }

    /** A server of which the caller may do what it likes. */
    public static PostgresServer startOwn() {
        return new PostgresServer(ServerSource.first(List.of(ServerSource.DOCKER, ServerSource.EMBEDDED)));
    }

    /** A server of which the caller may kill sessions: the one that the environment names, else one of its own. */
    public static PostgresServer startForCrashes() {
        return GivenServer.urlOfTheEnvironment()
                .map(url -> new PostgresServer(ServerSource.first(List.of(ServerSource.given(url)))))
                .orElseGet(PostgresServer::startOwn);
    }

    /** A new, empty database of an own, ordinary role. */
    public PostgresDatabase createDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        return createDatabase(name);
    }

    /** A new, empty database; its owner is an ordinary role of the same name. */
    PostgresDatabase createDatabase(String name) {
        PostgresDatabase database =
                new PostgresDatabase(this, name, name, UUID.randomUUID().toString());
        try {
            administrate(
                    "CREATE ROLE " + name + " LOGIN PASSWORD '" + database.password() + "'",
                    "CREATE DATABASE " + name + " OWNER " + name + " " + process.databaseOptions());
        } catch (SQLException e) {
            throw new IllegalStateException("The server " + process.address() + " gives no database", e);
        }
        databases.add(database);
        return database;
    }

    /** Stops the server: connections are cut, and new ones refused. Data stays. */
    public void stop() {
        try {
            process.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server again, at the same address. */
    public void start() {
        try {
            process.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the process of a session, which makes most servers start again by themselves; see {@link #awaitAnswer}. */
    public void killSession(int processId) {
        try {
            process.killSession(processId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server has recovered. */
    public void awaitAnswer() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                administrate("SELECT 1");
                return;
            } catch (SQLException notYet) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The server does not recover", notYet);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Ends the server, and what was made on it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (process instanceof GivenServer) {
            databases.forEach(PostgresDatabase::close);
        }
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return process.address();
    }

    /** The database, seen by the user who may do everything. */
    PostgresDatabase asSuperuser(String name) {
        return new PostgresDatabase(this, name, process.superuser(), process.password());
    }

    void drop(PostgresDatabase database) throws SQLException {
        if (databases.remove(database)) {
            administrate("DROP DATABASE " + database.name() + " WITH (FORCE)", "DROP ROLE " + database.user());
        }
    }

    private void administrate(String... statements) throws SQLException {
        asSuperuser("postgres").execute(statements);
    }
}
