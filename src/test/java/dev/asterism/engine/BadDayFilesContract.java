package dev.asterism.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.DayFileBuilder;
import dev.asterism.run.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A day file that is not what it should be keeps its day out, says why, and harms nothing else. */
abstract class BadDayFilesContract extends EngineContract {
    private static final String STAYS_OUT =
            ". Download the day again, or correct the file; the day stays out until then.";
    private static final String QUOTES = "Expected a quote at both ends of a field that holds a tab, a quote or a line"
            + " break, and quotes within it doubled";

    BadDayFilesContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /**
     * A file that is bad in one way.
     *
     * @param name what is wrong with it
     * @param content what is in it
     * @param message what is said about it, after the file's name
     */
    private record BadFile(String name, Consumer<DayFileBuilder> content, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static BadFile rows(String name, String rows, String message) {
        return new BadFile(
                name, file -> file.header(Workbench.DOWNLOADS_HEADER).text(rows.replace('|', '\t')), message);
    }

    private static BadFile withHeader(String name, String header, String message) {
        return new BadFile(name, file -> file.line(header.replace('|', '\t')), message);
    }

    private static DayFileBuilder good(DayFileBuilder file) {
        file.header(Workbench.DOWNLOADS_HEADER);
        for (int i = 0; i < 500; i++) {
            file.row(20180402, "flask", "1." + i, "3.6", "pip", i * 7919 % 1009);
        }
        return file;
    }

    static Stream<BadFile> badFiles() {
        return Stream.of(
                new BadFile(
                        "truncated gzip",
                        file -> good(file).truncatedBy(100),
                        ": the file is truncated: it ends in the middle of its gzip data. Expected complete gzip data"),
                new BadFile(
                        "gzip without its last bytes",
                        file -> good(file).truncatedBy(3),
                        ": the file is truncated: it ends in the middle of its gzip data. Expected complete gzip data"),
                new BadFile(
                        "no bytes",
                        file -> file.wholeFile(),
                        ": the file is empty. Expected gzip data; a day without rows is a header without rows"),
                new BadFile(
                        "no gzip",
                        file -> file.wholeFile("day_id\tproject\n".getBytes(ISO_8859_1)),
                        ": the file is not gzip (Input is not in the .gz format.). Expected gzip data"),
                new BadFile(
                        "gzip of nothing",
                        file -> {},
                        ", line 1: there is no header. Expected the names of the columns, separated by tabs"),
                withHeader(
                        "misspelt column",
                        "day_id|projekt|project_version|python_version|installer|number_of_downloads",
                        ", line 1, column project: the header lacks this column, it has only day_id, projekt,"
                                + " project_version, python_version, installer, number_of_downloads; 'projekt'"
                                + " may be meant to be it. Expected"),
                withHeader(
                        "missing column",
                        "day_id|project|project_version|python_version|installer",
                        ", line 1, column number_of_downloads: the header lacks this column, it has only day_id,"
                                + " project, project_version, python_version, installer. Expected the columns day_id,"
                                + " project, project_version, python_version, installer, number_of_downloads in any"
                                + " order"),
                withHeader(
                        "repeated column",
                        "day_id|project|project|project_version|python_version|installer|number_of_downloads",
                        ", line 1, column project: the header has 'project' more than once. Expected each name once"),
                new BadFile(
                        "byte order mark in a second part",
                        file -> file.header(Workbench.DOWNLOADS_HEADER)
                                .nextMember()
                                .text("\uFEFF20180402\tflask\t1\t3.6\tpip\t1\n"),
                        ", line 2, column day_id: '\\u{FEFF}20180402' is no INTEGER. Expected a whole number"),
                new BadFile(
                        "header that is not UTF-8",
                        file -> file.bytes("day_id\tprojé\n".getBytes(ISO_8859_1)),
                        ", line 1: the row is not UTF-8. Expected text in UTF-8"),
                rows(
                        "blanks after a closing quote",
                        "20180402|\"flask\" |2|3.6|pip|1\n",
                        ", line 2: a quoted field goes on after its closing quote. " + QUOTES),
                rows(
                        "an empty line",
                        "20180402|flask|1|3.6|pip|1\n\n20180402|flask|2|3.6|pip|1\n",
                        ", line 3: the row has 1 field, the header 6. Expected as many fields as the header has,"
                                + " separated by tabs"),
                rows(
                        "a tab at the end of a row",
                        "20180402|flask|1|3.6|pip|1|\n",
                        ", line 2: the row has 7 fields, the header 6. Expected as many fields"),
                new BadFile(
                        "row of more than 16 MiB",
                        file -> file.header(Workbench.DOWNLOADS_HEADER)
                                .row(20180402, "flask", "1", "3.6", "pip", 1)
                                .row(20180402, "f".repeat(20_000_000), "1", "3.6", "pip", 1),
                        ", line 3: the row does not end within 16777216 bytes. " + QUOTES),
                rows(
                        "letters in a number",
                        "20180402|flask|1|3.6|pip|1\n20180402|flask|2|3.6|pip|x\n",
                        ", line 3, column number_of_downloads: 'x' is no BIGINT. Expected a whole number"),
                rows(
                        "decimals in a whole number",
                        "20180402|flask|1|3.6|pip|1.5\n",
                        ", line 2, column number_of_downloads: '1.5' is no BIGINT. Expected a whole number"),
                rows(
                        "exponent in a whole number",
                        "20180402|flask|1|3.6|pip|1e3\n",
                        ", line 2, column number_of_downloads: '1e3' is no BIGINT. Expected a whole number"),
                rows(
                        "blank before a number",
                        "20180402|flask|1|3.6|pip| 1\n",
                        ", line 2, column number_of_downloads: ' 1' is no BIGINT. Expected a whole number"),
                rows(
                        "separators in a number",
                        "20180402|flask|1|3.6|pip|1_000\n",
                        ", line 2, column number_of_downloads: '1_000' is no BIGINT. Expected a whole number"),
                rows(
                        "digits of another script",
                        "20180402|flask|1|3.6|pip|١٢\n",
                        ", line 2, column number_of_downloads: '١٢' is no BIGINT. Expected a whole number"),
                rows(
                        "hexadecimal number",
                        "20180402|flask|1|3.6|pip|0x1F\n",
                        ", line 2, column number_of_downloads: '0x1F' is no BIGINT. Expected a whole number"),
                rows(
                        "number past the end of its type",
                        "20180402|flask|1|3.6|pip|9223372036854775808\n",
                        ", line 2, column number_of_downloads: '9223372036854775808' is no BIGINT. Expected a whole"
                                + " number from -9223372036854775808 to 9223372036854775807"),
                rows(
                        "no value where there must be one",
                        "20180402||1|3.6|pip|1\n",
                        ", line 2, column project: the field is empty. Expected a value"),
                rows(
                        "no number where there must be one",
                        "20180402|flask|1|3.6|pip|\n",
                        ", line 2, column number_of_downloads: the field is empty. Expected a value"),
                rows(
                        "quotes around nothing where there must be a value",
                        "20180402|\"\"|1|3.6|pip|1\n",
                        ", line 2, column project: the field is empty. Expected a value"),
                rows(
                        "another day",
                        "20180402|flask|1|3.6|pip|1\n20180403|flask|1|3.6|pip|1\n",
                        ", line 3, column day_id: '20180403' is another day than the file's. Expected 20180402 in every"
                                + " row of this file"),
                rows("no day", "|flask|1|3.6|pip|1\n", ", line 2, column day_id: the field is empty. Expected a value"),
                rows(
                        "a date instead of a number",
                        "2018-04-02|flask|1|3.6|pip|1\n",
                        ", line 2, column day_id: '2018-04-02' is no INTEGER. Expected a whole number"),
                rows(
                        "repeated row",
                        "20180402|flask|1|3.6|pip|1\n20180402|flask|1|2.7|pip|1\n20180402|flask|1|3.6|pip|5\n",
                        ", line 4: the row has the same day_id, project, project_version, python_version, installer as"
                                + " line 2: 20180402, flask, 1, 3.6, pip. Expected each combination once"),
                rows(
                        "repeated row with empty fields",
                        "20180402|flask||||1\n20180402|flask||||5\n",
                        ", line 3: the row has the same day_id, project, project_version, python_version, installer as"
                                + " line 2: 20180402, flask, NULL, NULL, NULL. Expected each combination once"),
                rows(
                        "too many fields",
                        "20180402|flask|1|3.6|pip|1|7\n",
                        ", line 2: the row has 7 fields, the header 6. Expected as many fields as the header has,"
                                + " separated by tabs"),
                rows(
                        "too few fields",
                        "20180402|flask|1|3.6|pip|1\n20180402|flask|2|3.6|1\n",
                        ", line 3: the row has 5 fields, the header 6. Expected as many fields"),
                new BadFile(
                        "row that is not UTF-8",
                        file -> file.header(Workbench.DOWNLOADS_HEADER)
                                .row(20180402, "flask", "1", "3.6", "pip", 1)
                                .bytes("20180402\tCaf\u00e9\t1\t3.6\tpip\t1\n".getBytes(ISO_8859_1)),
                        ", line 3: the row is not UTF-8. Expected text in UTF-8"),
                new BadFile(
                        "text with a zero character",
                        file -> file.header(Workbench.DOWNLOADS_HEADER).row(20180402, "fla\0sk", "1", "3.6", "pip", 1),
                        ", line 2, column project: 'fla\\u{0}sk' is no TEXT. Expected text without the character"
                                + " U+0000"),
                rows(
                        "quote that never ends",
                        "20180402|flask|1|3.6|pip|1\n20180402|\"flask|2|3.6|pip|1\n20180402|flask|3|3.6|pip|1\n",
                        ", line 3: a quoted field starts in this row and never ends. " + QUOTES),
                rows(
                        "text after a closing quote",
                        "20180402|\"fla\"sk|2|3.6|pip|1\n",
                        ", line 2: a quoted field goes on after its closing quote. " + QUOTES));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileKeepsOnlyItsDayOutUntilItIsCorrected(BadFile bad) {
        Workbench bench = threeDays();
        DayFileBuilder file = bench.dayFile("2018-04-02", Workbench.DOWNLOADS);
        bad.content().accept(file);
        file.write();

        Workbench.Run run = bench.run();

        String path = bench.path("2018-04-02", Workbench.DOWNLOADS).toString();
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(path + bad.message())
                .endsWith(STAYS_OUT);
        assertThat(run.result().problems()).extracting(Problem::kind).containsExactly(Problem.Kind.INPUT);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180403|35");
        assertThat(commitsByDay(bench)).containsExactly("20180401|3", "20180402|2", "20180403|9");
        assertThat(mergedDownloadsByDay(bench)).containsExactly("20180401|19", "20180403|35");
        assertThat(bench.rows("SELECT count(*) FROM pypi_dim.project_version")).containsExactly("4");
        assertThat(bench.plan()).allMatch(line -> line.endsWith("2018-04-02") || line.contains("data_set"));
        assertThat(warehouses().scratchTables(bench.warehouseUrl())).isEmpty();

        bench.threeDays();

        assertThat(bench.run().withoutProblems().published())
                .filteredOn(line -> !line.contains("data_set"))
                .containsExactly(
                        "pp_dim.python_project_activity: 2018-04-02",
                        "pypi_dim.download_counts: 2018-04-02",
                        "pypi_dim.installer: 2018-04-02",
                        "pypi_dim.project: 2018-04-02",
                        "pypi_dim.project_version: 2018-04-02",
                        "pypi_dim.python_version: 2018-04-02");
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180402|21", "20180403|35");
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aFlippedByteIsNoticedWhereverItIs() throws IOException {
        Workbench bench = threeDays();
        good(bench.dayFile("2018-04-02", Workbench.DOWNLOADS)).write();
        Path path = bench.path("2018-04-02", Workbench.DOWNLOADS);
        byte[] bytes = Files.readAllBytes(path);
        for (int position : List.of(bytes.length / 3, bytes.length / 2, bytes.length - 7, bytes.length - 2)) {
            byte[] damaged = bytes.clone();
            damaged[position] ^= 16;
            bench.dayFile("2018-04-02", Workbench.DOWNLOADS).wholeFile(damaged).write();

            Workbench.Run run = bench.run();

            assertThat(run.problems())
                    .as("byte %d", position)
                    .singleElement()
                    .asString()
                    .startsWith(path + ": the gzip data is damaged (")
                    .contains("Expected gzip data with a right checksum");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180403|35");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n%s\n", "\n%s\r\n", "\r%s\n", "\r%s", "\r\n%s"})
    void severalKindsOfLineEndsInOneFileAreRead(String ends) {
        Workbench bench = threeDays();
        bench.dayFile("2018-04-02", Workbench.DOWNLOADS)
                .header(Workbench.DOWNLOADS_HEADER)
                .text("20180402\tflask\t1\t3.6\tpip\t20" + ends.formatted("20180402\tdjango\t1\t3.6\tpip\t1"))
                .write();

        bench.run().withoutProblems();

        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180402|21", "20180403|35");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\n%s\n", "\t\n%s\n", "\n%s\n\n", "\n%s\r\n\r\n", "\n\t\t\t\t\t\n%s\n"})
    void whatHoldsNoDataIsNamedWithItsLine(String ends) {
        Workbench bench = threeDays();
        bench.dayFile("2018-04-02", Workbench.DOWNLOADS)
                .header(Workbench.DOWNLOADS_HEADER)
                .text("20180402\tflask\t1\t3.6\tpip\t20" + ends.formatted("20180402\tdjango\t1\t3.6\tpip\t1"))
                .write();

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.path("2018-04-02", Workbench.DOWNLOADS) + ", line ")
                .endsWith("the day stays out until then.");
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180403|35");
    }

    @Test
    void aFileThatIsChangedWhileItIsReadKeepsItsDayOutUntilTheNextRun() {
        Workbench bench = threeDays();

        Workbench.Run run = bench.run(Workbench.everything(), false, (session, event) -> {
            if (event.equals("started batch 1")) {
                bench.downloads("2018-04-02", "flask|1.0|3.6|pip|99");
            }
        });

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("/2018/04/02/pypi/downloads-v1.csv.gz: the file was changed while it was being read.");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180403|35");

        bench.run().withoutProblems();

        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180402|99", "20180403|35");
    }

    @Test
    void numbersPastTheEndOfAnIntegerAreNamed() {
        Workbench bench = threeDays();
        bench.activity("2018-04-02", "pallets|flask|4||", "django|django|2147483648|2|2");

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.path("2018-04-02", Workbench.ACTIVITY)
                        + ", line 3, column number_of_forks: '2147483648' is no INTEGER. Expected a whole number from"
                        + " -2147483648 to 2147483647");
        assertThat(commitsByDay(bench)).containsExactly("20180401|3", "20180403|9");
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180402|21", "20180403|35");
        assertThat(mergedDownloadsByDay(bench)).containsExactly("20180401|19", "20180403|35");
    }

