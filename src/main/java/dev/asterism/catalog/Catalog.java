package dev.asterism.catalog;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.catalog.schema.DefaultSchema;
import dev.asterism.lake.FileContentCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The catalog: run history, results of checks and remembered digests, in a SQLite file or in a PostgreSQL database. Several processes may
 * have it open at once; on PostgreSQL several machines too, whose digests are kept apart, as a path leads to another
 * file on each. Losing it loses history and a little time, never data. Thread-safe.
 */
public final class Catalog implements AutoCloseable {
    private final CatalogDatabase database;
    private final RunHistory runs;
    private final CheckHistory checks;
    private final FileContentCache fileContents;
    private final DownloadHistory downloads;
    private final AskedAgain askedAgain;

    Catalog(CatalogDatabase database) {
        ProcessIdentity thisProcess = ProcessIdentity.ofThisProcess();
        this.database = database;
        this.runs = new RunHistory(database, thisProcess, Clock.systemUTC());
        this.checks = new CheckHistory(database, Clock.systemUTC());
        this.fileContents = new StoredFileContents(database, thisProcess.host());
        this.downloads = new DownloadHistory(database, thisProcess, Clock.systemUTC());
        this.askedAgain = new AskedAgain(database);
    }

    /**
     * Opens the catalog in the file; creates it, with its folder, where there is none, and brings it up to date where it
     * is older than this program.
     *
     * @throws InputException where the file is no catalog, cannot be opened, or was written by a newer program
     */
    public static Catalog open(Path sqliteFile) {
        try {
            Files.createDirectories(sqliteFile.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new SqliteStore(sqliteFile).cannotOpen(e);
        }
        return new Catalog(openDatabase(new SqliteStore(sqliteFile)));
    }

    /**
     * Opens the catalog in the schema {@code asterism} of a PostgreSQL database; creates it where there is none, and
     * brings it up to date where it is older than this program.
     *
     * @param postgres gives connections to the database; asked again where one breaks
     * @param shownAs names the database in messages, such as its URL without a password
     * @throws InputException where the user may not use or create it, or it was written by a newer program
     * @throws RunFailedException where the server does not answer
     */
    public static Catalog open(DataSource postgres, String shownAs) {
        return new Catalog(openDatabase(new PostgresStore(postgres, shownAs)));
    }

    /**
     * Opens the catalog of a PostgreSQL database as {@link #open(DataSource, String)} does, but changes nothing: empty
     * where there is none, it is older than this program, or this user may not write to it.
     */
    public static Optional<Catalog> openExisting(DataSource postgres, String shownAs) {
        PostgresStore store = new PostgresStore(postgres, shownAs);
        Connection connection = null;
        try {
            connection = store.connect();
            if (new CatalogMigration(store).isUpToDate(connection) && store.mayRemember(connection)) {
                return Optional.of(new Catalog(new CatalogDatabase(store, connection)));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            closeQuietly(connection);
            if (PostgresStore.isRefused(e)) {
                return Optional.empty();
            }
            throw store.cannotOpen(e);
        } catch (RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** What was run. */
    public RunHistory runs() {
        return runs;
    }

    /** What checks found. */
    public CheckHistory checks() {
        return checks;
    }

    /**
     * Keeps what a batch did that is published, and what its checks found, in one transaction. Failures of the same checks
     * on the same days no longer stand, nor do those about days that were built again or removed.
     *
     * @param steps what was done to each table
     * @param built the days of each table that were built or removed, and the tables that were built as a whole
     */
    public void recordPublished(RunId run, List<RunStep> steps, AskedAgain.Tables built, List<CheckResult> results) {
        database.write(sql -> {
            RunHistory.recordSteps(sql, run, steps);
            checks.recordPublished(sql, run, built.days(), results);
            askedAgain.forget(sql, built);
            return steps.size();
        });
    }

    /** What this machine's day files hold, remembered from run to run. */
    public FileContentCache fileContents() {
        return fileContents;
    }

    /** Forgets what is said of tables that are gone: failures that stand, and what was asked for again. */
    public void forgetWhatWasBuilt() {
        database.write(sql -> {
            checks.clearAll(sql);
            return askedAgain.forgetAll(sql);
        });
    }

    /** Returns the names of the catalog's own tables, which on PostgreSQL lie in the schema of the builder's. */
    public static Set<String> tables() {
        Set<String> names = new TreeSet<>(Set.of("flyway_schema_history"));
        DefaultSchema.DEFAULT_SCHEMA.getTables().forEach(table -> names.add(table.getName()));
        return names;
    }

    /** What runs with {@code --full} asked for and was not built since. */
    public AskedAgain askedAgain() {
        return askedAgain;
    }

    /** What was downloaded. */
    public DownloadHistory downloads() {
        return downloads;
    }

    @Override
    public void close() {
        database.close();
    }

    static CatalogDatabase openDatabase(CatalogStore store) {
        Connection connection = null;
        try {
            connection = store.connect();
            new CatalogMigration(store).bringUpToDate(connection);
            return new CatalogDatabase(store, connection);
        } catch (SQLException | IOException e) {
            closeQuietly(connection);
            throw store.cannotOpen(e);
        } catch (RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
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
