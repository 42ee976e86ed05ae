package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.Settings;
import dev.asterism.run.Engines;
import dev.asterism.run.Inspection;
import dev.asterism.testing.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static final String PACKAGES = "registry/packages-v1.csv.gz";

    /** Attributes of packages, of which each day says what they are. */
    private Workbench withHistory(int type) {
        return emptyWorkbench()
                .copyShippedPipelines()
                .copyExample("history/type-" + type)
                .removeModel("time/duration")
                .removeModel("time/hour_of_day");
    }

    private static void packages(Workbench bench, String day, String... rows) {
        bench.rows(day, PACKAGES, List.of("day_id", "package", "licence", "number_of_downloads"), rows);
    }

    private static void refusePublications(PostgresDatabase database) throws SQLException {
        database.execute(
                """
                CREATE FUNCTION asterism.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'not today'; END $$""",
                "CREATE TRIGGER refuse BEFORE INSERT ON asterism.build_state"
                        + " FOR EACH STATEMENT EXECUTE FUNCTION asterism.refuse()");
    }

    private static void allowPublications(PostgresDatabase database) throws SQLException {
        database.execute("DROP FUNCTION asterism.refuse() CASCADE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aBatchThatTheServerDidNotTakeIsTakenBackInTheWorkshop(int type) throws SQLException {
        Workbench bench = withHistory(type);
        packages(bench, "2018-04-01", "flask|BSD|10", "django|BSD|1");
        bench.run().withoutProblems();
        packages(bench, "2018-04-02", "flask|MIT|20", "numpy|BSD|2");
        refusePublications(database(bench));

        assertThatThrownBy(bench::run)
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("Publishing the batch failed")
                .hasMessageContaining("not today");

        assertThat(bench.rows("SELECT count(*) FROM registry_dim.package_downloads"))
                .containsExactly("2");
        allowPublications(database(bench));
        packages(bench, "2018-04-02", "flask|GPL|20", "pandas|BSD|2");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
        assertThat(bench.rows("SELECT count(*), count(DISTINCT package_id) FROM registry_dim.package"))
                .as("with numpy, which went ahead, or the two versions of flask")
                .containsExactly("4|4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void machinesThatBuildInTurnAgreeOnWhatWasSeenOfAttributes(int type) {
        Workbench one = withHistory(type);
        packages(one, "2018-04-01", "flask|BSD|10", "django|BSD|1");
        one.run().withoutProblems();
        Workbench other = one.withLake(folder.resolve("other machine"));
        packages(other, "2018-04-01", "flask|BSD|10", "django|BSD|1");
        packages(other, "2018-04-03", "flask|MIT|20", "numpy|BSD|2");
        other.run(Workbench.between("2018-04-03", "2018-04-03")).withoutProblems();
        packages(one, "2018-04-03", "flask|MIT|20", "numpy|BSD|2");
        packages(one, "2018-04-02", "flask|GPL|5", "numpy|MIT|2");

        one.run().withoutProblems();

        assertSameAsFromScratch(one);
    }

    @Test
    void aWarehouseThatIsMadeAnewTakesNothingOverFromAWorkshop() {
        Workbench bench = withHistory(1);
        packages(bench, "2018-04-01", "flask|BSD|10");
        packages(bench, "2018-04-05", "flask|MIT|10");
        bench.run().withoutProblems();
        warehouses().delete(bench.warehouseUrl());
        bench.removeFile("2018-04-05", PACKAGES);

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT package_name, licence_name FROM registry_dim.package"))
                .containsExactly("flask|BSD");
        assertSameAsFromScratch(bench);
    }

    @Test
    void anUnknownMemberThatIsDeclaredLaterReachesTheOtherMachine() {
        Workbench one = threeDays();
        one.run(Workbench.between("2018-04-01", "2018-04-01")).withoutProblems();
        Workbench other = one.withLake(folder.resolve("other machine")).threeDays();
        other.run(Workbench.between("2018-04-01", "2018-04-02")).withoutProblems();
        one.edit("github/repo", "natural_key:", "unknown: {repo_name: none, user_name: Nobody}\nnatural_key:");
        one.run(Workbench.between("2018-04-01", "2018-04-02")).withoutProblems();

        other.run().withoutProblems();

        assertThat(other.rows("SELECT user_name FROM gh_dim.repo WHERE repo_id = -1"))
                .containsExactly("Nobody");
        assertSameAsFromScratch(other);
    }

    @Test
    void aColumnThatLeavesTheNaturalKeyTakesItsIndexWithIt() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.model("github/repo", """
                /*
                kind: dimension
                table: gh_dim.repo
                description: Repositories, whoever owns them.
                natural_key: [repo_name]
                */
                SELECT DISTINCT repository AS repo_name FROM gh_data.repo_activity
                """);
        bench.model("github/repo_activity", """
                /*
                kind: fact
                table: gh_dim.repo_activity
                description: Activity.
                grain: [day_fk, repo_fk]
                day: day_fk
                measures:
                  number_of_forks: {aggregate: sum, description: Forks.}
                  number_of_commits: {aggregate: sum, description: Commits.}
                  number_of_closed_pull_requests: {aggregate: sum, description: Closed.}
                reconcile:
                  number_of_forks: gh_data.repo_activity.number_of_forks
                  number_of_commits: gh_data.repo_activity.number_of_commits
                  number_of_closed_pull_requests: gh_data.repo_activity.number_of_closed_pull_requests
                */
                SELECT day_id AS day_fk, repo_id AS repo_fk,
                  CAST(sum(number_of_forks) AS integer) AS number_of_forks,
                  CAST(sum(number_of_commits) AS integer) AS number_of_commits,
                  CAST(sum(number_of_closed_pull_requests) AS integer) AS number_of_closed_pull_requests
                FROM gh_data.repo_activity JOIN gh_dim.repo ON repo_name = repository
                GROUP BY 1, 2
                """);

        bench.run().withoutProblems();

        assertSameAsFromScratch(bench);
    }

    @Test
    void aWorkshopFileThatIsAWarehouseIsRefusedAndLeftAsItIs() throws IOException {
        Workbench bench = threeDays();
        Workbench onDuckDb = bench.withWarehouse(new DuckDbWarehouses(folder).fresh());
        onDuckDb.run().withoutProblems();
        Path file = DuckDbWarehouses.file(onDuckDb.warehouseUrl());
        Settings settings = bench.settingsReader()
                .flag("--workshop", SettingKeys.WORKSHOP_FILE, file.toString())
                .read();

        assertThatThrownBy(() -> Engines.forBuilding(settings).close())
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "The workshop " + file
                                + " (workshop.file) is a database with tables of its own. Name a file that does not exist yet.");

        assertThat(onDuckDb.rows("SELECT count(*) FROM pypi_dim.download_counts"))
                .containsExactly("7");
        Files.writeString(file, "not a database");
        assertThatThrownBy(() -> Engines.forBuilding(settings).close())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("(workshop.file) cannot be opened");
        assertThat(file).hasContent("not a database");
    }

    @Test
    void aRunWithTheWorkshopInTheLakeWarnsOfNothing() throws IOException {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        Files.delete(workshop(bench));
        fourthDay(bench);

        assertThat(bench.run().heard().warnings()).noneMatch(warning -> warning.contains("workshop"));
        try (Inspection inspection = bench.inspect()) {
            assertThat(inspection.survey().warnings()).noneMatch(warning -> warning.contains("workshop"));
        }
    }

    @Test
    void anAnalystsRoleIsGrantedWhatThereIsIfOnlyAPartWasBuilt() throws Exception {
        Workbench bench = threeDays();
        try (AnalystRole role = new AnalystRole(database(bench))) {
            assertThat(role.build(bench, Workbench.only("pypi")).problems()).isEmpty();
            assertThat(role.build(bench).problems()).isEmpty();
        }
    }

    @Test
    void aReaderWhoseSnapshotIsOlderSeesNothingOfABatch() throws SQLException {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        fourthDay(bench);
        try (Connection reader = DriverManager.getConnection(bench.warehouseUrl());
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(count(statement, "time.day")).isPositive();

            bench.run().withoutProblems();

            assertThat(count(statement, "pypi_dim.download_counts")).isEqualTo(7);
            assertThat(count(statement, "pypi_dim.project")).isEqualTo(3);
            reader.rollback();
            assertThat(count(statement, "pypi_dim.download_counts")).isEqualTo(9);
        }
    }

    private static long count(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