    @Test
    void everyBadFileIsReportedAndTheRestIsBuilt() {
        Workbench bench = threeDays();
        bench.downloads("2018-04-01", "flask|1.0|3.6|pip|x");
        bench.downloads("2018-04-03", "flask|1.0|3.6|pip|");
        bench.dayFile("2018-04-02", Workbench.ACTIVITY).wholeFile().write();

        for (long bytes : List.of(1L, 1_000_000L)) {
            Workbench.Run run = bench.run(Workbench.inBatchesOf(bytes));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.problems())
                    .hasSize(3)
                    .anyMatch(text -> text.contains("/2018/04/01/pypi/downloads-v1.csv.gz, line 2"))
                    .anyMatch(text -> text.contains("/2018/04/03/pypi/downloads-v1.csv.gz, line 2"))
                    .anyMatch(text -> text.contains("/2018/04/02/github/repo-activity-v1.csv.gz: the file is empty"));
            assertThat(downloadsByDay(bench)).containsExactly("20180402|21");
            assertThat(commitsByDay(bench)).containsExactly("20180401|3", "20180403|9");
            assertThat(mergedDownloadsByDay(bench)).isEmpty();
        }
        bench.threeDays().run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void theDataSetIsThereAlthoughADayStaysOut() {
        Workbench bench = threeDays();
        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|x");

        bench.run();

        assertThat(bench.rows("SELECT sum(\"Downloads\") FROM pp_dim.python_project_activity_data_set"))
                .containsExactly("54");
    }

