package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.DayFileBuilder;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What happens to the past: files that come late or in another version, models under another name. */
abstract class RestatementContract extends EngineContract {
    private static final String DOWNLOADS_V2 = "pypi/downloads-v2.csv.gz";
    private static final String[] MADE_FROM_DOWNLOADS = {
        "pypi_dim.installer",
        "pypi_dim.project",
        "pypi_dim.project_version",
        "pypi_dim.python_version",
        "pypi_dim.download_counts"
    };

    RestatementContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private Workbench built() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        return bench;
    }

    private void runToTheEnd(Workbench bench) {
        bench.run().withoutProblems();
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    private static void downloadsV2(Workbench bench, String day, int number) {
        DayFileBuilder file = bench.dayFile(day, DOWNLOADS_V2).header(Workbench.DOWNLOADS_HEADER);
        file.row(Integer.parseInt(day.replace("-", "")), "flask", "1.0", "3.6", "pip", number)
                .write();
    }

    private static String downloadsOn(Workbench bench, int day) {
        return bench.rows("SELECT sum(number_of_downloads) FROM pypi_dim.download_counts WHERE day_fk = " + day)
                .get(0);
    }

    @Test
    void aDayThatArrivesYearsLateIsBuiltAloneAndExtendsTheCalendar() {
        Workbench bench = built();

        bench.activity("2016-02-29", "pallets|flask|7||");

        assertThat(bench.plan())
                .containsExactly(
                        "gh_dim.repo: new file: 2016-02-29",
                        "time.day: calendar changed",
                        "gh_dim.repo_activity: new file: 2016-02-29",
                        "pp_dim.python_project_activity: upstream changed: gh_dim.repo_activity: 2016-02-29");
        runToTheEnd(bench);
        assertThat(bench.rows("SELECT min(day_id) FROM time.day")).containsExactly("20160229");
    }

    @Test
    void aHigherVersionOfTheQuerySupersedesTheLowerAndGivesWayToItAgain() {
        Workbench bench = built();

        downloadsV2(bench, "2018-04-02", 5);

        for (String table : MADE_FROM_DOWNLOADS) {
            assertThat(bench.plan()).contains(table + ": file changed: 2018-04-02");
        }
        assertThat(bench.plan()).hasSize(MADE_FROM_DOWNLOADS.length + 1);
        runToTheEnd(bench);
        assertThat(downloadsOn(bench, 20180402)).isEqualTo("5");

        bench.removeFile("2018-04-02", DOWNLOADS_V2);

        assertThat(bench.plan()).contains("pypi_dim.download_counts: file changed: 2018-04-02");
        runToTheEnd(bench);
        assertThat(downloadsOn(bench, 20180402)).isEqualTo("21");
    }

    @Test
    void aVersionOfTheQueryCountsFromTheMomentThatTheSourceAcceptsIt() {
        Workbench bench = threeDays().edit("pypi/downloads", "downloads-v{1,2}", "downloads-v1");
        bench.run().withoutProblems();
        downloadsV2(bench, "2018-04-03", 5);
        assertThat(bench.plan()).isEmpty();

        bench.restore("pypi/downloads");

        assertThat(bench.plan())
                .hasSize(MADE_FROM_DOWNLOADS.length + 1)
                .contains("pypi_dim.download_counts: file changed: 2018-04-03");
        runToTheEnd(bench);
        assertThat(downloadsOn(bench, 20180403)).isEqualTo("5");
    }

    @Test
    void aTableUnderAnotherNameIsBuiltAnewAndTheOldOneStays() {
        Workbench bench = built();

        bench.edit(
                "python_projects/python_project_activity",
                "table: pp_dim.python_project_activity",
                "table: pp_dim.project_activity");
        bench.edit(
                "python_projects/python_project_activity_data_set",
                "FROM pp_dim.python_project_activity",
                "FROM pp_dim.project_activity");

        assertThat(bench.plan())
                .containsExactly(
                        "pp_dim.project_activity: not built yet: 2018-04-01 to 2018-04-03",
                        "pp_dim.python_project_activity_data_set: SQL changed: pp_dim.python_project_activity_data_set");
        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT count(*) FROM pp_dim.python_project_activity"))
                .isEqualTo(bench.rows("SELECT count(*) FROM pp_dim.project_activity"));
        try (var inspection = bench.inspect()) {
            assertThat(inspection.survey().staleness().withoutModel())
                    .extracting(Object::toString)
                    .containsExactly("pp_dim.python_project_activity");
        }
    }

    @Test
    void aModelFileUnderAnotherNameIsNoChange() {
        Workbench bench = built();

        bench.restore("pypi/installer").removeModel("pypi/installer").model("pypi/programs", installer());

        assertThat(bench.plan()).isEmpty();
    }

    private static String installer() {
        return """
                /*
                kind: dimension
                table: pypi_dim.installer
                description: Programs that download from PyPI.
                natural_key: [installer_name]
                unknown: {installer_name: Unknown installer}
                */
                SELECT DISTINCT installer AS installer_name
                FROM pypi_data.download_counts
                WHERE installer IS NOT NULL
                """;
    }

    /** Takes the Python version out of the download counts; gives the end of the SELECT, which says by what it groups. */
    private static String addUpPythonVersions(Workbench bench) {
        String model = "pypi/download_counts";
        bench.edit(model, "installer_fk, python_version_fk]", "installer_fk]");
        bench.edit(model, "  coalesce(python_version_id, -1) AS python_version_fk,\n", "");
        bench.edit(model, "  python_version_fk: Python version that asked.\n", "");
        bench.edit(
                model,
                "  number_of_downloads\nFROM",
                "  CAST(sum(number_of_downloads) AS bigint) AS number_of_downloads\nFROM");
        String groups = "python_version_name = python_version\nGROUP BY day_id, project_version_id, installer_id";
        bench.edit(model, "python_version_name = python_version", groups);
        return groups;
    }

    @Test
    void aNarrowerGrainTakesOverDayByDay() {
        Workbench bench = threeDays();
        bench.downloads("2018-04-01", "flask|1.0|3.6|pip|10", "flask|1.0|2.7|pip|9");
        bench.run().withoutProblems();
        String aggregated = addUpPythonVersions(bench);

        bench.run(Workbench.between("2018-04-03", "2018-04-03")).withoutProblems();
        assertThat(downloadsOn(bench, 20180401)).isEqualTo("19");
        runToTheEnd(bench);
        bench.edit("pypi/download_counts", aggregated, aggregated + ", python_version_id");

        assertThat(bench.run().problems())
                .singleElement()
                .asString()
                .contains(
                        "on 2018-04-01, 1 combination of the grain (day_fk, project_version_fk, installer_fk) occurs more"
                                + " than once");
        assertThat(downloadsOn(bench, 20180401)).isEqualTo("19");
    }

    @Test
    void aGrainThatGainsATextIsNotHeldToTheOldOne() {
        Workbench bench = threeDays();
        bench.downloads("2018-04-01", "flask|1.0|3.6|pip|10", "flask|1.0|2.7|pip|9");
        String model = "pypi/download_counts";
        String groups = addUpPythonVersions(bench);
        bench.run().withoutProblems();

        bench.edit(model, "installer_fk]", "installer_fk, python]");
        bench.edit(model, groups, groups + ", python_version");
        bench.edit(
                model,
                "  CAST(sum(number_of_downloads) AS bigint)",
                "  coalesce(python_version, '') AS python,\n  CAST(sum(number_of_downloads) AS bigint)");
        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT count(*) FROM pypi_dim.download_counts WHERE day_fk = 20180401"))
                .containsExactly("2");

        bench.edit(model, "installer_fk, python]", "installer_fk]");
        bench.edit(model, groups + ", python_version", groups);
        bench.edit(model, "coalesce(python_version, '') AS python", "max(coalesce(python_version, '')) AS python");
        bench.downloads("2018-05-01", "flask|1.0|3.6|pip|10");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }
}
