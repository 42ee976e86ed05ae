package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.asterism.InputException;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayRanges;
import dev.asterism.plan.PlanRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What checks find, in a run and in the stars that are published, and what is remembered of it. */
abstract class ChecksContract extends EngineContract {
    ChecksContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /** Changes published rows behind the program's back. */
    abstract void tamper(String warehouseUrl, String sql);

    private static List<String> failures(List<CheckResult> results) {
        return results.stream()
                .filter(CheckResult::isFailure)
                .map(result -> result.table() + ": " + result.check() + ": " + DayRanges.text(result.days(), 9) + ": "
                        + result.message())
                .toList();
    }

    @Test
    void everyPromiseOfWhatARunHasBuiltIsKept() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();

        List<CheckResult> results = bench.check();

        assertThat(failures(results)).isEmpty();
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.PASSED)
                .extracting(result -> result.table() + ": " + result.check() + ": " + DayRanges.text(result.days(), 9))
                .contains(
                        "pypi_dim.project: grain project_name: ",
                        "pypi_dim.project: grain project_id: ",
                        "pypi_dim.project: not null project_name: ",
                        "pypi_dim.download_counts: grain: 2018-04-01 to 2018-04-03",
                        "pypi_dim.download_counts: not null: 2018-04-01 to 2018-04-03",
                        "pypi_dim.download_counts: foreign key installer_fk: 2018-04-01 to 2018-04-03",
                        "pypi_dim.download_counts: reconcile number_of_downloads: 2018-04-01 to 2018-04-03",
                        "gh_dim.repo_activity: reconcile number_of_commits: 2018-04-01 to 2018-04-03",
                        "pp_dim.python_project_activity: reconcile number_of_downloads: 2018-04-01 to 2018-04-03",
                        "pypi.downloads_are_positive: check: 2018-04-01 to 2018-04-03");
    }

    @Test
    void whatIsWrongWithPublishedRowsIsFoundDayByDay() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        tamper(
                bench.warehouseUrl(),
                "UPDATE pypi_dim.download_counts SET number_of_downloads = number_of_downloads + 5"
                        + " WHERE day_fk = 20180402");

        assertThat(failures(bench.check()))
                .containsExactlyInAnyOrder(
                        // What was built from it agrees with it no more, either.
                        "pypi_dim.download_counts: reconcile number_of_downloads: 2018-04-02: the total of"
                                + " number_of_downloads is 31, but pypi_data.download_counts.number_of_downloads adds"
                                + " up to 21",
                        "pp_dim.python_project_activity: reconcile number_of_downloads: 2018-04-02: the total of"
                                + " number_of_downloads is 21, but pypi_dim.download_counts.number_of_downloads adds"
                                + " up to 31");
        assertThat(bench.standingFailures())
                .containsExactlyInAnyOrder(
                        "pypi_dim.download_counts: reconcile number_of_downloads: 2018-04-02",
                        "pp_dim.python_project_activity: reconcile number_of_downloads: 2018-04-02");
        assertThat(bench.latestRun().command()).isEqualTo("check");
        assertThat(bench.latestRun().message().orElseThrow()).contains("adds up to");
        assertThat(failures(bench.check(between("2018-04-03", "2018-04-03")))).isEmpty();
        assertThat(bench.standingFailures()).hasSize(2);

        bench.run(Workbench.full()).withoutProblems();

        assertThat(bench.standingFailures()).isEmpty();
        assertThat(failures(bench.check())).isEmpty();
    }

    @Test
    void rowsThatAreThereTwiceAreFound() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        tamper(
                bench.warehouseUrl(),
                "INSERT INTO gh_dim.repo_activity SELECT * FROM gh_dim.repo_activity WHERE day_fk = 20180403");

        assertThat(failures(bench.check(only("gh_dim.repo_activity"))))
                .contains("gh_dim.repo_activity: grain: 2018-04-03: 1 combination of the grain (day_fk, repo_fk)"
                        + " occurs more than once");
    }

    @Test
    void aDayThatIsKeptOutStandsAsFailedUntilItIsBuilt() {
        Workbench bench = threeDays();
        bench.edit(
                "github/repo_activity",
                "number_of_commits,",
                "coalesce(number_of_commits, 0) + 1 AS number_of_commits,");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(bench.standingFailures())
                .contains(
                        "gh_dim.repo_activity: reconcile number_of_commits: 2018-04-01",
                        "gh_dim.repo_activity: reconcile number_of_commits: 2018-04-03");

        bench.restore("github/repo_activity").run().withoutProblems();

        assertThat(bench.standingFailures()).isEmpty();
    }

    @Test
    void theResultsOfARunAreKept() {
        Workbench bench = threeDays();
        bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(bench.results(bench.latestRun()))
                .filteredOn(result -> result.table().equals("pypi_dim.download_counts"))
                .extracting(
                        result -> result.check() + ": " + result.outcome() + ": " + DayRanges.text(result.days(), 9))
                .contains(
                        "grain: passed: 2018-04-01",
                        "grain: passed: 2018-04-03",
                        "foreign key installer_fk: passed: 2018-04-02",
                        "reconcile number_of_downloads: passed: 2018-04-03");
    }

    @Test
    void aCheckThatWarnedStandsUntilItPassesForTheSameDays() {
        Workbench bench = threeDays();
        noConda(bench, "warn");
        bench.run().withoutProblems();
        assertThat(bench.standingFailures()).containsExactly("pypi.no_conda: check: 2018-04-01, 2018-04-03");

        bench.downloads("2018-04-04", "flask|1.0|2.7|pip|30").run().withoutProblems();
        assertThat(bench.standingFailures()).hasSize(1);

        bench.downloads("2018-04-03", "flask|1.0|2.7|pip|30").run().withoutProblems();
        bench.run(fullInBatchesOf(1)).withoutProblems();
        assertThat(bench.standingFailures()).isEmpty();
    }

    @Test
    void aCheckThatOnlyWarnsAndCannotBeAnsweredIsSaidAndLeftOut() {
        Workbench bench = threeDays();
        bench.model("pypi/broken", """
                /*
                kind: check
                description: Fails.
                severity: warn
                */
                SELECT day_fk FROM pypi_dim.download_counts JOIN pypi_dim.installer ON installer_id = installer_fk
                WHERE CAST(installer_name AS integer) > 1
                """);
        noConda(bench, "warn");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(run.heard().warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning)
                        .startsWith(bench.modelFile("pypi/broken") + ": pypi.broken could not be checked: ")
                        .endsWith(" It only warns, so the batch is built without it; this run does not ask it again."))
                .anySatisfy(warning -> assertThat(warning).contains("Nobody uses conda."));
        assertThat(bench.results(bench.latestRun()))
                .filteredOn(CheckResult::isFailure)
                .extracting(CheckResult::table, CheckResult::outcome)
                .containsExactly(tuple("pypi.broken", Outcome.UNANSWERED), tuple("pypi.no_conda", Outcome.FAILED));
        assertSameAsFromScratch(bench.removeModel("pypi/broken").removeModel("pypi/no_conda"));
    }

    @Test
    void aCheckThatIsExcludedDoesNotRun() {
        Workbench bench = threeDays();
        noConda(bench, "error");

        bench.run(new PlanRequest(
                        List.of(),
                        List.of("pypi/no_conda"),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        1_000_000))
                .withoutProblems();

        assertThat(bench.plan()).isEmpty();
        assertThat(bench.results(bench.latestRun()))
                .extracting(CheckResult::table)
                .doesNotContain("pypi.no_conda");
    }

    @Test
    void aCheckWhoseStatementFailsIsAnErrorOrAWarningAndTheOthersGoOn() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.model("pypi/broken", """
                /*
                kind: check
                description: Fails.
                */
                SELECT installer_name FROM pypi_dim.installer WHERE CAST(installer_name AS integer) > 1
                """);

        List<CheckResult> results = bench.check();

        assertThat(results).filteredOn(CheckResult::isFailure).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.UNANSWERED);
            assertThat(result.isError()).isTrue();
            assertThat(result.message()).startsWith("pypi.broken could not be checked: ");
        });
        assertThat(results)
                .anyMatch(result ->
                        result.table().equals("pypi.downloads_are_positive") && result.outcome() == Outcome.PASSED);
    }

    @Test
    void daysThatAreNotUpToDateAreNotReconciledAndTablesWithAnotherModelNotChecked() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|21");
        bench.edit("github/repo_activity", "number_of_commits,", "number_of_commits, 1 AS one,");

        List<CheckResult> results = bench.check();

        assertThat(failures(results)).isEmpty();
        assertThat(results)
                .extracting(result -> result.table() + ": " + result.check() + ": " + result.outcome() + ": "
                        + DayRanges.text(result.days(), 9))
                .contains(
                        "pypi_dim.download_counts: reconcile number_of_downloads: passed: 2018-04-01, 2018-04-03",
                        "gh_dim.repo_activity: grain: skipped: ");
    }

    @Test
    void aDayWithFarFewerRowsThanItsWeekdayHadIsPublishedWithAWarning() {
        Workbench bench = threeDays()
                .removeModel("python_projects/python_project_activity")
                .removeModel("python_projects/python_project_activity_data_set");
        for (int week = 1; week <= 4; week++) {
            String[] rows = new String[100];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = "project " + i + "|1.0|3.6|pip|1";
            }
            bench.downloads(String.format(Locale.ROOT, "2018-03-%02d", 35 - 7 * week), rows);
        }
        bench.downloads("2018-04-04", "flask|1.0|3.6|pip|1");
        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.heard().warnings())
                .filteredOn(warning -> warning.contains("unusual"))
                .singleElement()
                .asString()
                .startsWith("pypi_dim.download_counts: 2018-04-04 is unusual: it has 1 rows; the 4 Wednesdays before"
                        + " had 100 in the middle");
        assertThat(bench.standingFailures()).containsExactly("pypi_dim.download_counts: row count: 2018-04-04");
        assertThat(failures(bench.check(only("pypi_dim.download_counts"))))
                .singleElement()
                .asString()
                .startsWith("pypi_dim.download_counts: row count: 2018-04-04: it has 1 rows");
    }

    @Test
    void withoutStarsThereIsNothingToCheck() {
        Workbench bench = threeDays();

        assertThatThrownBy(bench::check)
                .isInstanceOf(InputException.class)
                .hasMessage("There are no stars to check yet. Build them with 'asterism run'.");
    }

    private static void noConda(Workbench bench, String severity) {
        bench.model("pypi/no_conda", """
                /*
                kind: check
                description: Nobody uses conda.
                severity: %s
                */
                SELECT day_fk FROM pypi_dim.download_counts JOIN pypi_dim.installer ON installer_id = installer_fk
                WHERE installer_name = 'conda'
                """.formatted(severity));
    }

    private static PlanRequest only(String selector) {
        return Workbench.only(selector);
    }

    private static PlanRequest between(String from, String to) {
        return Workbench.between(from, to);
    }

    private static PlanRequest fullInBatchesOf(long bytes) {
        return new PlanRequest(List.of(), List.of(), Optional.empty(), Optional.<Day>empty(), true, false, bytes);
    }
}
