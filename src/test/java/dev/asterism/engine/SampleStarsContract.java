package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The stars that the shipped pipelines build from the sample days, and from real ones where there are any. */
abstract class SampleStarsContract extends EngineContract {
    private static final String README_QUERY = """
        SELECT _date, project_name, number_of_downloads, number_of_forks, number_of_commits, number_of_closed_pull_requests
        FROM pp_dim.python_project_activity JOIN pypi_dim.project ON project_id = project_fk JOIN time.day ON day_fk = day_id
        WHERE project_name = 'flask' ORDER BY day_fk DESC LIMIT 10;
        """;

    SampleStarsContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private Workbench sample() {
        return emptyWorkbench().copySampleDays().copyShippedPipelines();
    }

    @Test
    void theQueryOfTheReadmeGivesThePublishedRowsAndASecondRunHasNothingToDo() {
        Workbench bench = sample();

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.exitCode()).isZero();
        assertThat(run.heard().warnings()).isEmpty();
        assertThat(bench.rows(README_QUERY))
                .containsExactly(
                        "2018-04-10|flask|45104|11|67|3",
                        "2018-04-09|flask|57177|13|45|4",
                        "2018-04-08|flask|70392|13|7|∅",
                        "2018-04-07|flask|65060|10|7|∅",
                        "2018-04-06|flask|70779|7|11|2",
                        "2018-04-05|flask|62215|6|22|∅",
                        "2018-04-04|flask|33116|11|23|∅",
                        "2018-04-03|flask|39248|15|27|∅",
                        "2018-04-02|flask|54517|14|17|∅",
                        "2018-04-01|flask|68685|4|6|∅");

        Workbench.Run second = bench.run();

