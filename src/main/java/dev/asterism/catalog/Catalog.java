package dev.asterism.catalog;

import dev.asterism.InputException;
import dev.asterism.lake.DigestCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The catalog: run history and remembered digests in a SQLite file. Several processes may have it open at once. Losing
 * it loses history and a little time, never data. Thread-safe.
 */
public final class Catalog implements AutoCloseable {
    private static final int PATIENCE_MILLISECONDS = 10_000;

    private final CatalogDatabase database;
    private final RunHistory runs;
    private final DigestCache digests;

    private Catalog(CatalogDatabase database) {
        this.database = database;
        this.runs = new RunHistory(database, ProcessIdentity.ofThisProcess(), Clock.systemUTC());
        this.digests = new StoredDigests(database);
    }

    /**
     * Opens the catalog in the file; creates it, with its folder, where there is none, and brings it up to date where it
     * is older than this program.
     *
     * @throws InputException where the file is no catalog, cannot be opened, or was written by a newer program
     */
    public static Catalog open(Path sqliteFile) {
        return new Catalog(openDatabase(sqliteFile));
    }

    /** What was run. */
    public RunHistory runs() {
        return runs;
    }

    /** The digests of day files, remembered from run to run. */
    public DigestCache digests() {
        return digests;
    }

    @Override
    public void close() {
        database.close();
    }

    static CatalogDatabase openDatabase(Path file) {
        SQLiteDataSource dataSource = dataSource(file);
        Connection connection = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            connection = dataSource.getConnection();
            new CatalogMigration(file, dataSource).bringUpToDate(connection);
            return new CatalogDatabase(file, connection);
        } catch (SQLException | IOException e) {
            closeQuietly(connection);
            throw unusable(file, e);
        } catch (RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private static SQLiteDataSource dataSource(Path file) {
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

    private static InputException unusable(Path file, Exception cause) {
        return new InputException(
                "The catalog " + file + " cannot be opened (" + cause.getMessage() + ")."
                        + " Expected a SQLite file that may be written, or none yet in a folder that may be written."
                        + " Move it away: a new one is made, and only the history of runs is lost.",
                cause);
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException theFirstFailureIsReported) {
            // It says more than this one.
        }
    }
}
