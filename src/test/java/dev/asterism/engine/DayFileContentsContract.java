package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.DayFileBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a day file stands in the stars, whatever it is and however the file is written. */
abstract class DayFileContentsContract extends EngineContract {
    private static final String DAY = "2018-04-01";

    DayFileContentsContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /** The repository's pipelines over an empty lake. */
    private Workbench emptyLake() {
        return emptyWorkbench()
                .copyShippedPipelines()
                .removeModel("time/duration")
                .removeModel("time/hour_of_day");
    }

    private static DayFileBuilder downloads(Workbench bench) {
        return bench.dayFile(DAY, Workbench.DOWNLOADS).header(Workbench.DOWNLOADS_HEADER);
    }

    @Test
    void whatIsNotKnownBelongsToTheUnknownMemberAndIsNotDropped() {
        Workbench bench = emptyLake();
        bench.downloads(
                DAY,
                "flask|1.0|3.6|pip|1",
                "flask|||pip|10",
                "flask|1.0||pip|100",
                "flask|1.0|3.6||1000",
                "flask||||9");
        bench.run().withoutProblems();

        assertThat(bench.rows("""
                SELECT project_version_name, installer_fk, installer_name, python_version_fk, python_version_name,
                  number_of_downloads
                FROM pypi_dim.download_counts
                  JOIN pypi_dim.project_version ON project_version_id = project_version_fk
                  JOIN pypi_dim.installer ON installer_id = installer_fk
                  JOIN pypi_dim.python_version ON python_version_id = python_version_fk
                ORDER BY number_of_downloads
                """))
                .containsExactly(
                        "1.0|1|pip|1|3.6|1",
                        "Unknown version|-1|Unknown installer|-1|Unknown python version|9",
                        "Unknown version|1|pip|-1|Unknown python version|10",
                        "1.0|1|pip|-1|Unknown python version|100",
                        "1.0|-1|Unknown installer|1|3.6|1000");
        assertThat(bench.rows("SELECT number_of_downloads FROM pp_dim.python_project_activity"))
                .containsExactly("1120");
    }

    @Test
    void theUnknownMembersAreThereEvenWhereEverythingIsKnown() {
        Workbench bench = emptyLake();
        bench.downloads(DAY, "flask|1.0|3.6|pip|1");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT * FROM pypi_dim.installer ORDER BY 1"))
                .containsExactly("-1|Unknown installer", "1|pip");
        assertThat(bench.rows("SELECT * FROM pypi_dim.python_version ORDER BY 1"))
                .containsExactly("-1|Unknown python version", "1|3.6");
    }

    @Test
    void aMeasureThatIsNotKnownStaysUnknownAndIsNotZero() {
        Workbench bench = emptyLake();
        bench.downloads(DAY, "flask|1.0|3.6|pip|1", "django|1.0|3.6|pip|2");
        bench.activity(DAY, "pallets|flask||0|", "other|flask|||");
        bench.run().withoutProblems();

        assertThat(bench.rows("""
                SELECT user_name, number_of_forks, number_of_commits, number_of_closed_pull_requests
                FROM gh_dim.repo_activity JOIN gh_dim.repo ON repo_id = repo_fk ORDER BY 1
                """)).containsExactly("other|∅|∅|∅", "pallets|∅|0|∅");
        assertThat(bench.rows("""
                SELECT project_name, number_of_forks, number_of_commits
                FROM pp_dim.python_project_activity JOIN pypi_dim.project ON project_id = project_fk ORDER BY 1
                """)).containsExactly("django|∅|∅", "flask|∅|0");
    }

    static List<String> oddNames() {
        return List.of(
                "null",
                "NULL",
                "NA",
                "NaN",
                "\\N",
                "-1",
                "007",
                "true",
                "\"quoted\"",
                "\"",
                "\"\"",
                "5\" disk",
                "it's",
                "a\tb",
                "\t",
                "a\nb",
                "\n",
                "a\r\nb",
                "a\rb",
                "\r",
                "back\\slash",
                "\\",
                "\\t",
                " blanks at both ends ",
                " ",
                "Straße Žižkov 北京 עברית",
                "e\u0301 is not \u00e9",
                "👩‍🚀🐍",
                "\uFEFFmark",
                "no\u00a0break",
                "\u0001\u001f\u007f",
                "#comment",
                "--",
                "; DROP TABLE x",
                "%d%s{0}",
                "a,b|c",
                "L" + "o".repeat(100_000) + "ng");
    }

