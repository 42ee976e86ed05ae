package dev.asterism.engine.postgres;

import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.engine.BatchBuild.StagedFile;
import dev.asterism.engine.star.Scratch;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Column;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileFields;
import dev.asterism.model.SourceModel;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies day files into an unlogged table, several at once, each in a transaction of its own: decompressed and taken apart
 * here, and streamed, so that memory does not depend on their size.
 *
 * <p>Fields are taken apart here because the server reads more as a number, and as a quoted field, than a day file may
 * hold: the same lake must give the same stars on every engine. The server sees to NULLs and ranges. A file with a row that
 * is not as declared stays out as a whole.
 */
final class PostgresStaging {
    /** Where staged rows and what is built from them live until the batch is published. */
    static final Scratch SCRATCH = new Scratch("asterism_staging", "UNLOGGED");

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStaging.class);

    private final PostgresAddress address;
    private final int threads;
    private final Queue<Connection> open = new ConcurrentLinkedQueue<>();
    private volatile boolean cancelled;

    PostgresStaging(PostgresAddress address, int threads) {
        this.address = address;
        this.threads = threads;
    }

    /** The table that holds the staged rows of a source, quoted. */
    static String table(SourceModel source) {
        return SCRATCH.table(source.name().toString());
    }

    /** Drops all of it, such as what a run that died has left. */
    static String drop() {
        return "DROP SCHEMA IF EXISTS " + SCRATCH.schema() + " CASCADE";
    }

    /** Creates the table for the rows of a source. */
    static List<String> create(SourceModel source) {
        List<String> definitions = new ArrayList<>();
        for (Column column : source.columns()) {
            definitions.add(SqlNames.quoted(column.name()) + " " + PostgresTypes.name(column.type())
                    + (column.nullable() ? "" : " NOT NULL"));
        }
        return List.of(
                "DROP TABLE IF EXISTS " + table(source),
                "CREATE UNLOGGED TABLE %s (%s)".formatted(table(source), String.join(", ", definitions)));
    }

    /** Copies rows with the declared ones of a header's columns, in its order. */
    static String copy(SourceModel source, List<String> header) {
        Set<String> declared = source.columns().stream().map(Column::name).collect(Collectors.toSet());
        return "COPY %s (%s) FROM STDIN WITH (FORMAT text, ENCODING 'UTF8')"
                .formatted(
                        table(source),
                        SqlNames.quoted(
                                header.stream().filter(declared::contains).toList()));
    }

    /** Copies the files; gives what became of each. */
    List<StagedFile> copyAll(SourceModel source, List<FileToStage> files) throws SQLException {
        Queue<FileToStage> waiting = new ConcurrentLinkedQueue<>(files);
        Queue<StagedFile> done = new ConcurrentLinkedQueue<>();
        int workers = Math.max(1, Math.min(threads, files.size()));
        ExecutorService executor = Executors.newFixedThreadPool(workers, runnable -> {
            Thread thread = new Thread(runnable, "copy");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> futures = Stream.generate(() -> executor.submit(() -> {
                        work(source, waiting, done);
                        return true;
                    }))
                    .limit(workers)
                    .collect(Collectors.toList());
            for (Future<?> future : futures) {
                future.get();
            }
            return List.copyOf(new ArrayDeque<>(done));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException("copying a day file failed", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("The work was cancelled.", interrupted);
        } finally {
            executor.shutdownNow();
        }
    }

    private void work(SourceModel source, Queue<FileToStage> waiting, Queue<StagedFile> done) throws SQLException {
        try (Connection connection = address.connect("asterism copy")) {
            open.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET synchronous_commit = off");
                statement.execute("SET client_connection_check_interval = '1s'");
            }
            connection.setAutoCommit(false);
            for (FileToStage file = waiting.poll(); file != null; file = waiting.poll()) {
                if (cancelled) {
                    throw new SQLException("The work was cancelled.");
                }
                done.add(copy(connection, source, file.file(), file.header()));
            }
        }
    }

    private static StagedFile copy(Connection connection, SourceModel source, DayFile file, List<String> header)
            throws SQLException {
        try {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy(source, header));
            try {
                CopyRows rows = new CopyRows(copy, header.indexOf(source.day()), file.day());
                DayFileFields.read(file, header, source.columns(), rows);
                long count = rows.end();
                connection.commit();
                return new StagedFile(file, count, 0, "");
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException refused) {
            return refused(connection, file, refused);
        } catch (IOException unreadable) {
            if (unreadable.getCause() instanceof SQLException refused) {
                return refused(connection, file, refused);
            }
            connection.rollback();
            return new StagedFile(file, 0, 0, String.valueOf(unreadable.getMessage()));
        }
    }

    /** A file that holds a row which is not as declared, unless the server itself is to blame. */
    private static StagedFile refused(Connection connection, DayFile file, SQLException refusal) throws SQLException {
        if (PostgresErrors.isServerGone(refusal) || connection.isClosed()) {
            throw refusal;
        }
        connection.rollback();
        return new StagedFile(file, 0, 1, PostgresErrors.text(refusal));
    }

    /** Makes a running copy fail soon; from any thread. */
    void cancel() {
        cancelled = true;
        for (Connection connection : open) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException alreadyClosed) {
                LOG.debug("nothing to cancel", alreadyClosed);
            }
        }
    }
}
