package dev.asterism.lake;

import static dev.asterism.lake.DayFileBuilder.dayFile;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayFileInspectorTest {
    private static final Day DAY = Day.of(2018, 4, 5);
    private static final Expectation DOWNLOADS = new Expectation(
            List.of(
                    new Column("day_id", ColumnType.INTEGER, false),
                    new Column("project", ColumnType.TEXT, false),
                    new Column("installer", ColumnType.TEXT, true),
                    new Column("number_of_downloads", ColumnType.BIGINT, false)),
            Optional.of("day_id"),
            List.of("day_id", "project", "installer"));

    @TempDir
    private Path root;

    @Test
    void aGoodFileHasNoProblem() {
        assertGood(downloads()
                .row(20180405, "flask", "pip", 7)
                .row("+20180405", "flask", null, -7)
                .row(20180405, "null", "NA", Long.MIN_VALUE));
    }

    @Test
    void aDayWithoutRowsHasNoProblem() {
        assertGood(downloads());
    }

    @Test
    void orderIsFreeAndUnknownColumnsAreFine() {
        assertGood(file().header("country", "number_of_downloads", "installer", "project", "day_id")
                .row("whatever", 7, "pip", "flask", 20180405)
                .row("", 7, "", "flask", 20180405));
    }

    @Test
    void theMessageSaysWhereWhatWhatWasExpectedAndWhatToDo() {
        DayFileBuilder builder = downloads();
        for (int line = 2; line < 17; line++) {
            builder.row(20180405, "project" + line, "pip", 1);
        }
        DayFileProblem problem = firstProblem(builder.row(20180405, "flask", "pip", "x"), DOWNLOADS);

        assertThat(problem.message())
                .isEqualTo(root.resolve("2018/04/05/pypi/downloads-v1.csv.gz")
                        + ", line 17, column number_of_downloads: 'x' is no BIGINT. Expected a whole number."
                        + " Download the day again, or correct the file; the day stays out until then.");
        assertThat(problem.value()).contains("x");
    }

    @Test
    void emptyFile() {
        assertProblem(file().wholeFile(), 0, null, null, "the file is empty");
    }

    @Test
    void notGzip() {
        assertProblem(file().wholeFile("no gzip at all".getBytes(UTF_8)), 0, null, null, "the file is not gzip");
    }

    @Test
    void truncated() {
        assertProblem(downloads().truncatedBy(3), 0, null, null, "the file is truncated");
    }

    @Test
    void truncatedInTheSecondMember() {
        assertProblem(
                downloads().nextMember().row(20180405, "flask", "pip", 7).truncatedBy(12),
                0,
                null,
                null,
                "the file is truncated");
    }

    @Test
    void badChecksum() throws IOException {
        DayFile file = downloads().row(20180405, "flask", "pip", 7).write();
        byte[] bytes = Files.readAllBytes(file.path());
        bytes[bytes.length - 8] ^= 1;

        assertProblem(file().wholeFile(bytes), 0, null, null, "the gzip data is damaged");
    }

    @Test
    void garbageAfterTheEnd() throws IOException {
        byte[] good = Files.readAllBytes(downloads().write().path());
        byte[] bytes = Arrays.copyOf(good, good.length + 3);

        assertProblem(file().wholeFile(bytes), 0, null, null, "the gzip data is damaged");
    }

    @Test
    void notUtf8() {
        DayFileBuilder builder = downloads();
        for (int line = 2; line < 5000; line++) {
            builder.row(20180405, "project" + line, "pip", 1);
        }
        builder.bytes("20180405\tMünchen\tpip\t1\n".getBytes(ISO_8859_1));

        assertProblem(builder, 5000, null, null, "the row is not UTF-8");
    }

    @Test
    void aCharacterCutOffAtTheEndIsNotUtf8() {
        assertProblem(downloads().text("20180405\tM").bytes((byte) 0xC3), 2, null, null, "the row is not UTF-8");
    }

    @Test
    void aProblemBeforeTheBadBytesComesFirst() {
        assertProblem(
                downloads().row(20180405, "flask", "pip", "x").bytes((byte) 0xFF),
                2,
                "number_of_downloads",
                "x",
                "'x' is no BIGINT");
    }

    @Test
    void missingColumn() {
        assertProblem(
                file().header("day_id", "project", "installer", "downloads"),
                1,
                "number_of_downloads",
                null,
                "the header lacks this column, it has only day_id, project, installer, downloads");
    }

    @Test
    void repeatedColumn() {
        assertProblem(
                file().header("day_id", "project", "installer", "number_of_downloads", "project"),
                1,
                "project",
                "project",
                "the header has 'project' more than once");
    }

    @Test
    void tooFewFields() {
        assertProblem(
                downloads().row(20180405, "flask", "pip", 7).row(20180405, "flask", 7),
                3,
                null,
                null,
                "the row has 3 fields, the header 4");
    }

    @Test
    void tooManyFields() {
        assertProblem(
                downloads().row(20180405, "flask", "pip", 7, ""), 2, null, null, "the row has 5 fields, the header 4");
    }

    @Test
    void anEmptyLineHasTooFewFields() {
        assertProblem(
                downloads().line("").row(20180405, "flask", "pip", 7),
                2,
                null,
                null,
                "the row has 1 field, the header 4");
    }

    @Test
    void linesInsideQuotedFieldsAreCounted() {
        assertProblem(
                downloads().row(20180405, "three\nlines\r\nlong", "pip", 7).row(20180405, "two\nlines", "pip", "x"),
                5,
                "number_of_downloads",
                "x",
                "'x' is no BIGINT");
    }

    @Test
    void nullWhereNoneMayBe() {
        assertProblem(downloads().row(20180405, null, "pip", 7), 2, "project", null, "the field is empty");
    }

    @Test
    void aDayThatIsNull() {
        Expectation nullableDay = new Expectation(
                List.of(new Column("day_id", ColumnType.INTEGER, true)), Optional.of("day_id"), List.of());

        DayFileProblem problem = firstProblem(downloads().row(null, "flask", "pip", 7), nullableDay);

        assertThat(problem.what()).isEqualTo("the field is empty");
    }

    @Test
    void anotherDay() {
        assertProblem(
                downloads().row(20180405, "flask", "pip", 7).row(20180406, "flask", "pip", 7),
                3,
                "day_id",
                "20180406",
                "'20180406' is another day than the file's");
    }

    @Test
    void aRepeatedGrainNamesTheFirstLine() {
        assertProblem(
                downloads()
                        .row(20180405, "a\nb", "pip", 7)
                        .row(20180405, "flask", null, 7)
                        .row(20180405, "flask", "pip", 7)
                        .row(20180405, "flask", null, 8),
                6,
                null,
                "20180405, flask, NULL",
                "the row has the same day_id, project, installer as line 4: 20180405, flask, NULL");
    }

    @Test
    void textsThatMeanTheSameValueAreTheSameGrain() {
        Expectation numbers = new Expectation(
                List.of(new Column("number", ColumnType.INTEGER, true)), Optional.empty(), List.of("number"));

        DayFileProblem problem = firstProblem(file().header("number").row(1).row("01"), numbers);

        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.column()).contains("number");
        assertThat(problem.value()).contains("01");
    }

    @Test
    void rowsMayRepeatWhereThereIsNoGrain() {
        Expectation free = new Expectation(DOWNLOADS.columns(), Optional.of("day_id"), List.of());

        DayFile file = downloads()
                .row(20180405, "flask", "pip", 7)
                .row(20180405, "flask", "pip", 7)
                .write();

        assertThat(new DayFileInspector().firstProblem(file, free)).isEmpty();
    }

    @Test
    void aQuoteThatIsNeverClosed() {
        assertProblem(
                downloads()
                        .row(20180405, "flask", "pip", 7)
                        .line("20180405\t\"flask\tpip\t7")
                        .line("20180405\tx\ty\t8"),
                3,
                null,
                null,
                "a quoted field starts in this row and never ends");
    }

    @Test
    void aQuoteThatIsNotClosedForVeryLongIsNotFollowedToTheEnd() {
        String line = "20180405\tproject\tpip\t7\n";
        DayFileBuilder builder = downloads()
                .line("20180405\t\"flask\tpip\t7")
                .text(line.repeat(2 * DayFiles.MOST_BYTES_OF_A_ROW / line.length()));

        assertProblem(builder, 2, null, null, "the row does not end within 16777216 bytes");
    }

    @Test
    void textAfterAClosingQuote() {
        assertProblem(
                downloads().line("20180405\t\"flask\"x\tpip\t7"),
                2,
                null,
                null,
                "a quoted field goes on after its closing quote");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            SMALLINT, 32768, a whole number from -32768 to 32767
            INTEGER, -2147483649, a whole number from -2147483648 to 2147483647
            BIGINT, 9223372036854775808, a whole number from -9223372036854775808 to 9223372036854775807
            INTEGER, 1.0, a whole number
            INTEGER, ' 1', a whole number
            INTEGER, ١, a whole number
            BIGINT, 1e3, a whole number
            DOUBLE, '1,5', 'a number such as 1.5 or 2e10, of less than 1.8e308'
            DOUBLE, 0x10, 'a number such as 1.5 or 2e10, of less than 1.8e308'
            DOUBLE, 1d, 'a number such as 1.5 or 2e10, of less than 1.8e308'
            DOUBLE, 1e999, 'a number such as 1.5 or 2e10, of less than 1.8e308'
            'DECIMAL(5,2)', 1.234, 'a number such as 1234.5, with at most 3 digits before the point and 2 after it'
            TIMESTAMPTZ, 2018-04-10 12:00, 'a time such as 2018-04-10 12:30:59.123456+02:00, with Z or its distance to UTC'
            BOOLEAN, yes, 'true, false, t, f, 1 or 0'
            DATE, 2018-02-29, a date such as 2018-04-10
            DATE, 20180410, a date such as 2018-04-10
            DATE, 2018-04-10 12:00, a date such as 2018-04-10
            TIMESTAMP, 2018-04-10 24:00:00, 'a time such as 2018-04-10 12:30:59.123456, without a time zone'
            TIMESTAMP, 2018-04-10T12:00:00Z, 'a time such as 2018-04-10 12:30:59.123456, without a time zone'
            TIMESTAMP, 2018-04-10 12:00:00.1234567, 'a time such as 2018-04-10 12:30:59.123456, without a time zone'
            """)
    void aValueThatIsNotOfItsType(String typeName, String value, String expected) {
        ColumnType type = ColumnType.of(typeName).orElseThrow();
        Expectation expectation = oneColumn(type);

        DayFileProblem problem = firstProblem(file().header("column", "other").row(value, ""), expectation);

        assertThat(problem.line()).isEqualTo(2);
        assertThat(problem.column()).contains("column");
        assertThat(problem.value()).contains(value);
        assertThat(problem.what()).isEqualTo("'" + value + "' is no " + type);
        assertThat(problem.expected()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"DATE, 2018-04-06, 2018-04-05", "TIMESTAMP, 2018-04-06 00:00, 2018-04-05 00:00", "BIGINT, 5, 20180405"})
    void theDayMayBeOfAnotherType(String typeName, String value, String expected) {
        ColumnType type = ColumnType.of(typeName).orElseThrow();
        Expectation expectation =
                new Expectation(List.of(new Column("day", type, false)), Optional.of("day"), List.of());

        DayFileProblem problem = firstProblem(file().header("day").row(expected).row(value), expectation);

        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.expected()).startsWith(expected.split(" ", -1)[0]);
    }

    @Test
    void longValuesAreClippedAndControlCharactersShown() {
        DayFileProblem problem =
                firstProblem(downloads().row(20180405, "a", "b", "\t\u001B\u202E" + "😀".repeat(60)), DOWNLOADS);

        String shown = problem.value().orElseThrow();
        assertThat(shown).startsWith("\\t\\u{1B}\\u{202E}😀").endsWith("😀…").hasSizeBetween(79, 80);
        assertThat(problem.what()).isEqualTo("'" + shown + "' is no BIGINT");
    }

    @Test
    void aNulCharacterIsNoText() {
        DayFileProblem problem = firstProblem(downloads().row(20180405, "a\0b", "pip", 1), DOWNLOADS);

        assertThat(problem.value()).contains("a\\u{0}b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2018/04/01", "2018/04/10"})
    void theSampleDaysHaveNoProblem(String folder) throws IOException {
        Path path = Path.of("data", folder, "pypi/downloads-v1.csv.gz");
        try (GZIPInputStream content = new GZIPInputStream(Files.newInputStream(path))) {
            Day day = Day.parse(folder.replace('/', '-')).orElseThrow();
            DayFile file = dayFile(root, day, "pypi/downloads-v1.csv.gz")
                    .bytes(content.readAllBytes())
                    .write();
            Expectation withoutGrain = new Expectation(DOWNLOADS.columns(), Optional.of("day_id"), List.of());

            assertThat(new DayFileInspector().firstProblem(file, withoutGrain)).isEmpty();
        }
    }

    @Test
    void anExpectationOfAColumnThatIsNotThereIsADefect() {
        assertThatThrownBy(() -> new Expectation(DOWNLOADS.columns(), Optional.empty(), List.of("nothing")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private DayFileBuilder downloads() {
        return file().header("day_id", "project", "installer", "number_of_downloads");
    }

    private DayFileBuilder file() {
        return dayFile(root, DAY, "pypi/downloads-v1.csv.gz");
    }

    private static Expectation oneColumn(ColumnType type) {
        return new Expectation(List.of(new Column("column", type, false)), Optional.empty(), List.of());
    }

    private static DayFileProblem firstProblem(DayFileBuilder builder, Expectation expectation) {
        return new DayFileInspector().firstProblem(builder.write(), expectation).orElseThrow();
    }

    private static void assertGood(DayFileBuilder builder) {
        assertThat(new DayFileInspector().firstProblem(builder.write(), DOWNLOADS))
                .isEmpty();
    }

    private static void assertProblem(
            DayFileBuilder builder, long line, @Nullable String column, @Nullable String value, String what) {
        DayFileProblem problem = firstProblem(builder, DOWNLOADS);
        assertThat(problem.what()).startsWith(what);
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.column()).isEqualTo(Optional.ofNullable(column));
        assertThat(problem.value()).isEqualTo(Optional.ofNullable(value));
    }
}