    @Test
    void oddNamesArriveUnchanged() {
        Workbench bench = emptyLake();
        DayFileBuilder file = downloads(bench);
        oddNames().forEach(name -> file.row(20180401, name, name, name, name, 1));
        file.write();
        bench.run().withoutProblems();

        assertThat(texts(bench, "SELECT project_name FROM pypi_dim.project"))
                .containsExactlyInAnyOrderElementsOf(oddNames());
        assertThat(texts(bench, "SELECT installer_name FROM pypi_dim.installer WHERE installer_id > 0"))
                .containsExactlyInAnyOrderElementsOf(oddNames());
        assertThat(bench.rows("""
                SELECT count(*), count(DISTINCT project_fk) FROM pypi_dim.download_counts
                  JOIN pypi_dim.project_version ON project_version_id = project_version_fk
                  JOIN pypi_dim.project ON project_id = project_fk AND project_name = project_version_name
                  JOIN pypi_dim.installer ON installer_id = installer_fk AND installer_name = project_name
                  JOIN pypi_dim.python_version
                    ON python_version_id = python_version_fk AND python_version_name = project_name
                """))
                .containsExactly(oddNames().size() + "|" + oddNames().size());
    }

    /** A reader that guesses may be led astray by a single odd row. */
    @ParameterizedTest
    @MethodSource("oddNames")
    void anOddNameInAFileOfItsOwnArrivesUnchanged(String name) {
        Workbench bench = emptyLake();
        downloads(bench)
                .row(20180401, name, "1", null, null, 1)
                .row(20180401, "plain", name, null, null, 2)
                .write();
        bench.run().withoutProblems();

        assertThat(texts(bench, "SELECT project_name FROM pypi_dim.project")).containsExactlyInAnyOrder(name, "plain");
        assertThat(texts(bench, "SELECT project_version_name FROM pypi_dim.project_version"))
                .containsExactlyInAnyOrder("1", name);
        assertThat(bench.rows("SELECT sum(number_of_downloads) FROM pypi_dim.download_counts"))
                .containsExactly("3");
    }

    @Test
    void namesThatDifferOnlyInCaseOrBlanksAreDifferent() {
        Workbench bench = emptyLake();
        bench.downloads(DAY, "flask|1|||1", "Flask|1|||1", "flask |1|||1", " flask|1|||1", "ﬂask|1|||1");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT count(*) FROM pypi_dim.project")).containsExactly("5");
    }

    @Test
    void numbersAtTheEndsOfTheirTypesArrive() {
        Workbench bench = emptyLake();
        bench.downloads(DAY, "max|1|||9223372036854775807", "min|1|||-9223372036854775808", "plus|1|||+0012");
        bench.activity(DAY, "a|max|2147483647|-2147483648|0");
        bench.run().withoutProblems();

        assertThat(bench.rows("""
                SELECT project_name, number_of_downloads, number_of_forks, number_of_commits
                FROM pp_dim.python_project_activity JOIN pypi_dim.project ON project_id = project_fk ORDER BY 1
                """))
                .containsExactly(
                        "max|9223372036854775807|2147483647|-2147483648",
                        "min|-9223372036854775808|∅|∅",
                        "plus|12|∅|∅");
    }

    @Test
    void totalsThatNoIntegerHoldsAreStillReconciled() {
        Workbench bench = emptyLake();
        bench.removeModel("python_projects/python_project_activity_data_set");
        bench.removeModel("python_projects/python_project_activity");
        bench.downloads(DAY, "a|1|||9223372036854775807", "b|1|||9223372036854775807", "c|1|||9223372036854775806");

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT sum(number_of_downloads) FROM pypi_dim.download_counts"))
                .containsExactly("27670116110564327420");
    }

