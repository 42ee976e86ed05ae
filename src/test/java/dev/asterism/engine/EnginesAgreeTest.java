package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same day files and models give the same stars on DuckDB and PostgreSQL, row for row. */
class EnginesAgreeTest {
    private static final Path REAL_LAKE = Path.of("../shared/data/lake");

    private static final List<String> GENERATED = List.of(
            "SELECT * FROM time.day ORDER BY day_id",
            "SELECT * FROM time.duration ORDER BY duration_id",
            "SELECT * FROM time.hour_of_day ORDER BY hour_of_day_id");

    @TempDir
    Path folder;

    @Test
    void theSampleDaysGiveTheSameStars() {
        Workbench duckDb = onDuckDb().copySampleDays();

        assertSameStars(duckDb);
    }

    @Test
    void realDaysGiveTheSameStars() {
        Assumptions.assumeTrue(Files.isDirectory(REAL_LAKE), "the real days are not here");

        assertSameStars(onDuckDb().withLake(REAL_LAKE));
    }

    private Workbench onDuckDb() {
        return Workbench.empty(folder, new DuckDbWarehouses(folder).fresh()).copyShippedPipelines();
    }

    private void assertSameStars(Workbench duckDb) {
        Workbench postgres = duckDb.withWarehouse(new PostgresWarehouses(folder).fresh());
        duckDb.run().withoutProblems();
        postgres.run().withoutProblems();

        Map<String, List<String>> expected = StarContents.of(duckDb);
        Map<String, List<String>> actual = StarContents.of(postgres);
        assertThat(actual.keySet()).isEqualTo(expected.keySet()).hasSize(3);
        expected.forEach(
                (fact, rows) -> assertThat(actual.get(fact)).as(fact).containsExactlyInAnyOrderElementsOf(rows));
        for (String query : GENERATED) {
            assertThat(postgres.rows(query)).as(query).isNotEmpty().isEqualTo(duckDb.rows(query));
        }
    }
}
