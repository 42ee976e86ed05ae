package dev.asterism.lake;

import static dev.asterism.lake.DayFileBuilder.dayFile;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayFilesTest {
    @TempDir
    private Path root;

    @Test
    void theHeaderIsTheFirstRow() {
        DayFile file = file().header("day_id", "project").row(20180405, "flask").write();

        assertThat(DayFiles.header(file)).containsExactly("day_id", "project");
    }

    @Test
    void namesInAHeaderMayBeQuotedLeftOutOrHoldLineBreaks() {
        DayFile file = file().text("\"day\nid\"\t\"a \"\"b\"\"\"\t\tc").write();

        assertThat(DayFiles.header(file)).containsExactly("day\nid", "a \"b\"", "", "c");
    }

    @Test
    void anEmptyFileIsRefused() {
        assertRefused(file().wholeFile().write(), "the file is empty");
    }

    @Test
    void aFileThatIsNoGzipIsRefused() {
        assertRefused(file().wholeFile("day_id\tproject\n".getBytes(UTF_8)).write(), "the file is not gzip");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 20})
    void aTruncatedFileIsRefused(int bytesLost) {
        assertRefused(file().header("day_id").truncatedBy(bytesLost).write(), "the file is truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\t\t\n"})
    void aFileWithoutAHeaderIsRefused(String text) {
        assertRefused(file().text(text).write(), "there is no header");
    }

    @Test
    void aFileThatIsGoneIsRefused() throws IOException {
        DayFile file = file().header("day_id").write();
        Files.delete(file.path());

        assertRefused(file, "the file cannot be opened");
    }

    @Test
    void oddValuesComeBackAsTheyWere() throws MalformedDayFileException {
        List<String> odd = Arrays.asList(
                "null",
                "NULL",
                "NA",
                "\\N",
                "\"quoted\"",
                "tab\there",
                "line\nbreak",
                "line\r\nbreak",
                " spaces ",
                "a\"b",
                "日本語",
                "😀",
                "e\u0301",
                "\\t",
                "'",
                ";",
                ",",
                "\u00A0");
        DayFileBuilder builder = file().header("name", "again");
        odd.forEach(name -> builder.row(name, name));

        List<List<String>> rows = rows(builder.write());

        assertThat(rows).isEqualTo(odd.stream().map(name -> List.of(name, name)).toList());
    }

    @Test
    void anEmptyFieldIsNullAndSoIsAQuotedOne() throws MalformedDayFileException {
        DayFile file = file().header("a", "b", "c").line("\t\"\"\tx").write();

        assertThat(rows(file)).containsExactly(Arrays.asList(null, null, "x"));
    }

    @Test
    void anEmptyLineOfAFileWithOneColumnIsARowOfNull() throws MalformedDayFileException {
        DayFile file = file().header("a").line("x").line("").line("y").write();

        assertThat(rows(file)).hasSize(3);
    }

    @Test
    void concatenatedMembersAreOneFile() throws MalformedDayFileException {
        DayFile file = file().header("a")
                .text("fi")
                .nextMember()
                .text("rst\n")
                .nextMember()
                .line("second")
                .write();

        assertThat(rows(file)).containsExactly(List.of("first"), List.of("second"));
    }

    @Test
    void theLastLineBreakMayBeLeftOutAndWindowsLineBreaksAreFine() throws MalformedDayFileException {
        assertThat(rows(file().text("a\r\nx\r\ny").write())).containsExactly(List.of("x"), List.of("y"));
    }

    private DayFileBuilder file() {
        return dayFile(root, Day.of(2018, 4, 5), "pypi/downloads-v1.csv.gz");
    }

    private static List<List<String>> rows(DayFile file) throws MalformedDayFileException {
        List<List<String>> rows = new ArrayList<>();
        try (DayFileReader reader = new DayFileReader(file.path())) {
            Optional<RowReader.Row> row = reader.next();
            while (row.isPresent()) {
                rows.add(row.get().fields());
                row = reader.next();
            }
        }
        return rows;
    }

    private static void assertRefused(DayFile file, String what) {
        assertThatThrownBy(() -> DayFiles.header(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file.path().toString())
                .hasMessageContainingAll(what, "Expected", "Download the day again");
    }
}