    @Test
    void aBadFileInThePlaceOfAGoodOneLeavesWhatWasBuiltFromThat() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        var before = StarContents.of(bench);
        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|5", "flask|1.1|3.6|pip|x");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(StarContents.of(bench)).isEqualTo(before);
        assertThat(run.published()).isEmpty();
        assertThat(bench.plan()).isNotEmpty();

        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|5");
        bench.run().withoutProblems();
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180402|5", "20180403|35");
        assertSameAsFromScratch(bench);
    }

    @Test
    void strictStopsAtTheFirstBadFile() {
        Workbench bench = threeDays();
        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|x");

        Workbench.Run inBatches = bench.run(Workbench.inBatchesOf(1), true, (session, event) -> {});

        assertThat(inBatches.exitCode()).isEqualTo(2);
        assertThat(inBatches.problems()).hasSize(1);
        assertThat(inBatches.heard().events())
                .contains("published batch 1")
                .doesNotContain("published batch 2", "started batch 3");
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19");

        Workbench other = bench.withWarehouse(warehouses().fresh());
        Workbench.Run atOnce = other.run(Workbench.everything(), true, (session, event) -> {});

        assertThat(atOnce.exitCode()).isEqualTo(2);
        assertThat(atOnce.published()).isEmpty();
    }

    @Test
    void aFileThatVanishesBeforeItIsReadKeepsItsDayOut() {
        Workbench bench = threeDays();

        Workbench.Run run = bench.run(Workbench.everything(), false, (session, event) -> {
            if (event.equals("started batch 1")) {
                delete(bench.path("2018-04-02", Workbench.DOWNLOADS));
            }
        });

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("/2018/04/02/pypi/downloads-v1.csv.gz: the file cannot be opened");
        assertThat(downloadsByDay(bench)).containsExactly("20180401|19", "20180403|35");
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> downloadsByDay(Workbench bench) {
        return bench.rows(
                "SELECT day_fk, sum(number_of_downloads) FROM pypi_dim.download_counts GROUP BY 1 ORDER BY 1");
    }

    private static List<String> commitsByDay(Workbench bench) {
        return bench.rows("SELECT day_fk, sum(number_of_commits) FROM gh_dim.repo_activity GROUP BY 1 ORDER BY 1");
    }

    private static List<String> mergedDownloadsByDay(Workbench bench) {
        return bench.rows("SELECT day_fk, sum(number_of_downloads) FROM pp_dim.python_project_activity"
                + " GROUP BY 1 ORDER BY 1");
    }
}
