package dev.asterism.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources come in many forms, and whatever the form, the same rows give the same stars. */
abstract class SourcesContract extends EngineContract {
    private static final String FIRST = "2018-04-01";
    private static final String SECOND = "2018-04-02";
    private static final String THIRD = "2018-04-03";

    SourcesContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /** A source whose rows a fact keeps as they are. */
    private Workbench bench(String header, String columns) {
        return emptyWorkbench().model("s/rows", """
                        /*
                        kind: source
                        table: s_data.rows
                        description: Rows.
                        %s
                        */
                        CREATE TABLE s_data.rows (%s)
                        """.formatted(header, columns)).model("s/kept", """
                        /*
                        kind: fact
                        table: s_dim.kept
                        description: All rows as they are.
                        grain: [day_id, name]
                        day: day_id
                        measures: {n: {description: A number.}}
                        reconcile: {n: s_data.rows.n}
                        */
                        SELECT day_id, coalesce(name, '-') AS name, n, note FROM s_data.rows
                        """);
    }

    private Workbench bench(String header) {
        return bench(header, "name TEXT, n BIGINT NOT NULL, note TEXT");
    }

    private static List<String> kept(Workbench bench) {
        return bench.rows("SELECT day_id, name, n, note FROM s_dim.kept ORDER BY day_id, name");
    }

    private static void write(Workbench bench, String day, String name, byte[] bytes) {
        bench.dayFile(day, name).wholeFile(bytes).write();
    }

