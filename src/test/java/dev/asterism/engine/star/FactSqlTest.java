package dev.asterism.engine.star;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.duckdb.DuckDbDescriber;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Pipelines;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.CalendarRange;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FactSqlTest {
    private static final Day DAY_1 = Day.of(2018, 4, 1);
    private static final Day DAY_2 = Day.of(2018, 4, 2);
    private static final Day DAY_3 = Day.of(2018, 4, 3);
    private static final Day DAY_4 = Day.of(2018, 4, 4);

    private static FactSql activity(Day... days) {
        ModelGraph graph = Pipelines.load(Path.of("pipelines")).graph();
        FactModel fact = graph.ofType(FactModel.class).stream()
                .filter(model -> model.name().toString().equals("gh_dim.repo_activity"))
                .findFirst()
                .orElseThrow();
        BuildContext context = new BuildContext(
                graph, DuckDbDescriber.describe(graph), new CalendarRange(days[0], days[days.length - 1]));
        return new FactSql(new Relations(context, SourceModel::toString), fact, new TreeSet<>(List.of(days)));
    }

    private static List<String> daysInDoubt(FactSql sql) {
        return sql.grain("t").doubts().stream()
                .map(doubt -> doubt.replaceAll("(?s).*BETWEEN (\\d+) AND (\\d+).*", "$1 to $2"))
                .toList();
    }

    @Test
    void grainsAreCountedOverAQuarterOfAMillionRowsAtATime() {
        FactSql sql = activity(DAY_1, DAY_2, DAY_3, DAY_4)
                .inPortions(
                        new TreeMap<>(Map.of(DAY_1, 150_000L, DAY_2, 125_000L, DAY_3, 125_000L, DAY_4, 7_000_000L)));

        assertThat(daysInDoubt(sql))
                .containsExactly("20180401 to 20180401", "20180402 to 20180403", "20180404 to 20180404");
    }

    @Test
    void combinationsOfASingleDayAreCountedWithoutTheDay() {
        assertThat(activity(DAY_1).grain("t").doubts())
                .singleElement()
                .asString()
                .contains("SELECT DISTINCT \"repo_fk\" FROM");
        assertThat(activity(DAY_1, DAY_2).grain("t").doubts())
                .singleElement()
                .asString()
                .contains("SELECT DISTINCT \"day_fk\", \"repo_fk\" FROM");
    }

    @Test
    void daysWithoutRowsAreAskedForWithTheOthers() {
        FactSql sql = activity(DAY_1, DAY_2, DAY_3).inPortions(new TreeMap<>(Map.of(DAY_2, 250_000L)));

        assertThat(daysInDoubt(sql)).containsExactly("20180401 to 20180403");
    }

    @Test
    void whatIsFoundInDoubtIsLookedForOnAllDays() {
        FactSql sql = activity(DAY_1, DAY_2).inPortions(new TreeMap<>(Map.of(DAY_1, 1_000_000L, DAY_2, 1_000_000L)));

        assertThat(sql.grain("t").sql()).contains("BETWEEN 20180401 AND 20180402");
    }

    @Test
    void totalsOfOneTableAreAskedForInOnePass() {
        List<FactSql.Proof> proofs = activity(DAY_1, DAY_2).reconciliations();

        assertThat(proofs)
                .hasSize(3)
                .allMatch(proof -> proof.doubts().equals(proofs.get(0).doubts()));
        assertThat(proofs.get(0).doubts()).singleElement().asString().contains("total_2");
    }

    @Test
    void idsBetweenTheEndsOfTwoMonthsAreNoDays() throws SQLException {
        FactSql sql = activity(Day.of(2018, 4, 30), Day.of(2018, 5, 1));
        String doubt = sql.references("gh_dim.repo_activity").stream()
                .filter(proof -> proof.subject().equals("day_fk"))
                .map(proof -> proof.doubts().get(0))
                .findFirst()
                .orElseThrow();

        try (SqlSession session = new SqlSession(DriverManager.getConnection("jdbc:duckdb:"))) {
            session.execute("CREATE SCHEMA time");
            session.execute("CREATE TABLE time.day AS SELECT unnest([20180430, 20180500]) AS day_id");
            assertThat(session.query(doubt, row -> row.getLong(1))).containsExactly(1L);
            session.execute("INSERT INTO time.day VALUES (20180501)");
            assertThat(session.query(doubt, row -> row.getLong(1))).containsExactly(0L);
        }
    }
}
