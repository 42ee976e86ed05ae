package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A warehouse on a server is computed in a file beside the lake, which is a cache and nothing more. */
class WorkshopTest extends EngineContract {
    WorkshopTest() {
        super(PostgresWarehouses::new);
    }

    private static Path workshop(Workbench bench) throws IOException {
        try (Stream<Path> files = Files.list(bench.lake())) {
            return files.filter(file -> file.getFileName().toString().matches("workshop-.*[.]duckdb"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private PostgresDatabase database(Workbench bench) {
        return ((PostgresWarehouses) warehouses()).database(bench.warehouseUrl());
    }

    private static void fourthDay(Workbench bench) {
        bench.downloads("2018-04-04", "flask|1.0|3.6|pip|40", "pandas|0.22|3.6|pip|3");
        bench.activity("2018-04-04", "pandas|pandas|1|1|1");
    }

    @Test
    void aWorkshopThatIsDeletedFetchesWhatItLacksAndSaysSo() throws IOException {
        Workbench bench = threeDays();
        assertThat(bench.run().withoutProblems().heard().notices()).isEmpty();
        Map<String, String> keys = StarContents.keys(bench);
        Files.delete(workshop(bench));
        fourthDay(bench);

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.heard().notices())
                .singleElement()
                .asString()
                .contains("differed from the warehouse", "pypi_dim.project (3 rows)", "gh_dim.repo (4 rows)");
        assertThat(StarContents.keys(bench)).containsAllEntriesOf(keys);
        assertSameAsFromScratch(bench);
        assertThat(bench.run().heard().notices()).isEmpty();
    }

    @Test
    void aWorkshopThatIsDamagedIsMadeAnew() throws IOException {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        Files.writeString(workshop(bench), "not a database");
        fourthDay(bench);

        bench.run().withoutProblems();

        assertSameAsFromScratch(bench);
    }

    @Test
    void machinesThatBuildInTurnFetchOnlyWhatTheOtherAdded() {
        Workbench one = threeDays();
        one.run(Workbench.between("2018-04-01", "2018-04-02")).withoutProblems();
        Workbench other = one.withLake(folder.resolve("other machine")).threeDays();
        assertThat(other.run().withoutProblems().heard().notices())
                .singleElement()
                .asString()
                .contains("pypi_dim.project (2 rows)");

        fourthDay(one);
        assertThat(one.run().withoutProblems().heard().notices())
                .singleElement()
                .asString()
                .contains("pypi_dim.project (1 row)", "pypi_dim.installer (1 row)", "gh_dim.repo (1 row)")
                .doesNotContain("time.day");
        fourthDay(other);

        assertThat(other.plan()).isEmpty();
        assertSameAsFromScratch(one);
    }

    @Test
    void aWarehouseOfAnEarlierVersionIsCarriedOverWithItsKeys() throws IOException, SQLException {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        Map<String, String> keys = StarContents.keys(bench);
        database(bench).execute("DROP TABLE asterism.publication_change", "DROP TABLE asterism.publication");
        Files.delete(workshop(bench));
        assertThat(bench.plan()).isEmpty();
        fourthDay(bench);

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.heard().notices())
                .singleElement()
                .asString()
                .contains("an earlier version built; its members keep their keys");
        assertThat(run.published()).contains("pypi_dim.download_counts: 2018-04-04");
        assertThat(StarContents.keys(bench)).containsAllEntriesOf(keys);
        assertSameAsFromScratch(bench);
    }

    @Test
    void anOlderBackupOfTheServerIsFoundOutThoughItsNextPublicationHasTheSameNumber() {
        Workbench bench = threeDays();
        bench.run(Workbench.between("2018-04-01", "2018-04-01")).withoutProblems();
        String backup = warehouses().fresh();
        warehouses().copy(bench.warehouseUrl(), backup);
        bench.run(Workbench.between("2018-04-02", "2018-04-02")).withoutProblems();
        warehouses().copy(backup, bench.warehouseUrl());
        Workbench elsewhere = bench.withLake(folder.resolve("elsewhere"));
        elsewhere.threeDays();
        elsewhere.run(Workbench.between("2018-04-03", "2018-04-03")).withoutProblems();

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.heard().notices()).isNotEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aDimensionTableThatSomebodyDroppedIsFilledAgainWithOtherKeys() throws SQLException {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        database(bench)
                .execute(
                        "DROP TABLE pp_dim.python_project_activity CASCADE",
                        "DROP TABLE pypi_dim.download_counts CASCADE",
                        "DROP TABLE pypi_dim.installer CASCADE",
                        "DELETE FROM asterism.build_state WHERE table_name IN"
                                + " ('pypi_dim.installer', 'pypi_dim.download_counts', 'pp_dim.python_project_activity')");

        bench.run(Workbench.full()).withoutProblems();

        assertThat(bench.rows("SELECT min(installer_id) FROM pypi_dim.installer WHERE installer_id > 0"))
                .containsExactly("4");
        assertSameAsFromScratch(bench);
    }

    @Test
    void theWorkshopKeepsNoRowsOfFacts() throws IOException {
        Workbench bench = threeDays();
        bench.run().withoutProblems();

        List<String> tables = DuckDbWarehouses.tables(workshop(bench));

        assertThat(tables)
                .contains("pypi_dim.project", "time.day")
                .noneMatch(table -> table.contains("download_counts"));
    }

    @Test
    void aFactThatIsReadAndNotBuiltIsFetchedForItsDays() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.edit(
                "python_projects/python_project_activity", "sum(number_of_downloads)", "sum(number_of_downloads + 0)");

        bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertSameAsFromScratch(bench);
    }

    @Test
    void membersWithTextsThatAreTooLongForAnIndexArePublishedAndFound() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        String endless = "x".repeat(3_000)
                + Stream.iterate(7L, seed -> seed * 48271 % 2147483647)
                        .limit(2_000)
                        .map(Long::toHexString)
                        .reduce("", String::concat);
        bench.downloads("2018-04-04", endless + "|1.0|3.6|pip|40", "flask|1.0|" + endless + "|" + endless + "|1");

        bench.run().withoutProblems();
        bench.downloads("2018-04-05", endless + "|1.1|3.6|pip|40").run().withoutProblems();

        assertThat(bench.rows("SELECT count(*) FROM pypi_dim.project WHERE project_name = '" + endless + "'"))
                .containsExactly("1");
        assertSameAsFromScratch(bench);
    }
}
