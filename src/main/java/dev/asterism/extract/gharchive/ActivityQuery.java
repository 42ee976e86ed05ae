package dev.asterism.extract.gharchive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.asterism.RunFailedException;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a day file of the files of its hours, in an embedded DuckDB of bounded memory: one day at a time, whoever else
 * asks has to wait. Thread-safe.
 */
final class ActivityQuery {
    /** With some 100 MB around it. A busy day has four million events, and what does not fit goes to disk. */
    private static final String MEMORY = "256MB";

    private static final int THREADS = 2;

    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile @Nullable Statement running;

    /**
     * What was written.
     *
     * @param counts see {@code counts.sql}
     */
    record Written(long rows, Map<String, Long> counts) {}

    /**
     * Writes the file.
     *
     * @param hours whole files
     * @param part the file to write
     * @param scratch a folder for the work
     */
    Written write(Day day, List<Path> hours, Path part, Path scratch) throws IOException, InterruptedException {
        oneAtATime.lockInterruptibly();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + scratch.resolve("events.duckdb"));
                Statement statement = connection.createStatement()) {
            running = statement;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (String setting : settings(day, hours, part, scratch)) {
                statement.execute(setting);
            }
            statement.execute(sql("event.sql"));
            Map<String, Long> counts = counts(statement);
            // With several threads the same rows could be compressed into other bytes.
            statement.execute("SET threads = 1");
            long rows = statement.executeLargeUpdate(sql("activity.sql"));
            return new Written(rows, counts);
        } catch (SQLException failure) {
            throw new RunFailedException(
                    "The hours of " + day + " could not be made into a day file (" + failure.getMessage()
                            + "). Expected files as GH Archive has them, and free disk space below "
                            + scratch.getParent()
                            + ". Check both, then download again.",
                    failure);
        } finally {
            running = null;
            oneAtATime.unlock();
        }
    }

    /** Makes a running query fail soon; called from another thread. */
    void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException itHasJustEnded) {
                // That is what was wanted.
            }
        }
    }

    private static List<String> settings(Day day, List<Path> hours, Path part, Path scratch) {
        return List.of(
                "SET memory_limit = '" + MEMORY + "'",
                "SET threads = " + THREADS,
                "SET temp_directory = " + literal(scratch.resolve("spill")),
                "SET autoinstall_known_extensions = false",
                "SET VARIABLE day_id = " + day.id(),
                "SET VARIABLE part = " + literal(part),
                hours.stream()
                        .map(ActivityQuery::literal)
                        .collect(Collectors.joining(", ", "SET VARIABLE hours = [", "]")));
    }

    private static Map<String, Long> counts(Statement statement) throws SQLException, IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (ResultSet row = statement.executeQuery(sql("counts.sql"))) {
            row.next();
            ResultSetMetaData columns = row.getMetaData();
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                counts.put(columns.getColumnLabel(column), row.getLong(column));
            }
        }
        return counts;
    }

    private static String literal(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    private static String sql(String resource) throws IOException {
        try (InputStream in = ActivityQuery.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the program");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