        assertThat(second.plan().isEmpty()).isTrue();
        assertThat(second.heard().events()).isEmpty();
        assertThat(second.result().batches()).isZero();
    }

    @Test
    void publishedRowsOfTheTenthOfAprilAreThereOneByOne() {
        Workbench bench = sample();
        bench.run().withoutProblems();

        assertThat(bench.rows("""
                SELECT user_name, number_of_forks, number_of_commits, number_of_closed_pull_requests
                FROM gh_dim.repo_activity JOIN gh_dim.repo ON repo_id = repo_fk
                WHERE day_fk = 20180410 AND repo_name = 'flask' ORDER BY user_name
                """))
                .containsExactly(
                        "davidism|∅|49|∅",
                        "dengyifan|∅|1|∅",
                        "liks79|1|∅|∅",
                        "manhhomienbienthuy|∅|10|∅",
                        "pallets|10|6|3",
                        "xeriok18600|∅|1|∅");
        assertThat(bench.rows("""
                SELECT project_version_name, python_version_name, installer_name, number_of_downloads
                FROM pypi_dim.download_counts
                  JOIN pypi_dim.project_version ON project_version_id = project_version_fk
                  JOIN pypi_dim.project ON project_id = project_fk
                  JOIN pypi_dim.installer ON installer_id = installer_fk
                  JOIN pypi_dim.python_version ON python_version_id = python_version_fk
                WHERE day_fk = 20180410 AND project_name = 'flask'
                """))
                .contains(
                        "0.1|Unknown python version|bandersnatch|1",
                        "0.10|2.6|pip|1",
                        "0.11|Unknown python version|Browser|1",
                        "0.11|Unknown python version|bandersnatch|1",
                        "0.2|Unknown python version|bandersnatch|1",
                        "0.5|Unknown python version|bandersnatch|1",
                        "0.5.1|Unknown python version|bandersnatch|1",
                        "0.6|Unknown python version|bandersnatch|1",
                        "0.8|Unknown python version|bandersnatch|1",
                        "0.9|Unknown python version|bandersnatch|1");
    }

    @Test
    void tablesHaveTheColumnsThatUsersKnow() {
        Workbench bench = sample();
        bench.run().withoutProblems();

        assertThat(columns(bench))
                .containsExactly(
                        "gh_dim.repo: repo_id integer, repo_name text, user_name text",
                        "gh_dim.repo_activity: day_fk integer, repo_fk integer, number_of_forks integer,"
                                + " number_of_commits integer, number_of_closed_pull_requests integer",
                        "pp_dim.python_project_activity: day_fk integer, project_fk integer, number_of_downloads bigint,"
                                + " number_of_forks bigint, number_of_commits bigint, number_of_closed_pull_requests bigint",
                        "pp_dim.python_project_activity_data_set: Day date, Project text, Downloads bigint, Forks bigint,"
                                + " Commits bigint, Closed pull requests bigint",
                        "pypi_dim.download_counts: day_fk integer, project_version_fk integer, installer_fk integer,"
                                + " python_version_fk integer, number_of_downloads bigint",
                        "pypi_dim.installer: installer_id integer, installer_name text",
                        "pypi_dim.project: project_id integer, project_name text",
                        "pypi_dim.project_version: project_version_id integer, project_version_name text, project_fk integer",
                        "pypi_dim.python_version: python_version_id integer, python_version_name text",
                        "time.day: day_id integer, day_name text, year_id integer, year_name text, iso_year_id integer,"
                                + " iso_year_name text, quarter_id integer, quarter_name text, month_id integer,"
                                + " month_name text, week_id integer, week_name text, day_of_week_id integer,"
                                + " day_of_week_name text, day_of_month_id integer, _date date",
                        "time.duration: duration_id integer, days integer, days_name text, weeks integer, weeks_name text,"
                                + " four_weeks integer, four_weeks_name text, months integer, months_name text,"
                                + " sixth_years integer, sixth_years_name text, half_years integer, half_years_name text,"
                                + " years integer, years_name text",
                        "time.hour_of_day: hour_of_day_id integer, hour_of_day_name text");
    }

    private List<String> columns(Workbench bench) {
        Map<String, String> tables = new TreeMap<>();
        bench.query("""
                SELECT table_schema, table_name, column_name, data_type
                FROM information_schema.columns
                WHERE table_schema IN ('time', 'pypi_dim', 'gh_dim', 'pp_dim', 'pypi_data', 'gh_data')
                ORDER BY table_schema, table_name, ordinal_position
                """)
                .forEach(row -> tables.merge(
                        row.get(0) + "." + row.get(1),
                        row.get(2) + " " + warehouses().portableType(String.valueOf(row.get(3))),
                        (before, more) -> before + ", " + more));
        return tables.entrySet().stream()
                .map(table -> table.getKey() + ": " + table.getValue())
                .toList();
    }

    @Test
    void aDayHasAllItsNames() {
        Workbench bench = sample();
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT * FROM time.day WHERE day_id = 20180410"))
                .containsExactly("20180410|Tue, Apr 10 2018|2018|2018|2018|2018|20182|2018 Q2|201804|2018 Apr|201815"
                        + "|2018 - CW 15|2|Tuesday|10|2018-04-10");
        assertThat(bench.rows("SELECT count(*), min(day_id), max(day_id) FROM time.day"))
                .containsExactly("10|20180401|20180410");
    }

    @Test
    void weeksAtTheEndsOfAYearBelongToTheIsoYear() {
        Workbench bench = emptyWorkbench().copyShippedPipelines();
        bench.downloads("2018-12-31", "flask|1.0|3.6|pip|1");
        bench.downloads("2021-01-01", "flask|1.0|3.6|pip|1");
        bench.run().withoutProblems();

        assertThat(bench.rows("""
                SELECT _date, year_id, iso_year_id, iso_year_name, week_id, week_name, quarter_name, day_of_week_id
                FROM time.day
                WHERE _date IN (DATE '2018-12-31', DATE '2019-01-01', DATE '2020-12-31', DATE '2021-01-01')
                ORDER BY _date
                """))
                .containsExactly(
                        "2018-12-31|2018|2019|2019|201901|2019 - CW 01|2018 Q4|1",
                        "2019-01-01|2019|2019|2019|201901|2019 - CW 01|2019 Q1|2",
                        "2020-12-31|2020|2020|2020|202053|2020 - CW 53|2020 Q4|4",
                        "2021-01-01|2021|2020|2020|202053|2020 - CW 53|2021 Q1|5");
    }

    @Test
    void durationsAndHoursHaveTheirBuckets() {
        Workbench bench = sample();
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT * FROM time.duration WHERE duration_id IN (-1, 0, 60) ORDER BY duration_id"))
                .containsExactly(
                        "-1|-1|-1 days|-1|-7 to -1 days|-1|-28 to -1 days|-1|-30 to -1 days|-1|-60 to -1 days|-1"
                                + "|-180 to -1 days|-1|-360 to -1 days",
                        "0|0|0 days|0|0-6 days|0|0-27 days|0|0-29 days|0|0-59 days|0|0-179 days|0|0-359 days",
                        "60|60|60 days|8|56-62 days|2|56-83 days|2|60-89 days|1|60-119 days|0|0-179 days|0|0-359 days");
        assertThat(bench.rows("SELECT count(*), min(duration_id), max(duration_id) FROM time.duration"))
                .containsExactly("14611|-7305|7305");
        assertThat(bench.rows("SELECT * FROM time.hour_of_day WHERE hour_of_day_id IN (0, 13, 23) ORDER BY 1"))
                .containsExactly("0|0-1", "13|13-14", "23|23-24");
    }

    @Test
    void manyMembersHaveKeysWithoutGapsInTheOrderOfTheirNaturalKey() {
        Workbench bench = sample().model("time/code", """
                /*
                kind: dimension
                table: time.code
                description: More members than one thread takes at a time, in no order.
                natural_key: [code_name]
                */
                SELECT CAST(n * 5003 % 300007 AS text) AS code_name FROM generate_series(1, 300000) AS series(n)
                """);
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT count(*), count(DISTINCT code_id), min(code_id), max(code_id) FROM time.code"))
                .containsExactly("300000|300000|1|300000");
        assertThat(bench.rows("""
                SELECT count(*)
                FROM (SELECT code_name, lag(code_name) OVER (ORDER BY code_id) AS previous FROM time.code) AS numbered
                WHERE code_name COLLATE "C" < previous COLLATE "C"
                """)).containsExactly("0");
    }

    @Test
    void tablesAndColumnsAreDescribedInTheDatabase() {
        Workbench bench = sample();
        bench.run().withoutProblems();

        assertThat(warehouses().comments(bench.warehouseUrl(), "pypi_dim", "download_counts"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "", "Files downloaded from PyPI.",
                        "day_fk", "Day of the download (UTC).",
                        "project_version_fk", "Version of the project that was downloaded.",
                        "installer_fk", "Program that asked.",
                        "python_version_fk", "Python version that asked.",
                        "number_of_downloads", "Files downloaded on that day."));
        assertThat(warehouses().comments(bench.warehouseUrl(), "gh_dim", "repo"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "", "Repositories on GitHub.",
                        "repo_id", "Surrogate key of the repository.",
                        "repo_name", "Name of the repository.",
                        "user_name", "Owner of the repository, a person or an organisation."));
        assertThat(warehouses().comments(bench.warehouseUrl(), "pp_dim", "python_project_activity_data_set"))
                .containsEntry(
                        "",
                        "Downloads and activity of Python projects, one row per project and day, ready"
                                + " for a spreadsheet.")
                .containsEntry("Closed pull requests", "Pull requests closed in repositories with the project's name.");
    }

    @Test
    void theDataSetShowsTheStarUnderHumanNames() {
        Workbench bench = sample();
        bench.run().withoutProblems();

        assertThat(bench.rows("""
                SELECT * FROM pp_dim.python_project_activity_data_set
                WHERE "Project" = 'flask' AND "Day" = DATE '2018-04-10'
                """)).containsExactly("2018-04-10|flask|45104|11|67|3");
    }

    @Test
    void nothingIsLeftBehindButStarsAndBuildState() {
        Workbench bench = sample();
        bench.run().withoutProblems();

        assertThat(warehouses().scratchTables(bench.warehouseUrl())).isEmpty();
    }

    @Test
    void realDaysAddUpToTheirGoldenNumbers() {
        Path lake = Path.of("..", "shared", "data", "lake");
        assumeThat(Files.isDirectory(lake))
                .as("real days beside the repository")
                .isTrue();
        Workbench bench = emptyWorkbench().copyShippedPipelines().withLake(lake);

        bench.run(Workbench.inBatchesOf(500_000)).withoutProblems();

        assertThat(bench.rows("SELECT count(*), sum(number_of_downloads) FROM pypi_dim.download_counts"))
                .containsExactly("151327|24719802");
        assertThat(bench.rows("SELECT sum(number_of_downloads) FROM pp_dim.python_project_activity"))
                .containsExactly("24719802");
        assertThat(bench.rows("""
                SELECT count(*), sum(number_of_forks), sum(number_of_commits), sum(number_of_closed_pull_requests)
                FROM gh_dim.repo_activity
                """)).containsExactly("6498|568|25166|376");
    }
}
