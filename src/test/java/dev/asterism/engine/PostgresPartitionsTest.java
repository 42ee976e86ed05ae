package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of a fact are kept in partitions that suit how its days came. */
class PostgresPartitionsTest extends EngineContract {
    private static final String FACT = "pypi_dim.download_counts";

    PostgresPartitionsTest() {
        super(PostgresWarehouses::new);
    }

    private static void addDay(Workbench bench, String day) {
        String number = day.substring(8);
        bench.downloads(day, "flask|1.0|3.6|pip|1" + number, "django|2." + number + "||pip|5");
        bench.activity(day, "pallets|flask|1|2|3");
    }

    private static void run(Workbench bench, String... days) {
        for (String day : days) {
            addDay(bench, day);
        }
        bench.run().withoutProblems();
    }

    private static void oneByOne(Workbench bench, int firstOfMarch, int lastOfMarch) {
        for (int day = firstOfMarch; day <= lastOfMarch; day++) {
            run(bench, String.format(Locale.ROOT, "2018-03-%02d", day));
        }
    }

    /** The ranges of days, in their order. */
    private static List<String> partitions(Workbench bench) throws SQLException {
        return ask(bench, """
            SELECT regexp_replace(pg_get_expr(c.relpartbound, c.oid), '[^0-9 ]', '', 'g')
            FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid
            WHERE inhparent = CAST('%s' AS regclass)
            ORDER BY 1""".formatted(FACT)).stream()
                .map(bounds -> bounds.strip().replaceAll(" +", " to before "))
                .toList();
    }

    /** What is declared of each partition: how many indexes and foreign keys, all of them valid. */
    private static List<String> declarations(Workbench bench) throws SQLException {
        return ask(bench, """
            SELECT DISTINCT
              (SELECT count(*) FROM pg_index WHERE indrelid = inhrelid AND indisvalid) || ' indexes, '
              || (SELECT count(*) FROM pg_constraint WHERE conrelid = inhrelid AND contype = 'f' AND convalidated)
              || ' foreign keys, '
              || (SELECT count(*) FROM pg_constraint WHERE conrelid = inhrelid AND contype = 'c')
              || ' checks'
            FROM pg_inherits WHERE inhparent = CAST('%s' AS regclass)""".formatted(FACT));
    }

    private static List<String> ask(Workbench bench, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(bench.warehouseUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    @Test
    void daysThatAreBuiltTogetherShareAPartitionWithinTheirMonth() throws SQLException {
        Workbench bench = withoutDays();

        run(bench, "2018-02-27", "2018-02-28", "2018-03-01", "2018-03-03");

        assertThat(partitions(bench)).containsExactly("20180227 to before 20180301", "20180301 to before 20180304");
        assertSameAsFromScratch(bench);
    }

    @Test
    void daysThatComeOneByOneHaveAPartitionEachUntilTheirMonthIsOver() throws SQLException {
        Workbench bench = withoutDays();
        oneByOne(bench, 25, 31);
        assertThat(partitions(bench))
                .hasSize(7)
                .startsWith("20180325 to before 20180326", "20180326 to before 20180327")
                .endsWith("20180331 to before 20180401");

        run(bench, "2018-04-01");

        assertThat(partitions(bench)).containsExactly("20180325 to before 20180401", "20180401 to before 20180402");
        assertThat(declarations(bench)).containsExactly("2 indexes, 4 foreign keys, 0 checks");
        assertSameAsFromScratch(bench);
    }

    @Test
    void aDayThatComesLateFindsItsPlace() throws SQLException {
        Workbench bench = withoutDays();
        run(bench, "2018-03-01", "2018-03-03", "2018-03-08");

        run(bench, "2018-02-28", "2018-03-02", "2018-03-09");

        assertThat(partitions(bench))
                .containsExactly(
                        "20180228 to before 20180301", "20180301 to before 20180309", "20180309 to before 20180310");
        assertSameAsFromScratch(bench);
    }

    @Test
    void aMonthThatWasMergedIsMergedAgainWhenManyDaysAroundItHaveCome() throws SQLException {
        Workbench bench = withoutDays();
        oneByOne(bench, 10, 16);
        run(bench, "2018-04-01");
        assertThat(partitions(bench)).containsExactly("20180310 to before 20180317", "20180401 to before 20180402");

        run(bench, "2018-03-09");
        oneByOne(bench, 20, 25);

        assertThat(partitions(bench))
                .containsExactly(
                        "20180309 to before 20180325", "20180325 to before 20180326", "20180401 to before 20180402");
        assertThat(declarations(bench)).containsExactly("2 indexes, 4 foreign keys, 0 checks");
        assertSameAsFromScratch(bench);
    }

    @ParameterizedTest
    @ValueSource(strings = {FACT, "pypi_dim.installer"})
    void mergingGivesWayToAReaderAndIsDoneByALaterRun(String read) throws SQLException {
        Workbench bench = withoutDays();
        oneByOne(bench, 25, 31);
        try (Connection reader = DriverManager.getConnection(bench.warehouseUrl());
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM " + read);

            run(bench, "2018-04-01");

            assertThat(partitions(bench)).hasSize(8);
            statement.execute("SELECT count(*) FROM " + FACT);
            assertSameAsFromScratch(bench);
        }
        run(bench, "2018-04-02");
        assertThat(partitions(bench)).hasSize(3).first().isEqualTo("20180325 to before 20180401");
        assertSameAsFromScratch(bench);
    }

    @Test
    void whatSomebodyBuiltOnAPartitionStaysAndTheRunIsWell() throws SQLException {
        Workbench bench = withoutDays();
        oneByOne(bench, 25, 31);
        try (Connection somebody = DriverManager.getConnection(bench.warehouseUrl());
                Statement statement = somebody.createStatement()) {
            statement.execute("CREATE SCHEMA mine");
            statement.execute(
                    "CREATE VIEW mine.last_day AS SELECT * FROM asterism_partitions.\"" + FACT + "_2018_03_31\"");
        }

        run(bench, "2018-04-01");

        assertThat(partitions(bench)).hasSize(8);
        assertThat(ask(bench, "SELECT count(*) FROM mine.last_day")).containsExactly("2");
        assertSameAsFromScratch(bench);
    }
}
