package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.lake.Day;
import dev.asterism.plan.PlanRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A run builds what is stale, says why, leaves everything else alone, and ends where a run from scratch would. */
abstract class IncrementalContract extends EngineContract {
    IncrementalContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private Workbench built() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        return bench;
    }

    /** Adds an attribute to projects. */
    private static void withAttribute(Workbench bench, String expression) {
        bench.edit("pypi/project", "natural_key: [project_name]\n", "natural_key: [project_name]\nday: day_id\n");
        bench.edit("pypi/project", "project AS project_name", "day_id, project AS project_name, " + expression);
    }

    /** Runs, and fails where anything but what was planned was built, or the result is not that of a first run. */
    private void runAsPlanned(Workbench bench, String... plan) {
        assertThat(bench.plan()).containsExactly(plan);
        Map<String, String> before = buildState(bench);

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(Workbench.lines(run.plan())).containsExactly(plan);
        assertThat(run.published()).containsExactlyElementsOf(planned(plan));
        Map<String, String> changed = buildState(bench);
        changed.entrySet().removeAll(before.entrySet());
        assertThat(changed.keySet())
                .allSatisfy(
                        built -> assertThat(run.published()).anyMatch(line -> line.startsWith(built.split(" ", 2)[0])));
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    /** The lines of a plan without reasons, in the order of the tables' names. */
    private static List<String> planned(String... plan) {
        Map<String, String> tables = new TreeMap<>();
        for (String line : plan) {
            String[] parts = line.split(": ", 2);
            int days = line.lastIndexOf(": 2");
            tables.put(parts[0], days < 0 ? parts[0] : parts[0] + line.substring(days));
        }
        return List.copyOf(tables.values());
    }

    private static Map<String, String> buildState(Workbench bench) {
        Map<String, String> state = new TreeMap<>();
        bench.buildState()
                .days()
                .forEach((table, days) -> days.forEach((day, built) -> state.put(table + " " + day, built.toString())));
        bench.buildState().wholes().forEach((table, built) -> state.put(table + " whole", built.toString()));
        return state;
    }

    @Test
    void theFirstRunBuildsEverything() {
        Workbench bench = threeDays();

        runAsPlanned(
                bench,
                "gh_dim.repo: not built yet: 2018-04-01 to 2018-04-03",
                "time.day: not built yet",
                "gh_dim.repo_activity: not built yet: 2018-04-01 to 2018-04-03",
                "pypi_dim.installer: not built yet: 2018-04-01 to 2018-04-03",
                "pypi_dim.project: not built yet: 2018-04-01 to 2018-04-03",
                "pypi_dim.project_version: not built yet: 2018-04-01 to 2018-04-03",
                "pypi_dim.python_version: not built yet: 2018-04-01 to 2018-04-03",
                "pypi_dim.download_counts: not built yet: 2018-04-01 to 2018-04-03",
                "pp_dim.python_project_activity: not built yet: 2018-04-01 to 2018-04-03",
                "pp_dim.python_project_activity_data_set: not built yet");
    }

    @Test
    void newFilesBuildTheirDayAndWhatIsMadeFromIt() {
        Workbench bench = built();

        bench.downloads("2018-04-04", "flask|1.1|3.7|pip|40");
        bench.activity("2018-04-04", "pallets|flask|1||");

        runAsPlanned(
                bench,
                "gh_dim.repo: new file: 2018-04-04",
                "gh_dim.repo_activity: new file: 2018-04-04",
                "pypi_dim.installer: new file: 2018-04-04",
                "pypi_dim.project: new file: 2018-04-04",
                "pypi_dim.project_version: new file: 2018-04-04",
                "pypi_dim.python_version: new file: 2018-04-04",
                "pypi_dim.download_counts: new file: 2018-04-04",
                "pp_dim.python_project_activity: upstream changed: gh_dim.repo_activity: 2018-04-04");
    }

    @Test
    void theReasonOfANewDayIsTheTableThatHasIt() {
        Workbench bench = built();

        bench.downloads("2018-04-04", "flask|1.1|3.7|pip|40");

        assertThat(bench.plan())
                .contains("pp_dim.python_project_activity: upstream changed: pypi_dim.download_counts: 2018-04-04");
    }

    @Test
    void aFileOfTheOtherSourceThatArrivesLaterCompletesTheDay() {
        Workbench bench = built();
        bench.downloads("2018-04-04", "flask|1.1|3.7|pip|40").run().withoutProblems();

        bench.activity("2018-04-04", "pallets|flask|7|8|9");

        runAsPlanned(
                bench,
                "gh_dim.repo: new file: 2018-04-04",
                "gh_dim.repo_activity: new file: 2018-04-04",
                "pp_dim.python_project_activity: upstream changed: gh_dim.repo_activity: 2018-04-04");
        assertThat(bench.rows("SELECT * FROM pp_dim.python_project_activity WHERE day_fk = 20180404"))
                .singleElement()
                .asString()
                .endsWith("|40|7|8|9");
    }

    @Test
    void aChangedFileBuildsItsDay() {
        Workbench bench = built();

        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|21", "django|2.0||bandersnatch|1");

        runAsPlanned(
                bench,
                "pypi_dim.installer: file changed: 2018-04-02",
                "pypi_dim.project: file changed: 2018-04-02",
                "pypi_dim.project_version: file changed: 2018-04-02",
                "pypi_dim.python_version: file changed: 2018-04-02",
                "pypi_dim.download_counts: file changed: 2018-04-02",
                "pp_dim.python_project_activity: upstream changed: pypi_dim.download_counts: 2018-04-02");
    }

    @Test
    void rowsThatAFileHasNoMoreDisappear() {
        Workbench bench = built();

        bench.downloads("2018-04-01", "django|2.0|3.6|pip|7");

        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT sum(number_of_downloads) FROM pypi_dim.download_counts WHERE day_fk = 20180401"))
                .containsExactly("7");
        assertThat(bench.rows("SELECT count(*) FROM pp_dim.python_project_activity WHERE day_fk = 20180401"))
                .containsExactly("1");
        assertSameAsFromScratch(bench);
    }

    @Test
    void aFileWrittenAgainWithTheSameContentChangesNothing() {
        Workbench bench = built();

        bench.threeDays();

        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void anotherDescriptionBuildsNothing() {
        Workbench bench = built();

        bench.edit("pypi/project", "description: Projects on PyPI.", "description: All projects.");
        bench.edit("pypi/project", "FROM pypi_data", "-- every project there is\nFROM\n  pypi_data");

        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aChangedSelectOfADimensionBuildsItAndWhatReadsIt() {
        Workbench bench = built();

        bench.edit("pypi/installer", "installer AS installer_name", "upper(installer) AS installer_name");
        bench.edit("pypi/installer", "installer IS NOT NULL", "upper(installer) IS NOT NULL");
        bench.edit("pypi/download_counts", "installer_name = installer", "installer_name = upper(installer)");

        runAsPlanned(
                bench,
                "pypi_dim.installer: SQL changed: pypi_dim.installer: 2018-04-01 to 2018-04-03",
                "pypi_dim.download_counts: SQL changed: pypi_dim.download_counts: 2018-04-01 to 2018-04-03",
                "pp_dim.python_project_activity: upstream changed: pypi_dim.download_counts:"
                        + " 2018-04-01 to 2018-04-03",
                "pp_dim.python_project_activity_data_set: upstream changed: pp_dim.python_project_activity");
    }

    @Test
    void aChangedSelectOfAFactBuildsItAndWhatIsMadeFromIt() {
        Workbench bench = built();

        bench.edit(
                "github/repo_activity",
                "number_of_forks,\n  number_of_commits,",
                "number_of_forks,\n  coalesce(number_of_commits, 0) AS number_of_commits,");

        runAsPlanned(
                bench,
                "gh_dim.repo_activity: SQL changed: gh_dim.repo_activity: 2018-04-01 to 2018-04-03",
                "pp_dim.python_project_activity: upstream changed: gh_dim.repo_activity: 2018-04-01 to 2018-04-03",
                "pp_dim.python_project_activity_data_set: upstream changed: pp_dim.python_project_activity");
    }

    @Test
    void aChangedSelectOfTheMergedFactBuildsOnlyThat() {
        Workbench bench = built();

        bench.edit(
                "python_projects/python_project_activity",
                "  activity.number_of_forks,",
                "  coalesce(activity.number_of_forks, 0) AS number_of_forks,");

        runAsPlanned(
                bench,
                "pp_dim.python_project_activity: SQL changed: pp_dim.python_project_activity:"
                        + " 2018-04-01 to 2018-04-03",
                "pp_dim.python_project_activity_data_set: upstream changed: pp_dim.python_project_activity");
    }

    @Test
    void aChangedSourceBuildsAllThatIsMadeFromIt() {
        Workbench bench = built();

        bench.edit("github/activity", "number_of_forks                INTEGER", "number_of_forks BIGINT");

        bench.run().withoutProblems();
        assertThat(type(bench, "gh_dim", "repo_activity", "number_of_forks")).isEqualTo("bigint");
        assertSameAsFromScratch(bench);
    }

    @Test
    void aColumnAddedToAFactIsFilledForAllDays() {
        Workbench bench = built();

        bench.edit(
                "pypi/download_counts",
                "  number_of_downloads\nFROM",
                "  number_of_downloads,\n  number_of_downloads * 2 AS twice\nFROM");
        bench.edit("pypi/download_counts", "columns:\n", "columns:\n  twice: Twice as many.\n");

        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT sum(twice) FROM pypi_dim.download_counts"))
                .containsExactly("150");
        assertThat(warehouses().comments(bench.warehouseUrl(), "pypi_dim", "download_counts"))
                .containsEntry("twice", "Twice as many.");
        assertSameAsFromScratch(bench);
    }

    @Test
    void aColumnAddedToADimensionIsFilledForAllMembersOfTheLake() {
        Workbench bench = built();
        Map<String, String> keys = StarContents.keys(bench);

        withAttribute(bench, "upper(project) AS loud_name");

        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT project_name, loud_name FROM pypi_dim.project ORDER BY 1"))
                .containsExactly("django|DJANGO", "flask|FLASK", "numpy|NUMPY");
        assertThat(StarContents.keys(bench)).isEqualTo(keys);
        assertSameAsFromScratch(bench);
    }

    @Test
    void aColumnDroppedFromAFactOrADimensionIsGone() {
        Workbench bench = threeDays();
        withAttribute(bench, "upper(project) AS loud_name");
        bench.edit(
                "github/repo_activity",
                "  number_of_closed_pull_requests\nFROM",
                "  number_of_closed_pull_requests,\n  1 AS one\nFROM");
        bench.run().withoutProblems();
        Map<String, String> keys = StarContents.keys(bench);

        bench.restore("pypi/project");
        bench.restore("github/repo_activity");

        bench.run().withoutProblems();
        assertThat(columns(bench, "pypi_dim", "project")).containsExactly("project_id", "project_name");
        assertThat(columns(bench, "gh_dim", "repo_activity")).doesNotContain("one");
        assertThat(StarContents.keys(bench)).isEqualTo(keys);
        assertSameAsFromScratch(bench);
    }

    @Test
    void aColumnOfAnotherTypeIsFilledAgain() {
        Workbench bench = built();

        bench.edit(
                "pypi/download_counts",
                "  number_of_downloads\nFROM",
                "  CAST(number_of_downloads AS double precision) AS number_of_downloads\nFROM");

        bench.run().withoutProblems();
        assertThat(type(bench, "pypi_dim", "download_counts", "number_of_downloads"))
                .startsWith("double");
        assertThat(bench.rows("SELECT sum(number_of_downloads) FROM pypi_dim.download_counts"))
                .containsExactly("75.0");
        assertSameAsFromScratch(bench);
    }

    @Test
    void anAttributeOfAnotherTypeIsFilledAgain() {
        Workbench bench = threeDays();
        withAttribute(bench, "length(project) AS letters");
        bench.run().withoutProblems();
        Map<String, String> keys = StarContents.keys(bench);

        bench.edit("pypi/project", "length(project) AS letters", "CAST(length(project) AS text) AS letters");

        bench.run().withoutProblems();
        assertThat(type(bench, "pypi_dim", "project", "letters")).isEqualTo("text");
        assertThat(bench.rows("SELECT project_name, letters FROM pypi_dim.project ORDER BY 1"))
                .containsExactly("django|6", "flask|5", "numpy|5");
        assertThat(StarContents.keys(bench)).isEqualTo(keys);
        assertSameAsFromScratch(bench);
    }

    @Test
    void aNaturalKeyOfAnotherTypeKeepsItsMembersAndTheirKeys() {
        Workbench bench = threeDays();
        bench.model("pypi/amount", """
                /*
                kind: dimension
                table: pypi_dim.amount
                description: Numbers of downloads.
                natural_key: [amount]
                */
                SELECT DISTINCT CAST(number_of_downloads AS integer) AS amount FROM pypi_data.download_counts
                """);
        bench.run().withoutProblems();
        Map<String, String> keys = StarContents.keys(bench);

        bench.edit("pypi/amount", "AS integer", "AS bigint");

        bench.run().withoutProblems();
        assertThat(type(bench, "pypi_dim", "amount", "amount")).isEqualTo("bigint");
        assertThat(StarContents.keys(bench)).isEqualTo(keys);
    }

    @Test
    void daysWhoseTurnHasNotComeKeepTheirValuesWhenAColumnChangesItsType() {
        Workbench bench = built();

        bench.edit(
                "pypi/download_counts",
                "  number_of_downloads\nFROM",
                "  CAST(number_of_downloads AS double precision) AS number_of_downloads\nFROM");

        bench.run(Workbench.between("2018-04-03", "2018-04-03")).withoutProblems();
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19.0", "20180402|21.0", "20180403|35.0");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void anotherNaturalKeyBuildsEveryDayOfWhatReadsTheDimensionWhateverWasAskedFor() {
        Workbench bench = built();
        bench.edit("github/repo", "natural_key: [user_name, repo_name]", "natural_key: [repo_name, user_name]");

        bench.run(new PlanRequest(
                        List.of("github/repo"),
                        List.of(),
                        Day.parse("2018-04-03"),
                        Day.parse("2018-04-03"),
                        false,
                        false,
                        Long.MAX_VALUE))
                .withoutProblems();

        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void anotherNaturalKeyIsRefusedWhereADayOfAFactCannotBeBuiltAgain() {
        Workbench bench = built();
        bench.removeFile("2018-04-02", Workbench.ACTIVITY);
        bench.edit("github/repo", "natural_key: [user_name, repo_name]", "natural_key: [repo_name, user_name]");

        assertThatThrownBy(bench::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "the natural key of gh_dim.repo is [repo_name, user_name] now, was [user_name, repo_name], so"
                                + " gh_dim.repo must be built anew, but files of 2018-04-02 are gone, whose rows would be"
                                + " lost. Nothing was changed. Bring the files back, or remove such days with --prune.");

        bench.run(Workbench.pruning()).withoutProblems();
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aRunOfOnePipelineLeavesTheChangedTablesOfOthersAsTheyAre() {
        Workbench bench = built();
        List<String> repositories = bench.rows("SELECT * FROM gh_dim.repo ORDER BY 1");
        bench.edit("github/repo", "natural_key: [user_name, repo_name]", "natural_key: [repo_name, user_name]");
        bench.downloads("2018-04-04", "flask|1.0|3.6|pip|1");

        bench.run(Workbench.only("pypi")).withoutProblems();

        assertThat(bench.rows("SELECT * FROM gh_dim.repo ORDER BY 1")).isEqualTo(repositories);
        assertThat(bench.rows("SELECT count(*) FROM gh_dim.repo_activity")).containsExactly("5");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void membersThatReferToADimensionWithAnotherNaturalKeyAreBuiltAnewWithIt() {
        Workbench bench = built();
        KeyLedger ledger = new KeyLedger();
        ledger.note(bench);
        bench.edit("pypi/project", "natural_key: [project_name]", "natural_key: [project_name, letters]");
        bench.edit("pypi/project", "project AS project_name", "project AS project_name, length(project) AS letters");
        for (String reader : List.of("pypi/project_version", "pypi/download_counts")) {
            bench.edit(reader, "project_name = project", "project_name = project AND letters = length(project)");
        }

        bench.run(Workbench.between("2018-04-03", "2018-04-03")).withoutProblems();

        assertThat(bench.rows("""
                SELECT count(*) FROM pypi_dim.project_version
                WHERE NOT EXISTS (SELECT 1 FROM pypi_dim.project WHERE project_id = project_fk)
                """)).containsExactly("0");
        assertThat(bench.rows("""
                SELECT count(*) FROM pypi_dim.download_counts
                WHERE NOT EXISTS (
                  SELECT 1 FROM pypi_dim.project_version WHERE project_version_id = project_version_fk)
                """)).containsExactly("0");
        ledger.note(bench);
        bench.run().withoutProblems();
        ledger.note(bench);
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aDimensionWithAnotherNaturalKeyIsBuiltAnewWithKeysThatWereNeverGiven() {
        Workbench bench = built();
        List<String> before = bench.rows("SELECT repo_id FROM gh_dim.repo");

        bench.edit("github/repo", "natural_key: [user_name, repo_name]", "natural_key: [repo_name, user_name]");

        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT repo_id FROM gh_dim.repo"))
                .hasSize(before.size())
                .doesNotContainAnyElementsOf(before);
        assertSameAsFromScratch(bench);
    }

    @Test
    void aModelThatIsGoneLeavesItsTableAsItWas() {
        Workbench bench = built();

        bench.removeModel("python_projects/python_project_activity_data_set");
        bench.removeModel("python_projects/python_project_activity");

        assertThat(bench.plan()).isEmpty();
        assertThat(bench.rows("SELECT count(*) FROM pp_dim.python_project_activity"))
                .containsExactly("6");
    }

    @Test
    void aFileThatIsGoneLeavesItsDayUntilItIsPruned() {
        Workbench bench = built();

        bench.removeFile("2018-04-02", Workbench.DOWNLOADS);

        assertThat(bench.plan()).isEmpty();
        assertThat(bench.run().plan().orphans()).containsKeys("pypi_dim.download_counts", "pypi_dim.project");
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180402|21", "20180403|35");

        Workbench.Run run = bench.run(Workbench.pruning()).withoutProblems();

        assertThat(run.published())
                .contains("pypi_dim.download_counts: 2018-04-02", "pp_dim.python_project_activity: 2018-04-02")
                .noneMatch(line -> line.startsWith("gh_dim"));
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180403|35");
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void onlyTheDaysAskedForAreBuilt() {
        Workbench bench = threeDays();

        bench.run(Workbench.between("2018-04-02", "2018-04-02")).withoutProblems();

        assertThat(downloadsByDay(bench)).containsExactly("20180402|21");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void onlyTheTablesAskedForAndWhatTheyAreMadeFromAreBuilt() {
        Workbench bench = threeDays();

        Workbench.Run run = bench.run(Workbench.only("gh_dim.repo_activity")).withoutProblems();

        assertThat(run.published())
                .containsExactly(
                        "gh_dim.repo: 2018-04-01 to 2018-04-03",
                        "gh_dim.repo_activity: 2018-04-01 to 2018-04-03",
                        "time.day");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void everythingIsBuiltAgainWhereThatIsAskedFor() {
        Workbench bench = built();
        Map<String, String> keys = StarContents.keys(bench);

        Workbench.Run run = bench.run(Workbench.full()).withoutProblems();

        assertThat(run.published()).hasSize(10).contains("pypi_dim.download_counts: 2018-04-01 to 2018-04-03");
        assertThat(StarContents.keys(bench)).isEqualTo(keys);
        assertSameAsFromScratch(bench);
    }

    @Test
    void theOrderInWhichDaysArriveMakesNoDifference() {
        Workbench bench = threeDays();
        KeyLedger ledger = new KeyLedger();
        for (String day : List.of("2018-04-03", "2018-04-02", "2018-04-01")) {
            bench.run(Workbench.between(day, day)).withoutProblems();
            ledger.note(bench);
        }

        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void theSizeOfBatchesMakesNoDifference() {
        Workbench bench = threeDays();

        Workbench.Run run = bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(run.result().batches()).isEqualTo(3);
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aCalendarThatBeginsLaterKeepsTheDaysThatFactsReferTo() {
        Workbench bench = built();

        bench.withFirstDate("2018-04-03").run().withoutProblems();

        assertThat(bench.rows("""
                SELECT count(*) FROM pypi_dim.download_counts
                WHERE NOT EXISTS (SELECT 1 FROM time.day WHERE day_id = day_fk)
                """)).containsExactly("0");
    }

    private static List<String> downloadsByDay(Workbench bench) {
        return bench.rows(
                "SELECT day_fk, sum(number_of_downloads) FROM pypi_dim.download_counts GROUP BY 1 ORDER BY 1");
    }

    private static List<String> columns(Workbench bench, String schema, String table) {
        return bench.rows("""
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = '%s' AND table_name = '%s' ORDER BY ordinal_position
                """.formatted(schema, table));
    }

    private String type(Workbench bench, String schema, String table, String column) {
        List<String> types = bench.rows("""
                SELECT data_type FROM information_schema.columns
                WHERE table_schema = '%s' AND table_name = '%s' AND column_name = '%s'
                """.formatted(schema, table, column));
        assertThat(types).hasSize(1);
        return warehouses().portableType(types.get(0));
    }

    @Test
    void aFactMayHaveColumnsOfALimitedLengthAndPrecision() {
        Workbench bench = threeDays();
        bench.edit("pypi/download_counts", "  number_of_downloads\nFROM", """
                  number_of_downloads,
                  CAST(project AS varchar(9)) AS short_name,
                  CAST(number_of_downloads AS numeric(10, 2)) AS exact,
                  CAST(number_of_downloads AS numeric(12, 3)) AS more_exact
                FROM""");

        bench.run().withoutProblems();
        bench.downloads("2018-05-01", "flask|1.0|3.6|pip|10");
        bench.run().withoutProblems();

        assertThat(bench.rows(
                        "SELECT short_name, exact, more_exact FROM pypi_dim.download_counts WHERE day_fk = 20180501"))
                .containsExactly("flask|10.00|10.000");
        assertSameAsFromScratch(bench);
    }

    @Test
    void aForeignKeyThatAFactGainsIsHeldToo() {
        Workbench bench = built();
        bench.edit("github/repo_activity", "  number_of_forks,\n", """
                  CASE WHEN repository = 'flask' THEN 4711 ELSE -1 END AS installer_fk,
                  number_of_forks,
                """);

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .allMatch(problem -> problem.contains(
                        "in installer_fk to members of pypi_dim.installer that do not exist, such as 4711"));
        assertThat(bench.rows("SELECT count(*) FROM gh_dim.repo_activity WHERE installer_fk = 4711"))
                .containsExactly("0");
    }
}
