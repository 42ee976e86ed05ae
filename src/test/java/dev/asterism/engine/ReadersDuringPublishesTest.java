package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.PostgresDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Who reads while a batch is published sees the stars before it or after it, never between, and is never in the way. The
 * long form: {@code -Dasterism.test.publishes=200}.
 */
class ReadersDuringPublishesTest extends EngineContract {
    private static final int PUBLISHES = Integer.getInteger("asterism.test.publishes", 25);
    private static final int PUBLISHES_PER_CHANGE_OF_THE_VIEW = 10;
    private static final int FIRST_MARK = 1000;

    /** The downloads of the two days that every publish rewrites: by both facts, and by the data set. */
    private static final String QUERY = """
            SELECT count(*), min(counted), max(counted), min(active), max(active),
              (SELECT min("Downloads") FROM pp_dim.python_project_activity_data_set
               WHERE "Project" = 'marked' AND "Day" < DATE '2018-04-03')
            FROM (
                SELECT day_fk, sum(number_of_downloads) AS counted
                FROM pypi_dim.download_counts
                  JOIN pypi_dim.project_version ON project_version_id = project_version_fk
                  JOIN pypi_dim.project ON project_id = project_fk
                WHERE project_name = 'marked'
                GROUP BY day_fk
              ) AS counts
              FULL JOIN (
                SELECT day_fk, sum(number_of_downloads) AS active
                FROM pp_dim.python_project_activity
                  JOIN pypi_dim.project ON project_id = project_fk
                WHERE project_name = 'marked'
                GROUP BY day_fk
              ) AS activity USING (day_fk)
            """;

    ReadersDuringPublishesTest() {
        super(PostgresWarehouses::new);
    }

    /** What a reader saw: how often, which states, and what should not have been. */
    private record Seen(int queries, Set<Integer> states, List<String> faults) {}

    private static Seen readUntil(AtomicBoolean done, PostgresDatabase database) throws SQLException {
        int queries = 0;
        Set<Integer> states = new TreeSet<>();
        List<String> faults = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            while (!done.get() && faults.isEmpty()) {
                try (ResultSet row = statement.executeQuery(QUERY)) {
                    row.next();
                    int mark = row.getInt(2);
                    states.add(mark);
                    for (int column = 2; column <= 6; column++) {
                        if (row.getInt(1) != 2 || row.getInt(column) != mark) {
                            faults.add("mixed: %s days, %s to %s, %s to %s, %s"
                                    .formatted(
                                            row.getString(1),
                                            row.getString(2),
                                            row.getString(3),
                                            row.getString(4),
                                            row.getString(5),
                                            row.getString(6)));
                        }
                    }
                } catch (SQLException failure) {
                    faults.add(failure.getSQLState() + " " + failure.getMessage());
                }
                queries++;
            }
        }
        return new Seen(queries, states, faults);
    }

    /** Writes the same number of downloads into two days, in one row of the one and two of the other. */
    private static void mark(Workbench bench, int publish) {
        int mark = FIRST_MARK + publish;
        bench.downloads("2018-04-01", "marked|1.0|3.6|pip|" + mark, "flask|1.0|3.6|pip|10");
        bench.downloads("2018-04-02", "marked|1.0|3.6|pip|" + (mark - 1), "marked|%s|2.7|pip|1".formatted(publish));
    }

    @Test
    void readersSeeEveryBatchAsAWholeAndAreNeverRefused() throws Exception {
        Workbench bench = threeDays();
        PostgresDatabase owner = ((PostgresWarehouses) warehouses()).database(bench.warehouseUrl());
        ExecutorService executor = Executors.newFixedThreadPool(2);
        AtomicBoolean done = new AtomicBoolean();
        try (AnalystRole role = new AnalystRole(owner)) {
            mark(bench, 0);
            assertThat(role.build(bench).problems()).isEmpty();
            List<Future<Seen>> readers = new ArrayList<>();
            for (PostgresDatabase database : List.of(role.database(), owner)) {
                Callable<Seen> reader = () -> readUntil(done, database);
                readers.add(executor.submit(reader));
            }

            for (int publish = 1; publish <= PUBLISHES; publish++) {
                mark(bench, publish);
                if (publish % PUBLISHES_PER_CHANGE_OF_THE_VIEW == 0) {
                    bench.restore("python_projects/python_project_activity_data_set")
                            .edit(
                                    "python_projects/python_project_activity_data_set",
                                    "_date AS \"Day\",",
                                    "_date AS \"Day\", %s AS \"Publish\",".formatted(publish));
                }
                assertThat(role.build(bench).problems()).isEmpty();
            }
            done.set(true);

            for (Future<Seen> reader : readers) {
                Seen seen = reader.get();
                assertThat(seen.faults()).isEmpty();
                assertThat(seen.states())
                        .allMatch(state -> state >= FIRST_MARK && state <= FIRST_MARK + PUBLISHES)
                        .hasSizeGreaterThan(PUBLISHES / 2);
                System.out.printf(
                        "%s publishes, %s queries, %s states seen%n",
                        PUBLISHES, seen.queries(), seen.states().size());
            }
        } finally {
            done.set(true);
            executor.shutdownNow();
        }
    }

    @Test
    void aTableWhoseColumnsChangeIsSeenAsItWasUntilItsRowsAreThere() throws Exception {
        Workbench bench = threeDays();
        PostgresDatabase owner = ((PostgresWarehouses) warehouses()).database(bench.warehouseUrl());
        try (AnalystRole role = new AnalystRole(owner)) {
            assertThat(role.build(bench).problems()).isEmpty();
            bench.edit(
                    "github/repo_activity",
                    "  number_of_forks,\n",
                    "  number_of_forks, number_of_forks + 1 AS more,\n");
            bench.downloads("2018-04-01", "flask|1.0|3.6|pip|11");
            List<String> seen = new ArrayList<>();

            role.build(bench, (session, event) -> {
                if (event.equals("started batch 1")) {
                    seen.add("started");
                }
                if (event.startsWith("staged ") && seen.size() == 1) {
                    seen.addAll(columnsAndRows(role.database()));
                }
            });

            assertThat(seen).containsExactly("started", "columns: 0", "rows: 7", "view: 6");
            assertThat(columnsAndRows(role.database())).containsExactly("columns: 1", "rows: 5", "view: 5");
        }
    }

    private static List<String> columnsAndRows(PostgresDatabase database) {
        try {
            return List.of(
                    "columns: "
                            + database.value("SELECT count(*) FROM pg_attribute"
                                    + " WHERE attrelid = 'gh_dim.repo_activity'::regclass AND attname = 'more'"),
                    "rows: " + database.value("SELECT count(*) FROM pypi_dim.download_counts"),
                    "view: " + database.value("SELECT count(*) FROM pp_dim.python_project_activity_data_set"));
        } catch (SQLException failure) {
            return List.of(String.valueOf(failure.getMessage()));
        }
    }
}
