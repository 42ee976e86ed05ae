package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.catalog.RunStatus;
import dev.asterism.run.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A model that fails, or breaks its promises, keeps its rows and what depends on them out, and nothing else. */
abstract class FailingModelsContract extends EngineContract {
    FailingModelsContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private static void breakInstaller(Workbench bench) {
        bench.edit(
                "pypi/installer",
                "SELECT DISTINCT installer AS installer_name",
                "SELECT DISTINCT CAST(CAST(installer AS integer) AS text) AS installer_name");
        bench.edit(
                "pypi/installer",
                "WHERE installer IS NOT NULL",
                "WHERE CAST(CAST(installer AS integer) AS text) IS NOT NULL");
        // By the same expression, so that it is known that the rows of a day bring their members.
        bench.edit(
                "pypi/download_counts",
                "ON installer_name = installer",
                "ON installer_name = CAST(CAST(installer AS integer) AS text)");
    }

    private static Workbench mendInstaller(Workbench bench) {
        return bench.restore("pypi/installer").restore("pypi/download_counts");
    }

    @Test
    void aModelThatFailsSkipsWhatDependsOnItAndTheNextRunResumes() {
        Workbench bench = threeDays();
        breakInstaller(bench);

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.modelFile("pypi/installer") + ": pypi_dim.installer could not be built: ")
                .endsWith(" What depends on it is skipped too.");
        assertThat(run.published())
                .filteredOn(line -> !line.contains("data_set"))
                .containsExactly(
                        "gh_dim.repo: 2018-04-01 to 2018-04-03",
                        "gh_dim.repo_activity: 2018-04-01 to 2018-04-03",
                        "pypi_dim.project: 2018-04-01 to 2018-04-03",
                        "pypi_dim.project_version: 2018-04-01 to 2018-04-03",
                        "pypi_dim.python_version: 2018-04-01 to 2018-04-03",
                        "time.day");
        assertThat(bench.rows("SELECT sum(number_of_commits) FROM gh_dim.repo_activity"))
                .containsExactly("14");
        assertThat(bench.rows("SELECT count(*) FROM pypi_dim.download_counts")).containsExactly("0");

        mendInstaller(bench);

