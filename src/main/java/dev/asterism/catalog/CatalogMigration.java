package dev.asterism.catalog;

import dev.asterism.InputException;
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
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * Creates and updates the tables of a catalog. Flyway takes longer to start than a run with nothing to do may take, so
 * it is started only where there is something to migrate.
 */
final class CatalogMigration {
    /** The version of the newest file in {@code schema/}. */
    static final int NEWEST_VERSION = 1;

    private static final int NO_VERSION = 0;
    private static final String LOCATION = "classpath:dev/asterism/catalog/schema";

    /** File locks belong to the process; among its threads this one counts. */
    private static final Object LOCK_WITHIN_PROCESS = new Object();

    private final Path file;
    private final DataSource dataSource;

    CatalogMigration(Path file, DataSource dataSource) {
        this.file = file;
        this.dataSource = dataSource;
    }

    /** Migrates where the catalog is older than this program; one process at a time, the others wait. */
    void bringUpToDate(Connection connection) throws SQLException, IOException {
        if (isUpToDate(connection)) {
            return;
        }
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        synchronized (LOCK_WITHIN_PROCESS) {
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                try {
                    if (!isUpToDate(connection)) {
                        migrate(connection);
                    }
                } finally {
                    lock.release();
                }
            }
        }
    }

    private boolean isUpToDate(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > NEWEST_VERSION) {
            throw new InputException("The catalog " + file + " is of version " + version
                    + ", written by a newer Asterism. Expected at most version " + NEWEST_VERSION
                    + ". Use the newer program, or move the file away: only the history of runs is lost.");
        }
        return version == NEWEST_VERSION;
    }

    private static int version(Connection connection) throws SQLException {
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

    private void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
        LogFactory.setFallbackLogCreator(flywayClass -> new FlywayLog());
        try {
            // "console" means the fallback set above.
            Flyway.configure(CatalogMigration.class.getClassLoader())
                    .loggers("console")
                    .dataSource(dataSource)
                    .locations(LOCATION)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new InputException(
                    "The catalog " + file + " cannot be brought to version " + NEWEST_VERSION + " (" + e.getMessage()
                            + "). Expected a catalog that this program wrote. Move the file away: a new one is made,"
                            + " and only the history of runs is lost.",
                    e);
        }
    }
}
