package dev.asterism.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.engine.Shapes;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Pipelines;
import dev.asterism.model.TableName;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables {@code s.a} and {@code s.b} have days, {@code s.d} has none. The first column is to tell the day. */
class DayIndependenceTest {
    private static SqlSession session;

    @BeforeAll
    static void createTables() throws SQLException {
        session = new SqlSession(DriverManager.getConnection("jdbc:duckdb:"));
        session.execute(List.of(
                "CREATE SCHEMA s",
                "CREATE TABLE s.a (day integer, name text, n bigint, moment timestamp)",
                "CREATE TABLE s.b (day integer, name text, n bigint, moment timestamp)",
                "CREATE TABLE s.d (d_id integer, name text, valid_from integer, valid_to integer)"));
    }

    @AfterAll
    static void close() throws SQLException {
        session.close();
    }

    private static Optional<String> unproven(String sql, int dayPlace) throws SQLException {
        String plan = session.query(
                        "SELECT json_serialize_plan(CAST(? AS varchar))", List.of(sql), row -> row.getString(1))
                .get(0);
        Set<TableName> withDays = Set.of(new TableName("s", "a"), new TableName("s", "b"));
        DayIndependence proof =
                new DayIndependence(table -> withDays.contains(table) ? Optional.of("day") : Optional.empty());
        return proof.unproven(
                BoundPlan.parse(plan).orElseThrow(() -> new AssertionError("no plan of " + sql + ": " + plan)),
                dayPlace);
    }

