package dev.asterism.cli;

import static dev.asterism.cli.RowsInMemory.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.asterism.engine.QueryResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private static final @Nullable Object[] EVERY_TYPE = row(
            "text",
            true,
            7,
            8_000_000_000L,
            new BigInteger("170141183460469231731687303715884105727"),
            new BigDecimal("1E+3"),
            new BigDecimal("0.10"),
            2.5,
            LocalDate.of(2018, 4, 10),
            LocalTime.of(12, 0),
            LocalDateTime.of(2018, 4, 10, 12, 0),
            OffsetDateTime.parse("2018-04-10T12:00:00.5+02:00"),
            null);
    private static final String EVERY_COLUMN = "t, b#, i#, l#, big#, e#, d#, f#, date, time, stamp, zoned, none";

    @Test
    void csvWritesEveryTypeOfValue() throws IOException {
        assertThat(print(OutputFormat.CSV, RowsInMemory.of(EVERY_COLUMN, EVERY_TYPE)))
                .isEqualTo("t,b,i,l,big,e,d,f,date,time,stamp,zoned,none\n"
                        + "text,true,7,8000000000,170141183460469231731687303715884105727,1000,0.10,2.5,"
                        + "2018-04-10,12:00:00,2018-04-10T12:00:00,2018-04-10T12:00:00.5+02:00,\n");
    }

    @Test
    void csvQuotesOnlyWhatMustBeQuotedAndTellsNullFromEmpty() throws IOException {
        RowsInMemory rows = RowsInMemory.of(
                "a, b\"c, d",
                row("plain", "comma, here", "say \"hi\""),
                row("line\nbreak", "return\r", "tab\there"),
                row(null, "", " blanks "),
                row("", null, "'"));

        assertThat(print(OutputFormat.CSV, rows)).isEqualTo("""
                        a,"b""c",d
                        plain,"comma, here","say ""hi""\"
                        "line
                        break","return\r",tab\there
                        ,"", blanks\s
                        "",,'
                        """);
    }

    @Test
    void tsvQuotesTabsInPlaceOfCommas() throws IOException {
        RowsInMemory rows = RowsInMemory.of("a, b", row("comma, here", "tab\there"), row(null, ""));

        assertThat(print(OutputFormat.TSV, rows)).isEqualTo("a\tb\ncomma, here\t\"tab\there\"\n\t\"\"\n");
    }

    @Test
    void jsonWritesNumbersAsNumbersAndTheRestAsStrings() throws IOException {
        assertThat(print(OutputFormat.JSON, RowsInMemory.of(EVERY_COLUMN, EVERY_TYPE, EVERY_TYPE)))
                .startsWith("[\n{\"t\":\"text\",\"b\":true,\"i\":7,\"l\":8000000000,"
                        + "\"big\":170141183460469231731687303715884105727,\"e\":1000,\"d\":0.10,\"f\":2.5,"
                        + "\"date\":\"2018-04-10\",\"time\":\"12:00:00\",\"stamp\":\"2018-04-10T12:00:00\","
                        + "\"zoned\":\"2018-04-10T12:00:00.5+02:00\",\"none\":null},\n{\"t\":")
                .endsWith("\"none\":null}\n]\n");
    }

    @Test
    void jsonEscapesWhatItMustAndIsReadBackAsItWas() throws IOException {
        String odd = "quote \" backslash \\ tab \t line \n bell \u0007 umlaut \u00fc emoji \ud83d\ude00";

        String json = print(OutputFormat.JSON, RowsInMemory.of("odd", row(odd)));

        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            parser.nextToken();
            assertThat(parser.nextFieldName()).isEqualTo("odd");
            assertThat(parser.nextTextValue()).isEqualTo(odd);
        }
    }

    @Test
    void jsonOfNoRowsIsAnEmptyArray() throws IOException {
        assertThat(print(OutputFormat.JSON, RowsInMemory.of("a"))).isEqualTo("[]\n");
    }

    @Test
    void jsonKeepsColumnsOfOneNameApart() throws IOException {
        assertThat(print(OutputFormat.JSON, RowsInMemory.of("a, a, a_2, a", row(1, 2, 3, 4))))
                .isEqualTo("[\n{\"a\":1,\"a_3\":2,\"a_2\":3,\"a_4\":4}\n]\n");
    }

    @Test
    void jsonWritesNumbersThatItDoesNotKnowAsStrings() throws IOException {
        assertThat(print(OutputFormat.JSON, RowsInMemory.of("a, b", row(Double.NaN, Double.NEGATIVE_INFINITY))))
                .isEqualTo("[\n{\"a\":\"NaN\",\"b\":\"-Infinity\"}\n]\n");
    }

    @Test
    void aTableAlignsNumbersAtTheRightAndShowsNull() throws IOException {
        RowsInMemory rows = RowsInMemory.of(
                "_date, project_name, downloads#",
                row(LocalDate.of(2018, 4, 10), "flask", 45104),
                row(null, "a-longer-project", 7),
                row(LocalDate.of(2018, 4, 8), "", null));

        assertThat(print(OutputFormat.TABLE, rows)).isEqualTo("""
                         _date      | project_name     | downloads
                        ------------+------------------+-----------
                         2018-04-10 | flask            |     45104
                         NULL       | a-longer-project |         7
                         2018-04-08 |                  |      NULL
                        """);
    }

    @Test
    void aTableStaysInShapeWhateverTheTextHolds() throws IOException {
        RowsInMemory rows = RowsInMemory.of(
                "text, n#",
                row("two\nlines", 1),
                row("tab\there\r", 2),
                row("\u001b[31mred", 3),
                row("\u65e5\u672c\u8a9e", 4),
                row("e\u0301te\u0301", 5),
                row("\ud83d\ude00!", 6));

        assertThat(print(OutputFormat.TABLE, rows)).isEqualTo("""
                         text          | n
                        ---------------+---
                         two\\nlines    | 1
                         tab\\there\\r   | 2
                         \\u001b[31mred | 3
                         \u65e5\u672c\u8a9e        | 4
                         e\u0301te\u0301           | 5
                         \ud83d\ude00!           | 6
                        """);
    }

    @Test
    void aTableWithoutRowsIsItsHeader() throws IOException {
        assertThat(print(OutputFormat.TABLE, RowsInMemory.of("a, count#"))).isEqualTo(" a | count\n---+-------\n");
    }

    @Test
    void onATerminalNullIsDim() throws IOException {
        StringWriter out = new StringWriter();

        new TablePrinter(new Colours(true)).print(RowsInMemory.of("a", row((Object) null)), out);

        assertThat(out).hasToString(" a\n------\n \u001b[2mNULL\u001b[0m\n");
    }

    @Test
    void aTableLongerThanItsSampleGoesOnWithTheWidthsItHas() throws IOException {
        int rows = TablePrinter.ROWS_THAT_DECIDE_WIDTHS + 2;
        QueryResult result = RowsInMemory.of(
                "n#, text",
                IntStream.rangeClosed(1, rows)
                        .mapToObj(n -> row(n, n == rows ? "a text wider than all before" : "x"))
                        .iterator());
        StringWriter out = new StringWriter();

        assertThat(new TablePrinter(Colours.OFF).print(result, out)).isEqualTo(rows);

        assertThat(out.toString().lines().skip(rows))
                .containsExactly(" 1001 | x", " 1002 | a text wider than all before");
    }

    @Test
    void rowsArePrintedAsTheyComeNotHeldUntilTheEnd() throws IOException {
        for (OutputFormat format : OutputFormat.values()) {
            int rows = 200_000;
            long[] written = {0};
            QueryResult result = RowsInMemory.of(
                    "n#, text",
                    IntStream.range(0, rows)
                            .mapToObj(n -> {
                                // A table may hold its first thousand rows back, and each format a buffer.
                                assertThat(written[0]).isGreaterThanOrEqualTo(n < 20_000 ? 0 : n);
                                return row(n, "text");
                            })
                            .iterator());
            Writer out = new Writer() {
                @Override
                public void write(char[] buffer, int offset, int length) {
                    written[0] += length;
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

            assertThat(format.printer(Colours.OFF).print(result, out)).isEqualTo(rows);
        }
    }

    @Test
    void doublesAreWrittenWithoutAnExponentUnlessTheyAreExtreme() {
        assertThat(ValueText.of(45104.0)).isEqualTo("45104.0");
        assertThat(ValueText.of(1.0e10)).isEqualTo("10000000000");
        assertThat(ValueText.of(1.5e-4)).isEqualTo("0.00015");
        assertThat(ValueText.of(0.0)).isEqualTo("0.0");
        assertThat(ValueText.of(1.0e300)).isEqualTo("1.0E300");
        assertThat(ValueText.of(Double.NaN)).isEqualTo("NaN");
    }

    private static String print(OutputFormat format, QueryResult result) throws IOException {
        StringWriter out = new StringWriter();
        format.printer(Colours.OFF).print(result, out);
        return out.toString();
    }
}