        assertThat(bench.run().withoutProblems().published())
                .filteredOn(line -> !line.contains("data_set"))
                .containsExactly(
                        "pp_dim.python_project_activity: 2018-04-01 to 2018-04-03",
                        "pypi_dim.download_counts: 2018-04-01 to 2018-04-03",
                        "pypi_dim.installer: 2018-04-01 to 2018-04-03");
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aModelThatFailsIsReportedOnceHoweverManyBatchesThereAre() {
        Workbench bench = threeDays();
        breakInstaller(bench);

        Workbench.Run run = bench.run(Workbench.inBatchesOf(1));

        assertThat(run.problems()).hasSize(1);
        assertThat(run.published()).contains("gh_dim.repo_activity: 2018-04-01 to 2018-04-03");
        mendInstaller(bench).run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aModelThatFailsWhereItWorkedBeforeLeavesWhatWasBuilt() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        var before = StarContents.of(bench);
        breakInstaller(bench);

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.published())
                .filteredOn(line -> !line.contains("data_set"))
                .isEmpty();
        assertThat(StarContents.of(bench)).isEqualTo(before);
    }

    @Test
    void aModelThatFailsStopsAStrictRun() {
        Workbench bench = threeDays();
        breakInstaller(bench);

        Workbench.Run run = bench.run(Workbench.everything(), true, (session, event) -> {});

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.published()).isEmpty();
    }

    @Test
    void bothABadFileAndAFailingModelAreReported() {
        Workbench bench = threeDays();
        breakInstaller(bench);
        bench.activity("2018-04-02", "pallets|flask|x||");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.result().problems())
                .extracting(Problem::kind)
                .containsExactlyInAnyOrder(Problem.Kind.INPUT, Problem.Kind.MODEL);
        assertThat(days(bench, "gh_dim.repo_activity")).containsExactly("20180401", "20180403");
    }

    @Test
    void aStatementThatDoesNotBindIsRefusedBeforeAnythingIsBuilt() {
        Workbench bench = threeDays();
        bench.edit("github/repo", "repository AS repo_name", "repositry AS repo_name");

        assertThatThrownBy(bench::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(bench.modelFile("github/repo").toString())
                .hasMessageContaining("repositry");
        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(bench.modelFile("github/repo").toString());
    }

    @Test
    void aColumnCalledLikeAWordOfSqlIsToBeQuoted() {
        Workbench bench = emptyWorkbench().model("s/rows", """
                        /*
                        kind: source
                        table: s_data.rows
                        description: Rows.
                        files: s/rows-v1.csv.gz
                        */
                        CREATE TABLE s_data.rows (day_id INTEGER, at TEXT, n INTEGER)
                        """).model("s/sale", """
                        /*
                        kind: fact
                        table: s_dim.sale
                        description: Sales.
                        grain: [day_id]
                        day: day_id
                        */
                        SELECT day_id, at, n FROM s_data.rows
                        """);

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(bench.modelFile("s/sale") + ":8: Parser Error: syntax error at or near \",\"")
                .hasMessageEndingWith(
                        "For the column write \"at\" with quotes, as SQL has another meaning for the word.");
        bench.edit("s/sale", "day_id, at", "day_id, \"at\"").run().withoutProblems();
    }

    @Test
    void rowsOfAnotherDayAreRefused() {
        Workbench bench = threeDays();
        bench.edit("github/repo_activity", "day_id AS day_fk", "CAST(20180401 AS integer) AS day_fk");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(1));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .hasSize(2)
                .allMatch(problem -> problem.startsWith(
                        bench.modelFile("github/repo_activity").toString()))
                .anyMatch(problem -> problem.contains(
                        "on 2018-04-02, gh_dim.repo_activity could not be built: the SELECT gives rows of other days than the"
                                + " 2018-04-02, which it was handed, in 'day_fk', such as 20180401"))
                .anyMatch(problem -> problem.contains("on 2018-04-03, "));
        assertThat(bench.rows("SELECT day_fk, count(*) FROM gh_dim.repo_activity GROUP BY 1"))
                .containsExactly("20180401|2");
        assertThat(bench.rows("SELECT sum(number_of_downloads) FROM pypi_dim.download_counts"))
                .containsExactly("75");
    }

    @Test
    void aFactThatRepeatsItsGrainIsKeptOutForThatDay() {
        Workbench bench = threeDays();
        bench.edit("github/repo", "repository AS repo_name, \"user\" AS user_name", "repository AS repo_name");
        bench.edit("github/repo", "natural_key: [user_name, repo_name]", "natural_key: [repo_name]");
        bench.edit("github/repo", "  user_name: Owner of the repository, a person or an organisation.\n", "");
        bench.edit("github/repo_activity", "user_name = \"user\" AND repo_name", "repo_name");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .isEqualTo(
                        bench.modelFile("github/repo_activity")
                                + ": on 2018-04-01, 1 combination of the grain (day_fk, repo_fk) occurs more than once."
                                + " It first happens with " + bench.path("2018-04-01", Workbench.ACTIVITY)
                                + ", line 3 (day_id = 20180401, user = somebody, repository = flask, number_of_forks = NULL,"
                                + " number_of_commits = 1, number_of_closed_pull_requests = NULL). The day stays out; correct the SELECT or its input.");
        assertThat(days(bench, "gh_dim.repo_activity")).containsExactly("20180402", "20180403");
        assertThat(days(bench, "pp_dim.python_project_activity")).containsExactly("20180402", "20180403");
    }

    @Test
    void aForeignKeyToNothingIsKeptOutForThatDay() {
        Workbench bench = threeDays();
        bench.edit(
                "pypi/download_counts",
                "coalesce(installer_id, -1) AS installer_fk",
                "CASE WHEN installer = 'conda' THEN 4711 ELSE coalesce(installer_id, -1) END AS installer_fk");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .isEqualTo(
                        bench.modelFile("pypi/download_counts")
                                + ": on 2018-04-03, 1 row refers in installer_fk to members of pypi_dim.installer that do not"
                                + " exist, such as 4711. It first happens with "
                                + bench.path("2018-04-03", Workbench.DOWNLOADS)
                                + ", line 3 (day_id = 20180403, project = numpy, project_version = 1.14, python_version = 3.6,"
                                + " installer = conda, number_of_downloads = 5). The day stays out; correct the SELECT or its input.");
        assertThat(days(bench, "pypi_dim.download_counts")).containsExactly("20180401", "20180402");
    }

    @Test
    void aTotalThatDoesNotReconcileIsKeptOutForThatDay() {
        Workbench bench = threeDays();
        bench.edit(
                "pypi/download_counts",
                "LEFT JOIN pypi_dim.installer ON installer_name = installer",
                "JOIN pypi_dim.installer ON installer_name = installer");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .isEqualTo(bench.modelFile("pypi/download_counts")
                        + ": on 2018-04-01, the total of number_of_downloads is 17, but"
                        + " pypi_data.download_counts.number_of_downloads adds up to 19. It first happens with "
                        + bench.path("2018-04-01", Workbench.DOWNLOADS)
                        + ", line 3 (day_id = 20180401, project = flask, project_version = 0.12, python_version = NULL,"
                        + " installer = NULL, number_of_downloads = 2). The day stays out; correct the SELECT or its"
                        + " input.");
        assertThat(days(bench, "pypi_dim.download_counts")).containsExactly("20180402", "20180403");
    }

    @Test
    void ofSeveralMeasuresTheOneThatDoesNotReconcileIsNamed() {
        Workbench bench = threeDays();
        bench.edit(
                "github/repo_activity",
                "  number_of_forks,\n  number_of_commits,",
                "  number_of_forks,\n  coalesce(number_of_commits, 0)"
                        + " + CASE WHEN day_id = 20180402 THEN 1 ELSE 0 END AS number_of_commits,");

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains(
                        "on 2018-04-02, the total of number_of_commits is ", "gh_data.repo_activity.number_of_commits");
        assertThat(days(bench, "gh_dim.repo_activity")).containsExactly("20180401", "20180403");
    }

    @Test
    void aDayThatTheCalendarLacksStaysOut() {
        Workbench bench = threeDays();
        bench.edit(
                "time/day",
                "FROM asterism.calendar",
                "FROM asterism.calendar WHERE _date <> CAST('2018-04-02' AS date)");

        Workbench.Run run = bench.run();

        // Where a fact is refused before the next is built, what is built from it has no such rows.
        assertThat(run.problems())
                .allMatch(problem -> problem.contains("on 2018-04-02")
                        && problem.contains(
                                "refer in day_fk to members of time.day that do not exist, such as 20180402"))
                .anyMatch(problem -> problem.startsWith(
                        bench.modelFile("pypi/download_counts").toString()));
        assertThat(days(bench, "pypi_dim.download_counts")).containsExactly("20180401", "20180403");
    }

    @Test
    void aDayOfWhichNothingIsLeftDoesNotReconcile() {
        Workbench bench = threeDays();
        bench.edit("pypi/download_counts", "AS day_fk,", "AS day_fk, -- only days of April\n");
        bench.edit(
                "pypi/download_counts",
                "LEFT JOIN pypi_dim.python_version ON python_version_name = python_version",
                "LEFT JOIN pypi_dim.python_version ON python_version_name = python_version\nWHERE day_id <> 20180402");

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("on 2018-04-02, the total of number_of_downloads is ", "adds up to 21");
        assertThat(days(bench, "pypi_dim.download_counts")).containsExactly("20180401", "20180403");
    }

    private static void check(Workbench bench, String severity) {
        bench.model("pypi/no_conda", """
                /*
                kind: check
                description: Nobody uses conda.
                severity: %s
                */
                SELECT day_fk, installer_name
                FROM pypi_dim.download_counts JOIN pypi_dim.installer ON installer_id = installer_fk
                WHERE installer_name = 'conda'
                """.formatted(severity));
    }

    @Test
    void aCheckThatFindsRowsKeepsTheBatchOut() {
        Workbench bench = threeDays();
        check(bench, "error");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(1));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .isEqualTo(bench.modelFile("pypi/no_conda")
                        + ": the check found 1 row: day_fk = 20180403, installer_name = conda. Expected none:"
                        + " Nobody uses conda. The batch is kept out.");
        assertThat(run.heard().events())
                .contains("published batch 1", "published batch 2")
                .doesNotContain("published batch 3");
        assertThat(days(bench, "pypi_dim.download_counts")).containsExactly("20180401", "20180402");

        bench.removeModel("pypi/no_conda").run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aCheckThatKeepsTheFirstBatchOutLeavesTheOthersComplete() {
        Workbench bench = threeDays();
        check(bench, "error");
        bench.downloads("2018-04-01", "flask|1.0|3.6|conda|10");
        bench.downloads("2018-04-03", "flask|1.0|3.6|pip|30");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(1));

        assertThat(run.problems()).singleElement().asString().contains("Nobody uses conda");
        assertThat(bench.rows("SELECT day_fk FROM pypi_dim.download_counts JOIN time.day ON day_id = day_fk"
                        + " GROUP BY 1 ORDER BY 1"))
                .containsExactly("20180402", "20180403");
    }

    @Test
    void aCheckOfTheCalendarKeepsEveryBatchOut() {
        Workbench bench = threeDays();
        bench.model("time/no_sunday", """
                /*
                kind: check
                description: There is no Sunday.
                */
                SELECT day_id FROM time.day WHERE day_of_week_id = 7
                """);

        Workbench.Run run = bench.run(Workbench.inBatchesOf(1));

        assertThat(run.problems()).hasSize(3).allMatch(problem -> problem.contains("There is no Sunday."));
        assertThat(run.published()).isEmpty();
        bench.removeModel("time/no_sunday").run(Workbench.inBatchesOf(1)).withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aCheckThatOnlyWarnsLetsTheBatchPass() {
        Workbench bench = threeDays();
        check(bench, "warn");

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.exitCode()).isZero();
        assertThat(run.heard().warnings())
                .containsExactly(bench.modelFile("pypi/no_conda")
                        + ": the check found 1 row: day_fk = 20180403, installer_name = conda. Expected none:"
                        + " Nobody uses conda.");
        assertThat(days(bench, "pypi_dim.download_counts")).containsExactly("20180401", "20180402", "20180403");
    }

    @Test
    void aCheckThatCannotBeAnsweredKeepsTheBatchOut() {
        Workbench bench = threeDays();
        bench.model("pypi/broken", """
                /*
                kind: check
                description: Fails.
                */
                SELECT day_fk FROM pypi_dim.download_counts JOIN pypi_dim.installer ON installer_id = installer_fk
                WHERE CAST(installer_name AS integer) > 1
                """);

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.modelFile("pypi/broken") + ": pypi.broken could not be checked: ")
                .endsWith(" The batch is kept out.");
        assertThat(run.published()).isEmpty();
    }

    @Test
    void theProblemsOfARunAreInItsHistory() {
        Workbench bench = threeDays();
        breakInstaller(bench);

        Workbench.Run run = bench.run();

        assertThat(bench.latestRun().status()).isEqualTo(RunStatus.FAILED);
        assertThat(bench.latestRun().message()).contains(run.problems().get(0));
        mendInstaller(bench).run();
        assertThat(bench.latestRun().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(bench.latestRun().message()).isEmpty();
    }

    private static List<String> days(Workbench bench, String fact) {
        return bench.rows("SELECT DISTINCT day_fk FROM " + fact + " ORDER BY 1");
    }
}
