package dev.asterism.lake;

import static dev.asterism.lake.DayFileBuilder.dayFile;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows are counted by RFC 4180 and nothing else, and the line of the first that is malformed is told. */
class RowScannerTest {
    @TempDir
    private Path root;

    private FileContent content(DayFileBuilder file) {
        DayFile written = file.write();
        return new FileContents(new InMemoryFileContentCache())
                .of(List.of(written))
                .values()
                .iterator()
                .next();
    }

    private DayFileBuilder file() {
        return dayFile(root, Day.of(2018, 4, 1), "s/rows-v1.csv.gz");
    }

    /** The text in the form of Java's escapes, with single quotes for double ones. */
    private FileContent content(String text) {
        return content(file().text(text.translateEscapes().replace('\'', '"').replace("<mark>", "\uFEFF")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a\\tb                                | 0 | LF
            a\\tb\\n                             | 0 | LF
            a\\tb\\n1\\t2                        | 1 | LF
            a\\tb\\n1\\t2\\n                     | 1 | LF
            a\\tb\\r\\n1\\t2\\r\\n               | 1 | CRLF
            a\\tb\\r\\n1\\t2                     | 1 | CRLF
            a\\tb\\r1\\t2\\r                     | 1 | IRREGULAR
            a\\tb\\n1\\t2\\r\\n                  | 1 | IRREGULAR
            a\\tb\\r\\n1\\t2\\n3\\t4\\r\\n       | 2 | IRREGULAR
            a\\n1\\n\\n2\\n                      | 3 | LF
            a\\n''\\n''                          | 2 | LF
            a\\r\\n\\r\\n\\r\\n                  | 2 | CRLF
            a\\tb\\n\\t\\n'\\t'\\t\\n            | 2 | LF
            a\\tb\\n'x\\ny'\\t'x\\r\\ny\\r'\\n   | 1 | LF
            a\\tb\\r\\n'x\\ny'\\t'\\r'\\r\\n     | 1 | CRLF
            'a'\\t'b'\\n1\\t2\\n                 | 1 | LF
            'a\\nb'\\tc\\n1\\t2\\n               | 1 | IRREGULAR
            'a\\rb'\\tc\\r\\n1\\t2\\r\\n         | 1 | IRREGULAR
            a\\tb\\n'x''y'\\t'''\\t'''\\n        | 1 | LF
            a\\tb\\n5' disk\\tx'y'\\n            | 1 | LF
            <mark>a\\tb\\n1\\t2\\n               | 1 | LF
            <mark>'a'\\tb\\n1\\t2\\n             | 1 | IRREGULAR
            """)
    void rowsAreCountedAndTheirEndsAreKnown(String text, long rows, RowEnd rowEnd) {
        assertThat(content(text)).isInstanceOfSatisfying(FileContent.Whole.class, whole -> {
            assertThat(whole.rows()).isEqualTo(rows);
            assertThat(whole.rowEnd()).isEqualTo(rowEnd);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a\\tb\\n1\\n                         | 2 | the row has 1 field, the header 2
            a\\tb\\n1\\t2\\n\\n                  | 3 | the row has 1 field, the header 2
            a\\tb\\n1\\t2\\t\\n                  | 2 | the row has 3 fields, the header 2
            a\\tb\\n'x\\ny\\r\\nz\\rw'\\t2\\n1   | 6 | the row has 1 field, the header 2
            a\\tb\\n1\\t'2\\n3\\t4\\n            | 2 | a quoted field starts in this row and never ends
            a\\tb\\n1\\t2\\n'x'y\\t2             | 3 | a quoted field goes on after its closing quote
            a\\tb\\n'x' \\t2                     | 2 | a quoted field goes on after its closing quote
            """)
    void theLineOfTheFirstMalformedRowIsTold(String text, long line, String what) {
        assertThat(content(text)).isInstanceOfSatisfying(FileContent.Broken.class, broken -> {
            assertThat(broken.line()).isEqualTo(line);
            assertThat(broken.what()).isEqualTo(what);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ff",
        "80",
        "c3",
        "c328",
        "c0af",
        "e08080",
        "e282",
        "eda080",
        "f0808080",
        "f09f9a",
        "f4908080",
        "f5808080",
        "e228a1"
    })
    void bytesThatAreNotUtf8AreRefused(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);

        assertThat(content(file().text("a\n1\nx").bytes(bytes).text("\n")))
                .isInstanceOfSatisfying(FileContent.Broken.class, broken -> {
                    assertThat(broken.what()).isEqualTo("the row is not UTF-8");
                    assertThat(broken.line()).isEqualTo(3);
                });
    }

    @Test
    void charactersOfEveryLengthAreUtf8() {
        assertThat(content(
                        file().text("a\n\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\n\"湖\"\n")))
                .isInstanceOf(FileContent.Whole.class);
    }

    @Test
    void aRowMayHave16MiBAndNoMore() {
        String most = "x".repeat(DayFiles.MOST_BYTES_OF_A_ROW - 1);

        assertThat(content(file().text("a\n1\n" + most + "\n2\n"))).isInstanceOf(FileContent.Whole.class);
        assertThat(content(file().text("a\n1\n" + most + "xx\n2\n")))
                .isInstanceOfSatisfying(FileContent.Broken.class, broken -> {
                    assertThat(broken.line()).isEqualTo(3);
                    assertThat(broken.what()).isEqualTo("the row does not end within 16777216 bytes");
                });
    }

    @Test
    void damageExplainsWhateverIsWrongWithRows() {
        FileContent content = content(file().bytes("a\tb\n1\n".getBytes(ISO_8859_1))
                .text("x".repeat(100))
                .truncatedBy(4));

        assertThat(content).isInstanceOfSatisfying(FileContent.Broken.class, broken -> {
            assertThat(broken.line()).isZero();
            assertThat(broken.what()).startsWith("the file is truncated");
        });
    }
}
