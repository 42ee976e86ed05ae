package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.asterism.InputException;
import dev.asterism.run.Engines;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A query reads the stars and can do nothing else. */
abstract class QueryContract extends EngineContract {
    private static final List<String> NO_QUERIES = List.of(
            "INSERT INTO pypi_dim.installer VALUES (99, 'x')",
            "UPDATE pypi_dim.installer SET installer_name = 'x'",
            "DELETE FROM pypi_dim.installer",
            "TRUNCATE pypi_dim.installer",
            "MERGE INTO pypi_dim.installer USING (SELECT 1 AS i) AS n ON n.i = installer_id"
                    + " WHEN MATCHED THEN DELETE",
            "CREATE TABLE pypi_dim.x (i integer)",
            "CREATE TABLE pypi_dim.x AS SELECT 1 AS i",
            "CREATE TEMP TABLE x (i integer)",
            "CREATE VIEW pypi_dim.x AS SELECT 1 AS i",
            "CREATE SCHEMA x",
            "DROP TABLE pypi_dim.installer",
            "DROP SCHEMA pypi_dim CASCADE",
            "ALTER TABLE pypi_dim.installer ADD COLUMN x integer",
            "COMMENT ON TABLE pypi_dim.installer IS 'x'",
            "SELECT * INTO pypi_dim.x FROM pypi_dim.installer",
            "COPY pypi_dim.installer TO '/tmp/installer.csv'",
            "COPY pypi_dim.installer FROM '/etc/passwd'",
            "WITH x AS (INSERT INTO pypi_dim.installer VALUES (99, 'x') RETURNING *) SELECT * FROM x",
            "WITH x AS (DELETE FROM pypi_dim.installer RETURNING *) SELECT * FROM x",
            "with x as (update pypi_dim.installer set installer_name = 'x' returning *) select * from x",
            "EXPLAIN ANALYZE INSERT INTO pypi_dim.installer VALUES (99, 'x')",
            "EXPLAIN ANALYZE DELETE FROM pypi_dim.installer",
            "explain analyze update pypi_dim.installer set installer_name = 'x'",
            "/* SELECT */ DELETE FROM pypi_dim.installer",
            "-- SELECT\nDELETE FROM pypi_dim.installer",
            "SELECT 1; DELETE FROM pypi_dim.installer",
            "SELECT 1; SELECT 2",
            "SELECT 1;; DROP TABLE pypi_dim.installer;",
            "EXPLAIN SELECT 1; DELETE FROM pypi_dim.installer",
            "BEGIN",
            "COMMIT",
            "COMMIT; DELETE FROM pypi_dim.installer",
            "ROLLBACK",
            "SET search_path = x",
            "RESET search_path",
            "PREPARE x AS DELETE FROM pypi_dim.installer",
            "EXECUTE x",
            "CALL x()",
            "VACUUM",
            "ANALYZE",
            "CHECKPOINT",
            "LOAD 'x'",
            "DELETE FROM asterism.build_state",
            "",
            " \n ",
            ";",
            "-- nothing",
            "nonsense");

    private static final List<String> QUERIES_THAT_GIVE_FOUR = List.of(
            "SELECT count(*) FROM pypi_dim.installer",
            "select count(*) from pypi_dim.installer;",
            "SELECT count(*) FROM pypi_dim.installer; -- all of them",
            "/* all of them */ SELECT count(*) FROM pypi_dim.installer",
            "-- all of them\nSELECT count(*) FROM pypi_dim.installer\n;\n",
            "(SELECT count(*) FROM pypi_dim.installer)",
            "WITH x AS (SELECT * FROM pypi_dim.installer) SELECT count(*) FROM x",
            "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < 4) SELECT max(n) FROM x",
            "VALUES (4)",
            "SELECT 4 WHERE ';' <> 'DELETE' AND '--' = '--'",
            "SELECT \"DELETE\" FROM (SELECT 4 AS \"DELETE\") AS \"x;y\"",
            "SELECT count(*) FROM pypi_dim.installer UNION SELECT 4",
            "SELECT count(*) FROM generate_series(1, 4) AS series(n)");

    private static final List<String> QUERIES_THAT_CANNOT_RUN = List.of(
            "SELECT nope FROM pypi_dim.installer",
            "SELECT * FROM pypi_dim.nope",
            "SELEC 1",
            "SELECT 'open",
            "SELECT 1 +",
            "SELECT CAST('x' AS integer)",
            "SELECT CAST(installer_name AS integer) FROM pypi_dim.installer");

    private Workbench bench;

    QueryContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    @BeforeEach
    void build() {
        bench = threeDays();
        bench.run().withoutProblems();
    }

