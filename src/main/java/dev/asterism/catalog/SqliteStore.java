package dev.asterism.catalog;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.SQLDialect;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A catalog in a SQLite file of its own. */
record SqliteStore(Path file) implements CatalogStore {
    private static final int PATIENCE_MILLISECONDS = 10_000;

    /** File locks belong to the process; among its threads this one counts. */
    private static final Object LOCK_WITHIN_PROCESS = new Object();

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Connection connect() throws SQLException {
        return connections().getConnection();
    }

    @Override
    public DataSource connections() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(PATIENCE_MILLISECONDS);
        config.enforceForeignKeys(true);
        // With the write-ahead log a power cut may lose the last moments, but never breaks the file.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        // A transaction that starts as a reader would fail, rather than wait, when it comes to write.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.SQLITE;
    }

    @Override
    public int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery(
                    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'flyway_schema_history'")) {
                if (!table.next()) {
                    return NO_VERSION;
                }
            }
            try (ResultSet version = statement.executeQuery(
                    "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success")) {
                return version.next() ? version.getInt(1) : NO_VERSION;
            }
        }
    }

    @Override
    public void exclusively(Connection connection, Work work) throws SQLException, IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        synchronized (LOCK_WITHIN_PROCESS) {
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                try {
                    work.run();
                } finally {
                    lock.release();
                }
            }
        }
    }

    @Override
    public void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    @Override
    public FluentConfiguration configure(FluentConfiguration flyway) {
        return flyway;
    }

    @Override
    public boolean isAlive(Connection connection) {
        return true;
    }

    @Override
    public AsterismException cannotOpen(Exception cause) {
        String text = String.valueOf(cause.getMessage());
        if (text.contains("SQLITE_IOERR") || text.contains("SQLITE_FULL")) {
            return new RunFailedException(
                    "The catalog " + file + " cannot be opened (" + text + "). " + expected()
                            + " Correct that, then run again.",
                    cause);
        }
        return new InputException(
                "The catalog " + file + " cannot be opened (" + cause.getMessage() + ")."
                        + " Expected a SQLite file that may be written, or none yet in a folder that may be written."
                        + " To go on, " + howToRemove(),
                cause);
    }

    @Override
    public String expected() {
        return "Expected free disk space and permission to write.";
    }

    @Override
    public String howToRemove() {
        return "move the file away: a new one is made, and only the history of runs is lost.";
    }
}