    @Test
    void allShippedModelsAreProvenByThePlan() {
        ModelGraph graph = Pipelines.load(Path.of("pipelines")).graph();
        Shapes shapes = DuckDbDescriber.describe(graph);

        assertThat(graph.models().stream().flatMap(model -> shapes.unproven(model).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT day, name FROM s.a",
                "SELECT CAST(day AS bigint), name FROM s.a WHERE n > 3 ORDER BY n",
                "SELECT a.day, d_id FROM s.a AS a JOIN s.d AS d ON d.name = a.name",
                "SELECT a.day, coalesce(d_id, -1) FROM s.a AS a LEFT JOIN s.d AS d ON d.name = a.name",
                "SELECT a.day, d_id FROM s.a AS a JOIN s.d AS d ON d.name = a.name AND a.day BETWEEN valid_from AND valid_to",
                "SELECT day, count(*), sum(n) FROM s.a GROUP BY day",
                "SELECT day, name, sum(n) FROM s.a GROUP BY ALL HAVING sum(n) > 3",
                "SELECT day, name, sum(n) FROM s.a GROUP BY GROUPING SETS ((day), (day, name))",
                "SELECT DISTINCT day, name FROM s.a",
                "SELECT DISTINCT ON (day, name) day, name, n FROM s.a ORDER BY n",
                "SELECT day, row_number() OVER (PARTITION BY name, day ORDER BY n) FROM s.a",
                "SELECT day, n FROM s.a QUALIFY row_number() OVER (PARTITION BY day ORDER BY n) = 1",
                "SELECT a.day, b.n FROM s.a AS a JOIN s.b AS b ON a.day = b.day AND a.name = b.name",
                "SELECT b.day, b.n FROM s.a AS a, s.b AS b WHERE a.day = b.day AND a.name < b.name",
                "SELECT day, a.n, b.n FROM s.a AS a JOIN s.b AS b USING (day, name)",
                "SELECT day, a.n, b.n FROM s.a AS a FULL JOIN s.b AS b USING (day, name)",
                "SELECT coalesce(a.day, b.day), a.n FROM s.a AS a FULL JOIN s.b AS b ON a.day = b.day AND a.name = b.name",
                "SELECT a.day, b.n FROM s.a AS a LEFT JOIN s.b AS b ON b.day = a.day AND b.n > a.n",
                "SELECT a.day, x.n FROM s.a AS a LEFT JOIN (SELECT day, sum(n) AS n FROM s.b GROUP BY day) AS x ON x.day = a.day",
                "SELECT a.day FROM s.a AS a WHERE EXISTS (SELECT 1 FROM s.b AS b WHERE b.day = a.day AND b.name = a.name)",
                "SELECT a.day FROM s.a AS a WHERE NOT EXISTS (SELECT 1 FROM s.b AS b WHERE b.day = a.day AND b.name = a.name)",
                "SELECT day FROM s.a WHERE name IN (SELECT name FROM s.d)",
                "SELECT day FROM s.a WHERE name NOT IN (SELECT name FROM s.d)",
                "SELECT day FROM s.a WHERE (day, name) IN (SELECT day, name FROM s.b)",
                "SELECT a.day, (SELECT sum(b.n) FROM s.b AS b WHERE b.day = a.day) FROM s.a AS a",
                "SELECT a.day, n / (SELECT count(*) FROM s.d) FROM s.a AS a",
                "SELECT day, name FROM s.a UNION ALL SELECT day, name FROM s.b",
                "SELECT day, name FROM s.a UNION SELECT day, name FROM s.b",
                "SELECT day, name FROM s.a EXCEPT SELECT day, name FROM s.b",
                "WITH x AS (SELECT day, name FROM s.a) SELECT one.day FROM x AS one JOIN x AS other ON one.day = other.day",
                "SELECT day, unnest(string_split(name, ',')) FROM s.a",
                "SELECT a.day, d.name FROM s.a AS a CROSS JOIN s.d AS d",
                "SELECT a.day, g.i FROM s.a AS a, generate_series(1, 3) AS g(i)",
                "SELECT a.day FROM s.a AS a JOIN s.b AS b ON a.day = b.day JOIN s.b AS c ON c.day = b.day",
                "SELECT day FROM s.a WHERE n > (SELECT avg(d_id) FROM s.d)"
            })
    void whatLooksAtOneDayOnlyIsProven(String sql) throws SQLException {
        assertThat(unproven(sql, 0)).as(sql).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT day, lag(n) OVER (PARTITION BY name ORDER BY day) FROM s.a",
                "SELECT day, count(*) OVER () FROM s.a",
                "SELECT min(day), name, sum(n) FROM s.a GROUP BY name",
                "SELECT day, sum(n) FROM s.a GROUP BY ROLLUP (day)",
                "SELECT day, n / (SELECT sum(n) FROM s.a) FROM s.a",
                "SELECT a.day, b.n FROM s.a AS a JOIN s.b AS b ON a.name = b.name",
                "SELECT a.day, b.n FROM s.a AS a LEFT JOIN s.b AS b ON a.name = b.name",
                "SELECT a.day FROM s.a AS a WHERE NOT EXISTS (SELECT 1 FROM s.b AS b WHERE b.name = a.name)",
                "SELECT a.day FROM s.a AS a WHERE a.name IN (SELECT name FROM s.b)",
                "SELECT a.day, (SELECT sum(b.n) FROM s.b AS b WHERE b.name = a.name) FROM s.a AS a",
                "SELECT b.day, d.d_id FROM s.d AS d LEFT JOIN s.b AS b ON d.name = b.name",
                "SELECT day FROM s.a ORDER BY n LIMIT 3",
                "SELECT DISTINCT ON (name) day, name FROM s.a ORDER BY n",
                "SELECT day FROM s.a USING SAMPLE 10",
                "SELECT CAST(strftime(moment, '%Y%m%d') AS integer), n FROM s.a",
                "SELECT day + 1, n FROM s.a",
                "SELECT a.n, a.day FROM s.a AS a",
                "SELECT 20180401, name FROM s.d UNION ALL SELECT day, name FROM s.a",
                "SELECT name FROM s.a EXCEPT SELECT name FROM s.b",
                "SELECT a.day FROM s.a AS a FULL JOIN s.b AS b ON a.day = b.day",
                "SELECT coalesce(a.day, 0) FROM s.a AS a FULL JOIN s.b AS b ON a.day = b.day",
                "SELECT a.day FROM s.a AS a, s.b AS b LEFT JOIN s.a AS c ON c.day = b.day",
                "SELECT a.day FROM s.a AS a CROSS JOIN s.b AS b LEFT JOIN s.a AS c ON c.day = a.day AND c.day = b.day",
                "SELECT a.day, x.name FROM s.a AS a JOIN (SELECT DISTINCT name FROM s.b) AS x ON x.name = a.name",
                "SELECT a.day FROM s.a AS a POSITIONAL JOIN s.b AS b",
                "WITH x AS (SELECT day, name FROM s.a) SELECT one.day FROM x AS one JOIN x AS other ON one.name = other.name",
                "WITH RECURSIVE r(day, i) AS (SELECT day, 1 FROM s.a UNION ALL SELECT day, i + 1 FROM r WHERE i < 3)"
                        + " SELECT day, i FROM r",
                "SELECT a.day FROM s.a AS a ASOF JOIN s.b AS b ON a.name = b.name AND a.day >= b.day",
                "SELECT a.day FROM s.a AS a JOIN s.b AS b ON a.day = b.day OR a.name = b.name",
                "SELECT a.day FROM s.a AS a JOIN s.b AS b ON a.day >= b.day"
            })
    void whatMayLookAtOtherDaysIsNotProven(String sql) throws SQLException {
        assertThat(unproven(sql, 0)).as(sql).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT name FROM s.a",
                "SELECT name FROM s.a GROUP BY name",
                "SELECT name FROM s.a UNION SELECT name FROM s.b",
                "SELECT x.name, d_id FROM (SELECT DISTINCT name FROM s.a) AS x JOIN s.d AS d ON d.name = x.name",
                "SELECT name FROM s.d UNION SELECT name FROM s.a"
            })
    void aSetOfMembersNeedsNoDay(String sql) throws SQLException {
        assertThat(unproven(sql, -1)).as(sql).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name, count(*) FROM s.a GROUP BY name",
                "SELECT name FROM s.a GROUP BY name HAVING count(*) > 2",
                "SELECT a.name FROM s.a AS a WHERE NOT EXISTS (SELECT 1 FROM s.b AS b WHERE b.name = a.name)",
                "SELECT a.name FROM s.a AS a JOIN s.b AS b ON b.name = a.name",
                "SELECT name FROM s.a EXCEPT SELECT name FROM s.b",
                "SELECT name FROM s.d EXCEPT SELECT name FROM s.b"
            })
    void aSetOfMembersThatDaysDecideTogetherIsNotProven(String sql) throws SQLException {
        assertThat(unproven(sql, -1)).as(sql).isPresent();
    }
}