    @Test
    void aFileWithOnlyAHeaderIsAnEmptyDay() {
        Workbench bench = threeDays();
        downloads(bench).write();

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.exitCode()).isZero();
        assertThat(bench.rows("SELECT count(*) FROM pypi_dim.download_counts WHERE day_fk = 20180401"))
                .containsExactly("0");
        assertThat(bench.plan()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void aHeaderMayEndTheFileInAnyWay(String end) {
        Workbench bench = emptyLake();
        bench.dayFile(DAY, Workbench.DOWNLOADS)
                .text(String.join("\t", Workbench.DOWNLOADS_HEADER) + end)
                .write();

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT count(*) FROM pypi_dim.download_counts")).containsExactly("0");
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aLakeWithoutAnyFileBuildsEmptyStars() {
        Workbench bench = emptyLake();

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.exitCode()).isZero();
        assertThat(bench.rows("SELECT count(*) FROM pp_dim.python_project_activity"))
                .containsExactly("0");
        assertThat(bench.rows("SELECT day_id FROM time.day")).containsExactly("20180410");
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void columnsAreFoundByTheirNamesInAnyOrder() {
        Workbench bench = emptyLake();
        bench.dayFile(DAY, Workbench.DOWNLOADS)
                .header("number_of_downloads", "installer", "project", "day_id", "python_version", "project_version")
                .row(7, "pip", "flask", 20180401, "3.6", "1.0")
                .write();
        bench.downloads("2018-04-02", "django|2.0|2.7|conda|8");
        bench.run().withoutProblems();

        assertThat(starRows(bench)).containsExactly("20180401|flask|1.0|3.6|pip|7", "20180402|django|2.0|2.7|conda|8");
    }

    @Test
    void aColumnThatNobodyKnowsGivesOneWarning() {
        Workbench bench = emptyLake();
        for (String day : List.of("2018-04-01", "2018-04-02", "2018-04-03")) {
            bench.dayFile(day, Workbench.DOWNLOADS)
                    .header(
                            "day_id",
                            "project",
                            "country",
                            "project_version",
                            "python_version",
                            "installer",
                            "number_of_downloads")
                    .row(day.replace("-", ""), "flask", "DE", "1.0", "3.6", "pip", 7)
                    .write();
        }

        Workbench.Run run = bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(run.heard().warnings())
                .singleElement()
                .asString()
                .isEqualTo(bench.path("2018-04-01", Workbench.DOWNLOADS)
                        + ": the columns country are unknown to pypi_data.download_counts and ignored, here and in"
                        + " other files of it.");
        assertThat(starRows(bench))
                .containsExactly(
                        "20180401|flask|1.0|3.6|pip|7", "20180402|flask|1.0|3.6|pip|7", "20180403|flask|1.0|3.6|pip|7");
    }

    @Test
    void aFileOfSeveralGzipMembersIsReadToItsEnd() {
        Workbench bench = emptyLake();
        downloads(bench)
                .nextMember()
                .row(20180401, "flask", "1.0", "3.6", "pip", 1)
                .text("20180401\tdja")
                .nextMember()
                .text("ngo\t2.0\t2.7\tpip\t2\n")
                .nextMember()
                .nextMember()
                .row(20180401, "numpy", "1.1", "3.6", "conda", 3)
                .write();
        bench.run().withoutProblems();

        assertThat(starRows(bench))
                .containsExactly(
                        "20180401|django|2.0|2.7|pip|2",
                        "20180401|flask|1.0|3.6|pip|1",
                        "20180401|numpy|1.1|3.6|conda|3");
    }

    @Test
    void linesMayEndAsOnWindows() {
        Workbench bench = emptyLake();
        bench.dayFile(DAY, Workbench.DOWNLOADS)
                .text(String.join("\t", Workbench.DOWNLOADS_HEADER) + "\r\n")
                .text("20180401\tflask\t1.0\t3.6\tpip\t1\r\n20180401\t\"two\r\nlines\"\t1.0\t3.6\tpip\t2\r\n")
                .write();
        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|1");
        bench.run().withoutProblems();

        assertThat(starRows(bench))
                .containsExactly(
                        "20180401|flask|1.0|3.6|pip|1",
                        "20180401|two\r\nlines|1.0|3.6|pip|2",
                        "20180402|flask|1.0|3.6|pip|1");
    }

    /** Spreadsheets write such a header where a heading has two lines. */
    @ParameterizedTest
    @CsvSource({"'\r\n', '\n'", "'\n', '\r\n'", "'\n', '\r'", "'\r\n', '\r\n'", "'\r', '\n'", "'\r', '\r'"})
    void anUnknownColumnsNameMayHaveALineBreak(String lineEnd, String within) {
        Workbench bench = emptyLake();
        bench.dayFile(DAY, Workbench.DOWNLOADS)
                .text(String.join("\t", Workbench.DOWNLOADS_HEADER) + "\t\"two" + within + "lines\"" + lineEnd)
                .text("20180401\tflask\t1.0\t3.6\tpip\t1\tx" + lineEnd)
                .text("20180401\tdjango\t1.0\t3.6\tpip\t2\t" + lineEnd)
                .write();
        bench.run().withoutProblems();

        assertThat(starRows(bench)).containsExactly("20180401|django|1.0|3.6|pip|2", "20180401|flask|1.0|3.6|pip|1");
    }

    @Test
    void unknownColumnsMayHaveAnyNames() {
        Workbench bench = emptyLake();
        List<String> unknown = List.of(
                "",
                "",
                "Project",
                "PROJECT",
                "day_id ",
                "c1",
                "the file",
                "the day",
                "is refused",
                "filename",
                "a\"b",
                "it's",
                "n".repeat(5000),
                "twice",
                "twice",
                "\t",
                "湖");
        List<String> header = new ArrayList<>(unknown);
        header.addAll(List.of(Workbench.DOWNLOADS_HEADER));
        List<Object> row = new ArrayList<>(unknown);
        row.addAll(List.of(20180401, "flask", "1.0", "3.6", "pip", 7));
        bench.dayFile(DAY, Workbench.DOWNLOADS)
                .header(header.toArray(String[]::new))
                .row(row.toArray())
                .write();

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(starRows(bench)).containsExactly("20180401|flask|1.0|3.6|pip|7");
        assertThat(run.heard().warnings()).singleElement().asString().contains("columns '', ", "Project, ");
    }

    @Test
    void aByteOrderMarkAtTheBeginningBelongsToNoName() {
        Workbench bench = emptyLake();
        bench.dayFile(DAY, Workbench.DOWNLOADS)
                .text("\uFEFF\"day_id\"\tproject\tproject_version\tpython_version\tinstaller\tnumber_of_downloads\n")
                .row(20180401, "flask", "1.0", "3.6", "pip", 7)
                .write();
        bench.run().withoutProblems();

        assertThat(starRows(bench)).containsExactly("20180401|flask|1.0|3.6|pip|7");
    }

    @Test
    void theLastLineNeedsNoEnd() {
        Workbench bench = emptyLake();
        downloads(bench).text("20180401\tflask\t1.0\t3.6\tpip\t1").write();
        bench.run().withoutProblems();

        assertThat(starRows(bench)).containsExactly("20180401|flask|1.0|3.6|pip|1");
    }

    @Test
    void quotesAroundPlainFieldsAreNoPartOfThem() {
        Workbench bench = emptyLake();
        bench.dayFile(DAY, Workbench.DOWNLOADS)
                .line("\"day_id\"\t\"project\"\tproject_version\tpython_version\tinstaller\t\"number_of_downloads\"")
                .line("\"20180401\"\t\"flask\"\t\"1.0\"\t\"\"\t\"pip\"\t\"1\"")
                .write();
        bench.run().withoutProblems();

        assertThat(starRows(bench)).containsExactly("20180401|flask|1.0|Unknown python version|pip|1");
    }

    @Test
    void theHighestAcceptedVersionOfADayCounts() {
        Workbench bench = emptyLake();
        bench.downloads(DAY, "flask|1.0|3.6|pip|1");
        bench.dayFile(DAY, "pypi/downloads-v2.csv.gz")
                .header(Workbench.DOWNLOADS_HEADER)
                .row(20180401, "flask", "1.0", "3.6", "pip", 2)
                .write();
        bench.dayFile(DAY, "pypi/downloads-v3.csv.gz")
                .header(Workbench.DOWNLOADS_HEADER)
                .row(20180401, "flask", "1.0", "3.6", "pip", 3)
                .write();
        bench.run().withoutProblems();

        assertThat(starRows(bench)).containsExactly("20180401|flask|1.0|3.6|pip|2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's a lake", "star * [a-z] ? {b}", "Žluťoučký 湖", "per%20cent #1 $HOME ~"})
    void theLakeMayLieInAFolderOfAnyName(String name) {
        Workbench bench = emptyLake().withLake(folder.resolve(name));
        bench.downloads(DAY, "flask|1.0|3.6|pip|1");
        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|x");

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains(name + "/2018/04/02/pypi/downloads-v1.csv.gz, line 2, column number_of_downloads");
        assertThat(starRows(bench)).containsExactly("20180401|flask|1.0|3.6|pip|1");
    }

    @Test
    void aDayOfManyRowsIsCompleteWhateverTheBatches() {
        Workbench bench = emptyLake();
        for (String day : List.of("2018-04-01", "2018-04-02")) {
            DayFileBuilder file = bench.dayFile(day, Workbench.DOWNLOADS).header(Workbench.DOWNLOADS_HEADER);
            for (int i = 0; i < 30_000; i++) {
                file.row(day.replace("-", ""), "project" + i % 3000, "1." + i, i % 7 == 0 ? null : "3.6", "pip", i);
            }
            file.write();
        }
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT day_fk, count(*), sum(number_of_downloads) FROM pypi_dim.download_counts"
                        + " GROUP BY 1 ORDER BY 1"))
                .containsExactly("20180401|30000|449985000", "20180402|30000|449985000");
        assertThat(bench.rows("SELECT count(*), min(project_id), max(project_id) FROM pypi_dim.project"))
                .containsExactly("3000|1|3000");
    }

    private static List<String> texts(Workbench bench, String sql) {
        List<String> texts = new ArrayList<>();
        bench.query(sql).forEach(row -> texts.add(String.valueOf(row.get(0))));
        return texts;
    }

    /** Every download with all its names, in order. */
    private static List<String> starRows(Workbench bench) {
        return bench.rows("""
                SELECT day_fk, project_name, project_version_name, python_version_name, installer_name,
                  number_of_downloads
                FROM pypi_dim.download_counts
                  JOIN pypi_dim.project_version ON project_version_id = project_version_fk
                  JOIN pypi_dim.project ON project_id = project_fk
                  JOIN pypi_dim.installer ON installer_id = installer_fk
                  JOIN pypi_dim.python_version ON python_version_id = python_version_fk
                """).stream().sorted().toList();
    }
}