    private static void write(Workbench bench, String day, String name, String text) {
        write(bench, day, name, name.endsWith(".gz") ? gzip(text.getBytes(UTF_8)) : text.getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Map<String, String> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue().getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(Map<String, String> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, String> member : members.entrySet()) {
                byte[] content = member.getValue().getBytes(UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> members(String... namesAndTexts) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            members.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return members;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            s/rows-v1.csv.gz ! tsv     ! \\t
            s/rows.tsv       ! tsv     ! \\t
            s/rows-v3.csv    ! csv     ! ,
            s/my rows.csv.gz ! csv     ! ,
            s/rows.txt       ! tsv\\ndelimiter: '|' ! |
            s/rows.csv       ! csv\\ndelimiter: ;   ! ;
            """)
    void fieldsMayBeSeparatedByAnySignAndFilesNeedNotBeCompressed(String file, String format, String delimiter) {
        String d = delimiter.translateEscapes();
        Workbench bench = bench("files: " + file + "\nformat: " + format.translateEscapes() + "\nday: folder");
        String other = d.equals(",") ? ";" : ",";
        write(
                bench,
                FIRST,
                file,
                String.join(d, "n", "extra", "note", "name") + "\r\n"
                        + String.join(d, "1", "x", "\"with" + d + "it\"", "a") + "\r\n"
                        + String.join(d, "-2", "", "with" + other + " it", "\"b \"\"q\"\" \n\"") + "\r\n");
        write(bench, SECOND, file, String.join(d, "name", "n", "note") + "\n" + String.join(d, "c", "3", ""));
        write(bench, THIRD, file, String.join(d, "name", "n", "note") + "\n");

        bench.run().withoutProblems();

        assertThat(kept(bench))
                .containsExactly(
                        "20180401|a|1|with" + d + "it",
                        "20180401|b \"q\" \n|-2|with" + other + " it",
                        "20180402|c|3|∅");
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aBadValueIsNamedWithFileLineColumnAndValueWhateverTheDelimiter() {
        Workbench bench = bench("files: s/rows.csv\nformat: csv\nday: folder");
        write(bench, FIRST, "s/rows.csv", "name,n,note\na,1,\nb,1.5,\n");
        write(bench, SECOND, "s/rows.csv", "name,n,note\na,1\n");
        write(bench, THIRD, "s/rows.csv", "name,n,note\na,1,\n");

        assertThat(bench.run().problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith(bench.path(FIRST, "s/rows.csv")
                                        + ", line 3, column n: '1.5' is no BIGINT. Expected a whole number"),
                        problem -> assertThat(problem)
                                .startsWith(bench.path(SECOND, "s/rows.csv")
                                        + ", line 2: the row has 2 fields, the header 3. Expected as many fields as the"
                                        + " header has, separated by ','"));
        assertThat(kept(bench)).containsExactly("20180403|a|1|∅");
    }

    @Test
    void filesThatAreNotCompressedAsTheirNameSaysAreRefused() {
        Workbench bench = bench("files: s/rows.csv\nday: folder");
        write(bench, FIRST, "s/rows.csv", gzip("name\tn\tnote\n".getBytes(UTF_8)));
        write(bench, SECOND, "s/rows.csv", "");

        assertThat(bench.run().problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith(bench.path(FIRST, "s/rows.csv")
                                        + ": the file is gzip data, which its name does not say."),
                        problem -> assertThat(problem)
                                .startsWith(bench.path(SECOND, "s/rows.csv") + ": the file is empty."));
    }

    @Test
    void aNewDelimiterReadsTheFilesAnew() {
        Workbench bench = bench("files: s/rows.csv\nday: folder");
        write(bench, FIRST, "s/rows.csv", "name;n;note\na;1;\n");
        assertThat(bench.run().problems())
                .singleElement()
                .asString()
                .contains("the header lacks this column, it has only name;n;note");

        bench.edit("s/rows", "day: folder", "day: folder\ndelimiter: ;");

        bench.run().withoutProblems();
        assertThat(kept(bench)).containsExactly("20180401|a|1|∅");
    }

    @Test
    void theDayOfTheFolderAndAColumnOfTheDayAreTheSame() {
        Workbench bench =
                bench("files: s/rows.csv", "day_id INTEGER NOT NULL, name TEXT, n BIGINT NOT NULL, note TEXT");
        write(bench, FIRST, "s/rows.csv", "day_id\tname\tn\tnote\n20180401\ta\t1\t\n");
        bench.run().withoutProblems();
        List<String> before = kept(bench);

        bench.edit("s/rows", "files: s/rows.csv", "files: s/rows.csv\nday: folder")
                .edit("s/rows", "day_id INTEGER NOT NULL, ", "");

        bench.run().withoutProblems();
        assertThat(kept(bench)).isEqualTo(before);
    }

    @Test
    void allFilesOfADayCountAndExactlyTheDayWhoseFilesChangeIsStale() {
        Workbench bench = bench("files: s/rows-*.csv.gz\nday: folder");
        String header = "name\tn\tnote\n";
        write(bench, FIRST, "s/rows-00.csv.gz", header + "a\t1\t\nb\t2\t\n");
        write(bench, FIRST, "s/rows-01.csv.gz", header);
        write(bench, FIRST, "s/rows-02.csv.gz", "note\tn\tname\n\t3\tc\n");
        write(bench, SECOND, "s/rows-00.csv.gz", header + "d\t4\t\n");
        write(bench, SECOND, "s/rows-00.csv.gz.part", "cut");
        write(bench, SECOND, "s/other.csv.gz", header + "e\t5\t\n");

        bench.run().withoutProblems();

        assertThat(kept(bench)).containsExactly("20180401|a|1|∅", "20180401|b|2|∅", "20180401|c|3|∅", "20180402|d|4|∅");
        assertThat(bench.plan()).isEmpty();

        write(bench, SECOND, "s/rows-01.csv.gz", header + "f\t6\t\n");
        assertThat(bench.plan()).containsExactly("s_dim.kept: file changed: 2018-04-02");
        bench.run().withoutProblems();

        write(bench, FIRST, "s/rows-02.csv.gz", header + "c\t33\t\n");
        assertThat(bench.plan()).containsExactly("s_dim.kept: file changed: 2018-04-01");
        bench.run().withoutProblems();

        bench.removeFile(FIRST, "s/rows-00.csv.gz");
        assertThat(bench.plan()).containsExactly("s_dim.kept: file changed: 2018-04-01");
        bench.run().withoutProblems();

        assertThat(kept(bench)).containsExactly("20180401|c|33|∅", "20180402|d|4|∅", "20180402|f|6|∅");
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);

        bench.removeFile(SECOND, "s/rows-00.csv.gz");
        bench.removeFile(SECOND, "s/rows-01.csv.gz");
        assertThat(bench.plan()).isEmpty();
        bench.run(Workbench.pruning()).withoutProblems();
        assertThat(kept(bench)).containsExactly("20180401|c|33|∅");
    }

    @Test
    void ofSeveralVersionsTheFilesOfTheHighestCount() {
        Workbench bench = bench("files: s/rows-*-v{1,2}.csv\nday: folder");
        String header = "name\tn\tnote\n";
        write(bench, FIRST, "s/rows-00-v1.csv", header + "a\t1\t\n");
        write(bench, FIRST, "s/rows-01-v1.csv", header + "b\t2\t\n");
        write(bench, FIRST, "s/rows-00-v2.csv", header + "c\t3\t\n");
        write(bench, SECOND, "s/rows-00-v1.csv", header + "d\t4\t\n");
        write(bench, SECOND, "s/rows-01-v1.csv", header + "e\t5\t\n");

        bench.run().withoutProblems();

        assertThat(kept(bench)).containsExactly("20180401|c|3|∅", "20180402|d|4|∅", "20180402|e|5|∅");
    }

    @Test
    void oneBadFileOfSeveralKeepsItsDayOut() {
        Workbench bench = bench("files: s/*.csv\nday: folder");
        String header = "name\tn\tnote\n";
        write(bench, FIRST, "s/a.csv", header + "a\t1\t\n");
        write(bench, FIRST, "s/b.csv", header + "b\tx\t\n");
        write(bench, SECOND, "s/a.csv", header + "c\t3\t\n");
        write(bench, SECOND, "s/b.csv", header + "d\t4\t\nc\t5\t\n");
        write(bench, THIRD, "s/a.csv", header + "e\t6\t\n");

        assertThat(bench.run().problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith(bench.path(FIRST, "s/b.csv") + ", line 2, column n: 'x' is no BIGINT."),
                        problem -> assertThat(problem).contains("on 2018-04-02"));
        assertThat(kept(bench)).containsExactly("20180403|e|6|∅");
    }

    @Test
    void aGrainThatIsRepeatedInAnotherFileIsNamedWithBothLines() {
        Workbench bench = bench("files: s/*.csv\nday: folder\ngrain: [day_id, name]");
        write(bench, FIRST, "s/a.csv", "name\tn\tnote\nx\t1\t\na\t1\t\n");
        write(bench, FIRST, "s/b.csv", "n\tname\tnote\n1\tb\t\n2\ta\t\n");

        assertThat(bench.run().problems())
                .singleElement()
                .asString()
                .startsWith(
                        bench.path(FIRST, "s/b.csv") + ", line 3, column name: the row has the same name as line 3 of "
                                + bench.path(FIRST, "s/a.csv") + ": a.");
    }

    @Test
    void linesOfJsonGiveTheSameRowsAsText() {
        Workbench bench = bench(
                "files: s/rows-*.jsonl.gz\nday: folder",
                "name TEXT, n BIGINT NOT NULL, note TEXT, amount DECIMAL(38,10), ok BOOLEAN, seen_at TIMESTAMPTZ");
        bench.edit("s/kept", "SELECT day_id, coalesce(name, '-') AS name, n, note", "SELECT *");
        write(bench, FIRST, "s/rows-a.jsonl.gz", """
                {"other": {"x": [1]}, "name": "a", "n": 1, "note": "tab\\t, \\"quote\\" and\\nbreak \\ud83d\\ude00", "amount": 1234567890123456789012345678.0123456789, "ok": true, "seen_at": "2018-04-01T12:00:00+02:00"}

                {"more": 1, "n": "2", "name": "b", "note": "", "amount": null}
                """);
        write(bench, FIRST, "s/rows-b.jsonl.gz", "{\"n\":3,\"name\":\"c\",\"note\":{\"k\": [1, 2.50]}}\r\n");
        write(bench, SECOND, "s/rows-a.jsonl.gz", "\n");

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(bench.rows(
                        "SELECT day_id, name, n, note, CAST(amount AS varchar(60)), ok FROM s_dim.kept ORDER BY name"))
                .containsExactly(
                        "20180401|a|1|tab\t, \"quote\" and\nbreak 😀|1234567890123456789012345678.0123456789|true",
                        "20180401|b|2||∅|∅",
                        "20180401|c|3|{\"k\": [1, 2.50]}|∅|∅");
        assertThat(bench.rows("SELECT count(*) FROM s_dim.kept WHERE seen_at = TIMESTAMPTZ '2018-04-01 10:00:00+00'"))
                .containsExactly("1");
        assertThat(run.heard().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("the columns other are unknown to s_data.rows"));
        assertThat(bench.plan()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            {"name": "b", "n": 1.0}         ! , line 2, column n: '1.0' is no BIGINT. Expected a whole number
            {"name": "b"}                   ! , line 2, column n: there is no value. Expected a value
            {"name": "b", "n": 1            ! , line 2: the line is no JSON object (
            [1]                             ! , line 2: the line is no JSON object. Expected one JSON object a line
            {"name": "b", "n": 1} {"n": 2}  ! , line 2: the line goes on after its object.
            {"name": "b", "n": 1, "n": 2}   ! , line 2: the line is no JSON object (Duplicate field 'n')
            {"name": "\\ud83d", "n": 1}    ! , line 2, column name: the value has half of a surrogate pair
            {"name": "\\u0000", "n": 1}    ! , line 2, column name: '
            """)
    void aBadLineOfJsonIsNamedWithItsLine(String line, String message) {
        Workbench bench = bench("files: s/rows.json\nday: folder");
        write(bench, FIRST, "s/rows.json", "{\"name\": \"a\", \"n\": 1}\n" + line.replace("\\\\", "\\") + "\n");
        write(bench, SECOND, "s/rows.json", "{\"name\": \"c\", \"n\": 3}\n");

        assertThat(bench.run().problems())
                .singleElement()
                .asString()
                .startsWith(bench.path(FIRST, "s/rows.json") + message);
        assertThat(kept(bench)).containsExactly("20180402|c|3|∅");
    }

    @ParameterizedTest
    @CsvSource({"s/export.zip, csv", "s/export-v1.tar.gz, csv", "s/export.tgz, json", "s/export.tar, tsv"})
    void membersOfArchivesAreTheRowsOfTheirDay(String archive, String format) {
        Workbench bench = bench("files: " + archive + "!rows-*\nformat: " + format + "\nday: folder");
        String first = switch (format) {
            case "json" -> "{\"name\": \"a\", \"n\": 1}\n{\"name\": \"b\", \"n\": 2, \"note\": \"x\"}";
            case "csv" -> "name,n,note\na,1,\nb,2,x\n";
            default -> "name\tn\tnote\na\t1\t\nb\t2\tx\n";
        };
        String second = switch (format) {
            case "json" -> "{\"name\": \"c\", \"n\": 3}\n";
            case "csv" -> "note,n,extra,name\r\n,3,,c\r\n";
            default -> "note\tn\textra\tname\r\n\t3\t\tc\r\n";
        };
        Map<String, String> members =
                members("readme.txt", "no rows", "export/rows-1", first, "__MACOSX/._rows-1", "junk", "rows-2", second);
        write(bench, FIRST, archive, packed(archive, members));

        bench.run().withoutProblems();

        assertThat(kept(bench)).containsExactly("20180401|a|1|∅", "20180401|b|2|x", "20180401|c|3|∅");
        assertThat(bench.plan()).isEmpty();

        members.remove("rows-2");
        write(bench, FIRST, archive, packed(archive, members));
        bench.run().withoutProblems();

        assertThat(kept(bench)).containsExactly("20180401|a|1|∅", "20180401|b|2|x");
    }

    private static byte[] packed(String archive, Map<String, String> members) {
        if (archive.endsWith(".zip")) {
            return zip(members);
        }
        return archive.endsWith("gz") ? gzip(tar(members)) : tar(members);
    }

    @Test
    void whatIsWrongInAnArchiveIsNamedWithItsMember() {
        Workbench bench = bench("files: s/export.zip!*.csv\nformat: csv\nday: folder");
        write(
                bench,
                FIRST,
                "s/export.zip",
                zip(members("a.csv", "name,n,note\na,1,\n", "x/b.csv", "name,n,note\nb,x,\n")));
        write(bench, SECOND, "s/export.zip", zip(members("a.txt", "name,n,note\na,1,\n")));
        byte[] whole = zip(members("a.csv", "name,n,note\na,1,\n"));
        write(bench, THIRD, "s/export.zip", Arrays.copyOf(whole, whole.length - 30));
        write(bench, "2018-04-04", "s/export.zip", zip(members("a.csv", "name,n,note\na,1,\n", "b.csv", "name,n\n")));
        write(bench, "2018-04-05", "s/export.zip", zip(members("a.csv", "name,n,note\na,1\n")));

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith(bench.path(FIRST, "s/export.zip")
                                        + "!x/b.csv, line 2, column n: 'x' is no BIGINT."),
                        problem -> assertThat(problem)
                                .startsWith(bench.path(SECOND, "s/export.zip")
                                        + ": no member of the archive matches *.csv; it has a.txt."),
                        problem -> assertThat(problem)
                                .startsWith(bench.path(THIRD, "s/export.zip") + ": the archive is damaged ("),
                        problem -> assertThat(problem)
                                .startsWith(bench.path("2018-04-04", "s/export.zip")
                                        + "!b.csv, line 1, column note: the header lacks this column"),
                        problem -> assertThat(problem)
                                .startsWith(bench.path("2018-04-05", "s/export.zip")
                                        + ", line 2: in its member a.csv the row has 2 fields, the header 3."));
        assertThat(run.published()).isEmpty();
    }

    @Test
    void theRowsOfParquetFilesAreThoseOfText() {
        Workbench bench = bench(
                "files: s/*.parquet\nday: folder",
                "name TEXT, n BIGINT NOT NULL, note TEXT, amount DECIMAL(12,2), ratio DOUBLE, seen_at TIMESTAMPTZ, born DATE");
        bench.edit("s/kept", "SELECT day_id, coalesce(name, '-') AS name, n, note", "SELECT *");
        parquet(bench, FIRST, "s/a.parquet", """
                SELECT 'a' AS name, CAST(1 AS integer) AS n, '' AS note, CAST(12.50 AS decimal(9,2)) AS amount,
                  CAST(0.1 AS float) AS ratio, TIMESTAMPTZ '2018-04-01 10:00:00+00' AS seen_at, DATE '2018-04-01' AS born, 7 AS "NAME"
                UNION ALL SELECT 'b', 2, NULL, NULL, NULL, NULL, NULL, 7""");
        parquet(bench, FIRST, "s/b.parquet", """
                SELECT CAST(3 AS smallint) AS n, 'c' AS name, [1, 2] AS note, 5 AS amount, 0.25 AS ratio,
                  NULL::timestamptz AS seen_at, DATE '2018-04-02' AS born""");
        parquet(
                bench,
                SECOND,
                "s/a.parquet",
                "SELECT 'd' AS name, 4::bigint AS n, 'x' AS note, 1.5 AS amount, 1::double AS ratio,"
                        + " NULL::timestamptz AS seen_at, NULL::date AS born WHERE FALSE");

        Workbench.Run run = bench.run().withoutProblems();

        assertThat(bench.rows("SELECT day_id, name, n, note, amount, born FROM s_dim.kept ORDER BY name"))
                .containsExactly(
                        "20180401|a|1||12.50|2018-04-01", "20180401|b|2|∅|∅|∅", "20180401|c|3|[1,2]|5.00|2018-04-02");
        assertThat(bench.rows("SELECT count(*) FROM s_dim.kept WHERE ratio = 0.10000000149011612 OR ratio = 0.25"))
                .containsExactly("2");
        assertThat(bench.rows("SELECT count(*) FROM s_dim.kept WHERE seen_at = TIMESTAMPTZ '2018-04-01 10:00:00+00'"))
                .containsExactly("1");
        assertThat(run.heard().warnings())
                .anySatisfy(warning -> assertThat(warning).contains("the columns NAME_1 are unknown"));
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aParquetFileThatIsNotAsDeclaredIsRefusedWithColumnRowAndValue() throws IOException {
        Workbench bench = bench("files: s/rows.parquet\nday: folder");
        parquet(
                bench,
                FIRST,
                "s/rows.parquet",
                "SELECT 'a' AS name, 1.5 AS n, NULL::varchar AS note UNION ALL SELECT 'b', 2.0, NULL");
        parquet(bench, SECOND, "s/rows.parquet", "SELECT 'a' AS name, 1 AS n");
        parquet(bench, THIRD, "s/rows.parquet", "SELECT 'a' AS name, 1 AS n, NULL::varchar AS note");
        Path third = bench.path(THIRD, "s/rows.parquet");
        byte[] whole = Files.readAllBytes(third);
        write(bench, THIRD, "s/rows.parquet", Arrays.copyOf(whole, whole.length - 4));
        write(bench, "2018-04-04", "s/rows.parquet", "name,n,note\n");
        parquet(bench, "2018-04-05", "s/rows.parquet", "SELECT 'a'::blob AS name, 1 AS n, 'x' AS note");
        parquet(bench, "2018-04-06", "s/rows.parquet", "SELECT 'a' AS name, CAST(NULL AS integer) AS n, 'x' AS note");
        parquet(bench, "2018-04-07", "s/rows.parquet", "SELECT 'a' AS name, 7 AS n, 'x' AS note");

        assertThat(bench.run().problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith(
                                        bench.path(FIRST, "s/rows.parquet") + ", row 1, column n: '1.5' is no BIGINT."),
                        problem -> assertThat(problem)
                                .startsWith(bench.path(SECOND, "s/rows.parquet")
                                        + ", line 1, column note: the header lacks"),
                        problem -> assertThat(problem)
                                .startsWith(third + ": the file is truncated: it does not end like Parquet."),
                        problem -> assertThat(problem)
                                .startsWith(bench.path("2018-04-04", "s/rows.parquet") + ": the file is not Parquet."),
                        problem -> assertThat(problem)
                                .startsWith(bench.path("2018-04-05", "s/rows.parquet")
                                        + ", column name: the column holds bytes that are not said to be text."),
                        problem -> assertThat(problem)
                                .startsWith(bench.path("2018-04-06", "s/rows.parquet")
                                        + ", row 1, column n: there is no value."));
        assertThat(kept(bench)).containsExactly("20180407|a|7|x");
    }

    private static void parquet(Workbench bench, String day, String name, String select) {
        bench.dayFile(day, name).wholeFile(ParquetBytes.of(select)).write();
    }

    @Test
    void aSeedIsAnInputOfEveryDayThatReadsIt() throws IOException {
        Workbench bench = bench("files: s/rows.csv\nday: folder");
        bench.model("s/zones", """
                        /*
                        kind: seed
                        table: s_ref.zones
                        description: Zones.
                        columns: {zone_name: 'Its name, for people.'}
                        */
                        CREATE TABLE s_ref.zones (name TEXT NOT NULL, zone_name TEXT, factor DOUBLE, since TIMESTAMPTZ, ok BOOLEAN)
                        """)
                .model("s/kept", """
                        /*
                        kind: fact
                        table: s_dim.kept
                        description: Rows with their zones.
                        grain: [day_id, name]
                        day: day_id
                        */
                        SELECT day_id, name, n, zone_name AS note FROM s_data.rows LEFT JOIN s_ref.zones USING (name)
                        """)
                .model("s/view", """
                        /*
                        kind: data_set
                        table: s_dim.view
                        description: Zones that are used.
                        */
                        SELECT zone_name AS "Zone", sum(n) AS "n", max(factor) AS "f"
                        FROM s_dim.kept JOIN s_ref.zones ON zones.zone_name = kept.note GROUP BY zone_name
                        """)
                .file(
                        "s/zones.csv",
                        "name,zone_name,factor,since,ok\na,\"Mitte, 'O''Brien'\",1e3,2018-04-01 12:00Z,t\nb,,NaN,,\n");
        write(bench, FIRST, "s/rows.csv", "name\tn\tnote\na\t1\t\n");
        write(bench, SECOND, "s/rows.csv", "name\tn\tnote\nb\t2\t\nc\t3\t\n");

        bench.run().withoutProblems();

        assertThat(kept(bench)).containsExactly("20180401|a|1|Mitte, 'O''Brien'", "20180402|b|2|∅", "20180402|c|3|∅");
        assertThat(bench.rows("SELECT name, ok FROM s_ref.zones WHERE since = TIMESTAMPTZ '2018-04-01 12:00:00+00'"))
                .containsExactly("a|true");
        assertThat(bench.rows("SELECT \"Zone\", \"f\" FROM s_dim.view")).containsExactly("Mitte, 'O''Brien'|1000.0");
        assertThat(bench.plan()).isEmpty();

        bench.file(
                "s/zones.csv",
                "ok,name,zone_name,factor,since\ntrue,a,\"Mitte, 'O''Brien'\",1000,2018-04-01T12:00:00Z\n,b,,nan,\n");
        assertThat(bench.plan()).isEmpty();

        bench.file("s/zones.csv", "name,zone_name,factor,since,ok\na,Wedding,1,,\n");
        assertThat(bench.plan())
                .containsExactlyInAnyOrder(
                        "s_dim.kept: upstream changed: s_ref.zones: 2018-04-01 to 2018-04-02",
                        "s_ref.zones: SQL changed: s_ref.zones",
                        "s_dim.view: upstream changed: s_ref.zones");
        bench.run().withoutProblems();

        assertThat(kept(bench)).containsExactly("20180401|a|1|Wedding", "20180402|b|2|∅", "20180402|c|3|∅");
        assertSameAsFromScratch(bench);
    }

    @Test
    void aSeedWithANaturalKeyIsADimensionThatFactsReferTo() throws IOException {
        Workbench bench = bench("files: s/rows.csv\nday: folder");
        bench.model("s/zone", """
                        /*
                        kind: seed
                        table: s_dim.zone
                        description: Zones.
                        natural_key: [code]
                        unknown: {code: '-', zone_name: Unknown zone}
                        file: list of zones.tsv
                        delimiter: tab
                        */
                        CREATE TABLE s_dim.zone (code TEXT NOT NULL, zone_name TEXT)
                        """)
                .model("s/kept", """
                        /*
                        kind: fact
                        table: s_dim.kept
                        description: Rows with their zones.
                        grain: [day_id, name]
                        day: day_id
                        */
                        SELECT day_id, name, coalesce(zone_id, -1) AS zone_fk, n, note
                        FROM s_data.rows LEFT JOIN s_dim.zone ON code = name
                        """)
                .file("s/list of zones.tsv", "code\tzone_name\nb\tMitte\na\tWedding\n");
        write(bench, FIRST, "s/rows.csv", "name\tn\tnote\na\t1\t\nx\t2\t\n");
        bench.run().withoutProblems();
        assertThat(
                        bench.rows(
                                "SELECT name, zone_fk, zone_name FROM s_dim.kept JOIN s_dim.zone ON zone_id = zone_fk ORDER BY name"))
                .containsExactly("a|1|Wedding", "x|-1|Unknown zone");

        bench.file("s/list of zones.tsv", "code\tzone_name\nb\tMitte\na\tGesundbrunnen\nx\tPankow\n");
        bench.run().withoutProblems();

        assertThat(
                        bench.rows(
                                "SELECT name, zone_fk, zone_name FROM s_dim.kept JOIN s_dim.zone ON zone_id = zone_fk ORDER BY name"))
                .containsExactly("a|1|Gesundbrunnen", "x|3|Pankow");
        assertThat(bench.plan()).isEmpty();
    }
}