    final Workbench bench() {
        return bench;
    }

    @Test
    void whatIsNoQueryIsRefusedAndChangesNothing() {
        Map<String, List<String>> before = StarContents.of(bench);

        for (String sql : NO_QUERIES) {
            assertThatExceptionOfType(InputException.class).as(sql).isThrownBy(() -> bench.query(sql));
            assertThat(bench.rows("SELECT count(*) FROM pypi_dim.installer"))
                    .as(sql)
                    .containsExactly("4");
        }

        assertThat(StarContents.of(bench)).isEqualTo(before);
        assertThat(bench.rows("SELECT * FROM pypi_dim.installer ORDER BY 1"))
                .containsExactly("-1|Unknown installer", "1|bandersnatch", "2|conda", "3|pip");
        assertThat(bench.rows("SELECT table_name FROM information_schema.tables WHERE table_name = 'x'"))
                .isEmpty();
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aQueryGivesItsRows() {
        for (String sql : QUERIES_THAT_GIVE_FOUR) {
            assertThat(bench.rows(sql)).as(sql).containsExactly("4");
        }
    }

    @Test
    void aPlanOfExecutionCanBeSeen() {
        assertThat(bench.rows("EXPLAIN SELECT count(*) FROM pypi_dim.installer"))
                .isNotEmpty();
        assertThat(bench.rows("EXPLAIN ANALYZE SELECT count(*) FROM pypi_dim.installer"))
                .isNotEmpty();
    }

    @Test
    void theTablesCanBeListed() {
        assertThat(bench.rows("""
                SELECT table_name FROM information_schema.tables WHERE table_schema = 'pypi_dim' ORDER BY 1
                """))
                .containsExactly("download_counts", "installer", "project", "project_version", "python_version");
    }

    @Test
    void showTablesListsStarsAndViewsAndNothingOfTheBuilder() {
        List<String> tables = bench.rows("SHOW TABLES");

        assertThat(tables)
                .contains("pypi_dim|installer|table", "time|day|table")
                .anyMatch(line -> line.endsWith("|view"))
                .noneMatch(line -> line.startsWith("asterism"))
                .isEqualTo(bench.rows(" show all tables; "));
    }

    @Test
    void columnsKeepTheirNamesAndOrderEvenWhereTwoAreEqual() {
        try (WarehouseReader engine = Engines.forReading(bench.settings());
                QueryResult result = engine.query("SELECT 1 AS b, 'x' AS a, 2.5 AS \"A b\", 1 AS a")) {
            assertThat(result.columns()).containsExactly("b", "a", "A b", "a");
            assertThat(List.of(result.isNumeric(0), result.isNumeric(1), result.isNumeric(2), result.isNumeric(3)))
                    .containsExactly(true, false, true, true);
        }
    }

    @Test
    void valuesKeepTheirTypes() {
        List<@Nullable Object> values = bench.query("""
                SELECT CAST(1 AS integer), CAST(2 AS bigint), CAST(3 AS smallint), CAST(1.50 AS numeric(5, 2)),
                  CAST(2.5 AS double precision), TRUE, DATE '2018-04-10', TIMESTAMP '2018-04-10 12:30:00', 'text',
                  CAST(NULL AS integer)
                """).get(0);

        assertThat(values.subList(0, 3))
                .allSatisfy(value -> assertThat(value).isInstanceOfAny(Integer.class, Long.class));
        assertThat(values)
                .extracting(String::valueOf)
                .containsExactly(
                        "1", "2", "3", "1.50", "2.5", "true", "2018-04-10", "2018-04-10T12:30", "text", "null");
        assertThat(values.subList(3, 10))
                .containsExactly(
                        new BigDecimal("1.50"),
                        2.5,
                        true,
                        LocalDate.of(2018, 4, 10),
                        LocalDateTime.of(2018, 4, 10, 12, 30),
                        "text",
                        null);
    }

    @Test
    void aQueryThatCannotRunSaysSo() {
        for (String sql : QUERIES_THAT_CANNOT_RUN) {
            assertThatExceptionOfType(InputException.class)
                    .as(sql)
                    .isThrownBy(() -> bench.query(sql))
                    .withMessageNotContaining("Exception:");
        }
    }

    @Test
    void manyRowsComeOneByOne() {
        try (WarehouseReader engine = Engines.forReading(bench.settings());
                QueryResult result = engine.query("SELECT n FROM generate_series(1, 3000000) AS series(n)")) {
            long rows = 0;
            while (result.next()) {
                rows++;
            }
            assertThat(rows).isEqualTo(3_000_000);
        }
    }
}
