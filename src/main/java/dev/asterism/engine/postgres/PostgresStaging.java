package dev.asterism.engine.postgres;

import dev.asterism.engine.BatchBuild.StagedFile;
import dev.asterism.engine.sql.SqlNames;
import dev.asterism.lake.Column;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFiles;
import dev.asterism.model.SourceModel;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
import org.postgresql.copy.CopyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies day files into an unlogged table, several at once, each in a transaction of its own: decompressed here and
 * streamed, so that memory does not depend on their size. The server holds every row against the declared types; a file
 * with a row that is not as declared stays out as a whole.
 */
final class PostgresStaging {
    /** Where staged rows live until the batch is published. */
    static final String SCHEMA = "asterism_staging";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStaging.class);

    private static final String FILE_DAY = "asterism.file_day";
    private static final int BUFFER_BYTES = 1 << 16;

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
        return SCHEMA + "." + SqlNames.quoted(source.name().toString());
    }

    /** Creates the table for the rows of a source; columns of the files that the source does not know get a place too. */
    static List<String> create(SourceModel source, Collection<List<String>> headers) {
        Set<String> declared = source.columns().stream().map(Column::name).collect(Collectors.toSet());
        Set<String> unknown = new LinkedHashSet<>();
        headers.forEach(unknown::addAll);
        unknown.removeAll(declared);
        List<String> definitions = new ArrayList<>();
        for (Column column : source.columns()) {
            String check = column.name().equals(source.day())
                    ? " CHECK (%s = current_setting('%s')::%s)"
                            .formatted(SqlNames.quoted(column.name()), FILE_DAY, PostgresTypes.name(column.type()))
                    : "";
            definitions.add(SqlNames.quoted(column.name()) + " " + PostgresTypes.name(column.type())
                    + (column.nullable() ? "" : " NOT NULL") + check);
        }
        unknown.forEach(column -> definitions.add(SqlNames.quoted(column) + " text"));
        return List.of(
                "DROP TABLE IF EXISTS " + table(source),
                "CREATE UNLOGGED TABLE %s (%s)".formatted(table(source), String.join(", ", definitions)));
    }

    static String copy(SourceModel source, List<String> header) {
        return "COPY %s (%s) FROM STDIN WITH (FORMAT csv, HEADER, DELIMITER E'\\t', NULL '', QUOTE '\"', FORCE_NULL (%s), ENCODING 'UTF8')"
                .formatted(table(source), SqlNames.quoted(header), SqlNames.quoted(header));
    }

    /** Copies the files; gives what became of each. */
    List<StagedFile> copy(SourceModel source, Map<DayFile, List<String>> headers) throws SQLException {
        Queue<DayFile> waiting = new ConcurrentLinkedQueue<>(headers.keySet());
        Queue<StagedFile> done = new ConcurrentLinkedQueue<>();
        int workers = Math.max(1, Math.min(threads, headers.size()));
        ExecutorService executor = Executors.newFixedThreadPool(workers, runnable -> {
            Thread thread = new Thread(runnable, "copy");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> futures = Stream.generate(() -> executor.submit(() -> {
                        work(source, headers, waiting, done);
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

    private void work(
            SourceModel source, Map<DayFile, List<String>> headers, Queue<DayFile> waiting, Queue<StagedFile> done)
            throws SQLException {
        try (Connection connection = address.connect("asterism copy")) {
            open.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET synchronous_commit = off");
                statement.execute("SET client_connection_check_interval = '1s'");
            }
            connection.setAutoCommit(false);
            for (DayFile file = waiting.poll(); file != null; file = waiting.poll()) {
                if (cancelled) {
                    throw new SQLException("The work was cancelled.");
                }
                done.add(copy(connection, source, file, headers.getOrDefault(file, List.of())));
            }
        }
    }

    private static StagedFile copy(Connection connection, SourceModel source, DayFile file, List<String> header)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                InputStream content = DayFiles.content(file)) {
            statement.execute("SET LOCAL " + FILE_DAY + " = '" + file.day().id() + "'");
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            long rows = copies.copyIn(copy(source, header), content, BUFFER_BYTES);
            connection.commit();
            return new StagedFile(file, rows, 0, "");
        } catch (IOException damaged) {
            connection.rollback();
            return new StagedFile(file, 0, 0, String.valueOf(damaged.getMessage()));
        } catch (SQLException refused) {
            if (PostgresErrors.isServerGone(refused) || connection.isClosed()) {
                throw refused;
            }
            connection.rollback();
            return new StagedFile(file, 0, 1, PostgresErrors.text(refused));
        }
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
