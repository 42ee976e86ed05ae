package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that change the form of a table that is there: what follows equals a clean build, or nothing is changed and the
 * plan says what to do. Each row of the table in docs/explanation/changes.md has its test here.
 */
abstract class ReshapingContract extends EngineContract {
    private static final String LINES = "s/lines-v1.csv.gz";
    private static final String SOURCE = """
            /*
            kind: source
            table: d.line
            description: Lines of orders.
            files: s/lines-v1.csv.gz
            */
            CREATE TABLE d.line (day_id INTEGER NOT NULL, item TEXT NOT NULL, colour TEXT, n INTEGER NOT NULL)
            """;
    private static final Map<String, String> KINDS = kinds();

    ReshapingContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("fact", """
                /*
                kind: fact
                table: f.x
                description: Pieces sold.
                grain: [sday, item]
                day: sday
                */
                SELECT day_id AS sday, item, colour, n FROM d.line
                """);
        kinds.put("dimension", """
                /*
                kind: dimension
                table: f.x
                description: What is sold.
                natural_key: [item]
                */
                SELECT DISTINCT item FROM d.line
                """);
        kinds.put("history", """
                /*
                kind: dimension
                table: f.x
                description: What is sold, and in which colours.
                natural_key: [item]
                day: day_id
                scd: 2
                */
                SELECT DISTINCT day_id, item, colour FROM d.line
                """);
        kinds.put("data_set", """
                /*
                kind: data_set
                table: f.x
                description: Nothing but a number.
                */
                SELECT 1 AS "One"
                """);
        return kinds;
    }

    private static String kind(String name) {
        return Objects.requireNonNull(KINDS.get(name));
    }

    /** Two days of a source. */
    private Workbench lines() {
        Workbench bench = emptyWorkbench();
        bench.model("p/line", SOURCE);
        line(bench, "2018-04-01", "pen|red|5", "ink|blue|6");
        line(bench, "2018-04-02", "pen|green|7");
        return bench;
    }

    private static void line(Workbench bench, String day, String... rows) {
        bench.rows(day, LINES, List.of("day_id", "item", "colour", "n"), rows);
    }

    private Workbench built(String kind) {
        Workbench bench = lines().model("p/x", kind(kind));
        bench.run().withoutProblems();
        return bench;
    }

    private static List<String> x(Workbench bench) {
        return bench.rows("SELECT * FROM f.x ORDER BY 1, 2");
    }

    /** The columns of everything in the schemas of stars, in their order. */
    private static List<String> columns(Workbench bench) {
        return bench.rows("""
                SELECT table_schema || '.' || table_name, column_name, data_type FROM information_schema.columns
                WHERE table_schema IN ('f', 'registry_dim') ORDER BY 1, ordinal_position
                """);
    }

    /** Also the columns stand in the order of a clean build, so that {@code SELECT *} says the same. */
    private void assertEqualsCleanBuild(Workbench bench) {
        assertThat(bench.plan()).isEmpty();
        Workbench scratch = bench.withWarehouse(warehouses().fresh());
        scratch.run();
        assertThat(StarContents.of(bench)).isEqualTo(StarContents.of(scratch));
        assertThat(columns(bench)).isEqualTo(columns(scratch));
        assertThat(members(bench)).isEqualTo(members(scratch));
    }

    /** How many rows a table f.x has, apart from versions that are valid on no day. */
    private static List<String> members(Workbench bench) {
        List<String> columns = columns(bench);
        if (columns.stream().noneMatch(column -> column.startsWith("f.x|"))) {
            return List.of();
        }
        boolean hasVersions = columns.stream().anyMatch(column -> column.startsWith("f.x|valid_from|"));
        return bench.rows("SELECT count(*) FROM f.x" + (hasVersions ? " WHERE valid_from <= valid_to" : ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fact", "dimension", "history", "data_set"})
    void aTableOfAnotherKindIsMadeAnew(String before) {
        for (String now : KINDS.keySet()) {
            if (!now.equals(before)) {
                Workbench bench = built(before);
                bench.model("p/x", kind(now));
                boolean isDimension = List.of("dimension", "history").containsAll(List.of(before, now));

                assertThat(bench.plan())
                        .singleElement()
                        .asString()
                        .startsWith(
                                isDimension
                                        ? "f.x: built anew: the history of f.x is of type "
                                        : "f.x: built anew: f.x is a ");
                bench.run(Workbench.inBatchesOf(1)).withoutProblems();

                assertThat(bench.check()).noneMatch(result -> result.isFailure());
                line(bench, "2018-04-03", "nib|black|1");
                bench.run().withoutProblems();
                assertEqualsCleanBuild(bench);
                bench.removeFile("2018-04-03", LINES);
            }
        }
    }

    @Test
    void aFactWhoseDayIsAnotherColumnIsBuiltAnewInOnePublication() {
        Workbench bench = built("fact");
        bench.model("p/x", kind("fact").replace("sday", "sale_day"));

        assertThat(bench.plan())
                .containsExactly("f.x: built anew: the day of f.x is sale_day now, was sday: 2018-04-01 to 2018-04-02");
        Workbench.Run run = bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(run.result().batches()).isEqualTo(1);
        assertThat(x(bench)).containsExactly("20180401|ink|blue|6", "20180401|pen|red|5", "20180402|pen|green|7");
        assertEqualsCleanBuild(bench);
    }

    @Test
    void aDayThatOnlyHasAnotherNameIsRenamed() {
        Workbench bench = built("fact");
        bench.removeFile("2018-04-01", LINES);
        bench.model(
                "p/x", kind("fact").replace("sday", "sale_day").replace("*/", "renamed_from: {sale_day: sday}\n*/"));

        assertThat(bench.plan()).containsExactly("f.x: SQL changed: f.x: 2018-04-02");
        bench.run().withoutProblems();

        assertThat(x(bench)).containsExactly("20180401|ink|blue|6", "20180401|pen|red|5", "20180402|pen|green|7");
        line(bench, "2018-04-01", "pen|red|8");
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @Test
    void aMeasureThatIsRenamedOrAddedStandsWhereTheSelectHasIt() {
        Workbench bench = built("fact");
        bench.edit("p/x", "colour, n FROM", "n * 2 AS twice, upper(colour) AS shade, item AS name, n FROM");

        bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(x(bench))
                .containsExactly(
                        "20180401|ink|12|BLUE|ink|6", "20180401|pen|10|RED|pen|5", "20180402|pen|14|GREEN|pen|7");
        assertEqualsCleanBuild(bench);
        bench.model("p/x", kind("fact").replace("sday, item, colour, n FROM", "sday, n, item FROM"));
        bench.run(Workbench.between("2018-04-02", "2018-04-02")).withoutProblems();
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
        line(bench, "2018-04-03", "nib|black|1");
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @Test
    void anAttributeThatIsAddedInTheMiddleStandsThere() {
        Workbench bench = built("history");
        Workbench other =
                bench.model("p/y", kind("history").replace("f.x", "f.y").replace("scd: 2", "scd: 1"));
        other.run().withoutProblems();
        for (String model : List.of("p/x", "p/y")) {
            bench.edit(model, "item, colour", "length(colour) AS letters, item, upper(item) AS loud, colour");
        }

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT letters, item, loud, colour FROM f.y ORDER BY 2"))
                .containsExactly("4|ink|INK|blue", "5|pen|PEN|green");
        assertThat(bench.rows("SELECT letters, item, loud, colour FROM f.x WHERE valid_from <= valid_to ORDER BY 1"))
                .containsExactly("3|pen|PEN|red", "4|ink|INK|blue", "5|pen|PEN|green");
        assertEqualsCleanBuild(bench);
        bench.model("p/x", kind("history"));
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void aDimensionOfAnotherTypeOfHistoryIsBuiltAnewWithWhatRefersToIt(int before, int now) {
        Workbench bench = registry(before);
        bench.run().withoutProblems();
        bench.removePipeline("registry").copyExample("history/type-" + now);

        assertThat(bench.plan())
                .containsExactly(
                        "registry_dim.package: built anew: the history of registry_dim.package is of type " + now
                                + " now, was of type " + before + ": 2018-04-01 to 2018-04-02",
                        "registry_dim.package_downloads: built anew: the history of registry_dim.package is of type "
                                + now + " now, was of type " + before + ": 2018-04-01 to 2018-04-02");
        bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(bench.rows("SELECT count(*) FROM registry_dim.package")).containsExactly(String.valueOf(now));
        assertThat(bench.rows("SELECT min(package_id) FROM registry_dim.package"))
                .containsExactly(String.valueOf(before + 1));
        assertEqualsCleanBuild(bench);
        assertThat(bench.check()).noneMatch(result -> result.isFailure());
    }

    private Workbench registry(int type) {
        Workbench bench = emptyWorkbench()
                .copyShippedPipelines()
                .removePipeline("pypi")
                .removePipeline("github")
                .removePipeline("python_projects")
                .copyExample("history/type-" + type)
                .removeModel("time/duration")
                .removeModel("time/hour_of_day");
        package_(bench, "2018-04-01", "flask|BSD|10");
        package_(bench, "2018-04-02", "flask|MIT|20");
        return bench;
    }

    private static void package_(Workbench bench, String day, String row) {
        bench.rows(
                day,
                "registry/packages-v1.csv.gz",
                List.of("day_id", "package", "licence", "number_of_downloads"),
                row);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aDimensionThatKeepsNoAttributesAnyMoreEqualsACleanBuild(int type) {
        Workbench bench = registry(type);
        bench.run().withoutProblems();
        bench.removePipeline("registry").copyExample("history/type-1");
        bench.edit("registry/package", "day: day_id\nscd: 1\n", "");
        bench.edit(
                "registry/package",
                "  licence_name: Its licence on the latest day on which the package was seen.\n",
                "");
        bench.edit("registry/package", "  day_id,\n", "");
        bench.edit("registry/package", "package_name,\n  licence AS licence_name", "package_name");

        bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertEqualsCleanBuild(bench);
        assertThat(bench.rows("SELECT package_name FROM registry_dim.package")).containsExactly("flask");
        bench.removePipeline("registry").copyExample("history/type-" + type);
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "colour, n FROM; colour, n AS pieces FROM; the column 'n' of f.x is no longer given by the SELECT",
                "colour, n FROM; n FROM; the column 'colour' of f.x is no longer given by the SELECT",
                "colour, n FROM; colour, CAST(n AS double) AS n FROM; the column 'n' of f.x is of type DOUBLE now",
                "item, colour; item, item AS ware_fk, colour; there is no single dimension",
                "sday; sale_day; the day of f.x is sale_day now, was sday",
                "[sday, item]; [sday, item, m]; the header's grain names 'm'",
            })
    void whatWouldLoseValuesOfADayWhoseFileIsGoneIsRefused(String part, String replacement, String message) {
        Workbench bench = built("fact");
        List<String> before = x(bench);
        bench.removeFile("2018-04-01", LINES);
        bench.model("p/x", kind("fact").replace(part, replacement));

        assertThatThrownBy(bench::plan).isInstanceOf(InputException.class).hasMessageContaining(message);
        assertThatThrownBy(bench::run).isInstanceOf(InputException.class);

        assertThat(x(bench)).isEqualTo(before);
    }

    @Test
    void aNewColumnOfTheGrainIsRefusedWhileADayCannotBeBuiltAgain() {
        Workbench bench = built("fact");
        bench.removeFile("2018-04-01", LINES);
        bench.model(
                "p/x",
                kind("fact").replace("item, colour", "item, n AS size, colour").replace("item]", "item, size]"));

        assertThatThrownBy(bench::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "the column 'size' of f.x is new, and has no value in rows that are there, but files of"
                                + " 2018-04-01 are gone");
    }

    @Test
    void theRefusalNamesTheWaysOutAndEachOfThemWorks() {
        Workbench bench = built("fact");
        bench.removeFile("2018-04-01", LINES);
        bench.edit("p/x", "colour, n FROM", "colour, n AS pieces FROM");

        assertThatThrownBy(bench::run)
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "Nothing was changed. Bring the files back, or remove such days with --prune. If the"
                                + " column only has another name now, say so in the header: renamed_from: {pieces: n}.");
        bench.edit("p/x", "*/", "renamed_from: {pieces: n}\n*/");
        bench.run().withoutProblems();

        assertThat(x(bench)).containsExactly("20180401|ink|blue|6", "20180401|pen|red|5", "20180402|pen|green|7");
        assertThat(columns(bench)).anyMatch(column -> column.startsWith("f.x|pieces|"));
        bench.edit("p/x", "renamed_from: {pieces: n}\n", "");
        assertThat(bench.plan()).isEmpty();
        bench.edit("p/x", "n AS pieces", "n AS sold");
        assertThatThrownBy(bench::run).isInstanceOf(InputException.class);
        bench.run(Workbench.pruning()).withoutProblems();
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anAttributeIsRenamedWithWhatWasSeenOfIt(int type) {
        Workbench bench = built("history").model("p/x", kind("history").replace("scd: 2", "scd: " + type));
        bench.run().withoutProblems();
        List<String> keys = bench.rows("SELECT x_id FROM f.x ORDER BY 1");
        bench.removeFile("2018-04-01", LINES);
        bench.edit("p/x", "item, colour", "item, colour AS shade");
        assertThatThrownBy(bench::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("renamed_from: {shade: colour}");
        bench.edit("p/x", "*/", "renamed_from: {shade: colour}\n*/");

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT x_id FROM f.x ORDER BY 1")).isEqualTo(keys);
        assertThat(bench.rows("SELECT item, shade FROM f.x ORDER BY 1, 2"))
                .contains("ink|blue", "pen|green")
                .doesNotContain("ink|∅");
        line(bench, "2018-04-01", "pen|red|5", "ink|blue|6");
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @Test
    void aNaturalKeyAndTheDayOfObservationsAreRenamedWithoutNewKeys() {
        Workbench bench = built("history");
        List<String> members = bench.rows("SELECT x_id, item, colour FROM f.x ORDER BY 1");
        bench.model(
                "p/x",
                kind("history")
                        .replace("[item]", "[ware]")
                        .replace("day: day_id", "day: seen")
                        .replace("*/", "renamed_from: {ware: item}\n*/")
                        .replace("day_id, item,", "day_id AS seen, item AS ware,"));

        assertThat(bench.plan()).containsExactly("f.x: SQL changed: f.x: 2018-04-01 to 2018-04-02");
        bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(bench.rows("SELECT x_id, ware, colour FROM f.x ORDER BY 1")).isEqualTo(members);
        assertEqualsCleanBuild(bench);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fact", "dimension", "history"})
    void anotherKindIsRefusedWhileADayCannotBeBuiltAgain(String before) {
        for (String now : KINDS.keySet()) {
            if (!now.equals(before)) {
                Workbench bench = built(before);
                bench.removeFile("2018-04-01", LINES);
                bench.model("p/x", kind(now));

                assertThatThrownBy(bench::plan)
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("so f.x must be built anew, but files of 2018-04-01 are gone");
                bench.run(Workbench.pruning()).withoutProblems();
                bench.run().withoutProblems();
                assertEqualsCleanBuild(bench);
                line(bench, "2018-04-01", "pen|red|5", "ink|blue|6");
            }
        }
    }

    @Test
    void factsOfAnotherSourceKeepTheDaysWhoseFilesAreGone() {
        Workbench bench = built("fact");
        bench.removeFile("2018-04-01", LINES);
        bench.removeModel("p/line");
        bench.model("p/row", SOURCE.replace("d.line", "d.row"));
        bench.edit("p/x", "d.line", "d.row");

        bench.run().withoutProblems();

        assertThat(x(bench)).containsExactly("20180401|ink|blue|6", "20180401|pen|red|5", "20180402|pen|green|7");
        bench.run(Workbench.pruning()).withoutProblems();
        assertThat(x(bench)).containsExactly("20180402|pen|green|7");
    }

    @Test
    void factsThatReferToAnUnknownMemberThatIsTakenAwayStayOutAsInACleanBuild() {
        Workbench bench = lines();
        bench.model("p/ware", """
                /*
                kind: dimension
                table: f.ware
                description: What is sold.
                natural_key: [ware]
                unknown: {ware: Nothing}
                */
                SELECT DISTINCT item AS ware FROM d.line
                """);
        bench.model("p/sale", """
                /*
                kind: fact
                table: f.sale
                description: Pieces sold.
                grain: [sday, ware_fk]
                day: sday
                */
                SELECT day_id AS sday, CASE WHEN item = 'ink' THEN -1 ELSE ware_id END AS ware_fk,
                  CAST(sum(n) AS bigint) AS n
                FROM d.line JOIN f.ware ON ware = item GROUP BY 1, 2
                """);
        bench.run().withoutProblems();
        bench.edit("p/ware", "unknown: {ware: Nothing}\n", "");

        assertThat(bench.plan())
                .allMatch(line -> line.contains("built anew: f.ware has no unknown member now"))
                .hasSize(2);
        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("in ware_fk to members of f.ware that do not exist");
        assertThat(bench.rows("SELECT sday, n FROM f.sale")).containsExactly("20180402|7");
        assertThat(bench.rows("SELECT count(*) FROM f.ware WHERE ware_id = -1")).containsExactly("0");
        assertSameAsFromScratch(bench);
        bench.edit("p/ware", "natural_key: [ware]\n", "natural_key: [ware]\nunknown: {ware: Nothing}\n");
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    private static final String LABEL = """
            /*
            kind: dimension
            table: f.label
            description: Labels of days.
            natural_key: [label]
            %s*/
            SELECT * FROM (VALUES (20180401, 'first', 'a'), (20180402, 'second', 'b')) AS labels(%s, label, letter)
            """;

    /** A fact that refers to a dimension whose keys speak, without reading it. */
    private Workbench labelled() {
        Workbench bench = lines();
        bench.model("p/label", LABEL.formatted("key: number\n", "number"));
        bench.model("p/sale", """
                /*
                kind: fact
                table: f.sale
                description: Pieces sold.
                grain: [sday, label_fk, item]
                day: sday
                */
                SELECT day_id AS sday, day_id AS label_fk, item, n FROM d.line
                """);
        bench.run().withoutProblems();
        return bench;
    }

    @Test
    void anotherNaturalKeyOfADimensionWithItsOwnKeyLeavesFactsAsTheyAre() {
        Workbench bench = labelled();
        bench.edit("p/label", "natural_key: [label]", "natural_key: [letter]");

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT count(*) FROM f.sale")).containsExactly("3");
        assertEqualsCleanBuild(bench);
        bench.edit("p/label", "'first', 'a'", "'first', 'b'");
        bench.edit("p/label", "'second', 'b'", "'second', 'a'");
        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT * FROM f.label ORDER BY 1"))
                .containsExactly("20180401|first|b", "20180402|second|a");
        assertEqualsCleanBuild(bench);
    }

    @Test
    void anotherColumnOfADimensionsOwnKeyBuildsWhatRefersToItAnew() {
        Workbench bench = labelled();
        bench.model("p/label", LABEL.formatted("key: id\n", "id"));

        assertThat(bench.plan())
                .contains("f.sale: built anew: the key of f.label is id now, was number: 2018-04-01 to 2018-04-02");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT count(*) FROM f.sale")).containsExactly("3");
        assertEqualsCleanBuild(bench);
        bench.model("p/label", LABEL.formatted("key: code\nrenamed_from: {code: id}\n", "code"));
        assertThat(bench.plan()).noneMatch(line -> line.contains("built anew"));
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @Test
    void aDimensionWhoseKeysAreNumberedInsteadOfItsOwnIsBuiltAnew() {
        Workbench bench = labelled();
        bench.model("p/label", LABEL.formatted("", "number"));
        bench.edit("p/sale", "day_id AS label_fk, item, n FROM d.line", """
                label_id AS label_fk, item, n
                FROM d.line JOIN f.label ON number = day_id""");

        bench.run().withoutProblems();

        assertEqualsCleanBuild(bench);
        bench.model("p/label", LABEL.formatted("key: number\n", "number"));
        bench.edit("p/sale", "label_id AS label_fk", "number AS label_fk");
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @Test
    void aRunOfOnePipelineMakesTheViewsOfWhatItChanges() {
        Workbench bench = built("fact");
        bench.model("q/sold", """
                /*
                kind: data_set
                table: f.sold
                description: Pieces sold, for people.
                */
                SELECT item AS "Item", n AS "Pieces" FROM f.x
                """);
        bench.run().withoutProblems();
        bench.edit("p/x", "colour, n FROM", "colour, n AS pieces FROM");
        bench.edit("q/sold", "n AS", "pieces AS");

        bench.run(Workbench.only("p")).withoutProblems();

        assertThat(bench.rows("SELECT * FROM f.sold ORDER BY 1, 2")).containsExactly("ink|6", "pen|5", "pen|7");
        assertThat(bench.plan()).isEmpty();
        bench.edit("p/x", "n AS pieces FROM", "n AS number FROM");
        bench.edit("q/sold", "pieces AS", "number AS");
        bench.run(Workbench.only("q")).withoutProblems();
        assertThat(bench.rows("SELECT * FROM f.sold ORDER BY 1, 2")).containsExactly("ink|6", "pen|5", "pen|7");
        assertEqualsCleanBuild(bench);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATE", "TIMESTAMP"})
    void aDayThatIsNoNumberIsRefusedWithTheWayToWriteIt(String type) {
        Workbench bench = lines();
        bench.model(
                "p/x",
                kind("fact")
                        .replace(
                                "day_id AS sday",
                                "CAST(strptime(CAST(day_id AS text), '%Y%m%d') AS " + type + ") AS sday"));

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "the day's column 'sday' is of type " + type + ". Expected INTEGER, since a day is a"
                                + " number yyyymmdd: take the day's column of the source or fact that is read, or write"
                                + " CAST(strftime(…, '%Y%m%d') AS integer) AS sday.");
    }

    @Test
    void aKeyOfItsOwnIsRefusedInADimensionThatReadsASource() {
        Workbench bench = lines();
        bench.model(
                "p/x",
                kind("dimension").replace("natural_key", "key: n\nnatural_key").replace("item FROM", "item, n FROM"));

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "'key' is for dimensions that read neither a source nor a fact, such as time.day. This"
                                + " one reads one, so its members get their keys from the builder, in the column x_id. Leave 'key'"
                                + " out, and make 'n' part of the natural_key.");
    }

    @Test
    void aRenameOfAColumnThatIsStillGivenIsRefused() {
        Workbench bench = built("fact");
        bench.edit("p/x", "colour, n FROM", "colour, n AS pieces, n FROM");
        bench.edit("p/x", "*/", "renamed_from: {pieces: n}\n*/");

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("says that 'pieces' was 'n', but the SELECT still gives 'n'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fact", "dimension", "history", "data_set"})
    void aTableWithoutAModelIsDroppedWithAllThatIsKnownOfIt(String kind) {
        Workbench bench = built(kind);
        assertThatThrownBy(() -> bench.drop("f.x"))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "x.sql declares f.x, which a run would build again. Remove the model first, then drop"
                                + " its table.");
        bench.removeModel("p/x");

        bench.drop("f.x");

        assertThat(columns(bench)).isEmpty();
        assertThat(bench.buildState().days()).isEmpty();
        assertThat(bench.buildState().wholes()).isEmpty();
        assertThatThrownBy(() -> bench.drop("f.x"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("The warehouse has no table 'f.x'.");
        bench.model("p/x", kind(kind.equals("fact") ? "history" : "fact"));
        bench.run().withoutProblems();
        assertEqualsCleanBuild(bench);
    }

    @Test
    void aDroppedDimensionGivesNoKeyTwice() {
        Workbench bench = built("dimension");
        bench.removeModel("p/x");
        bench.drop("f.x");
        bench.model("p/x", kind("dimension"));

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT * FROM f.x ORDER BY 1")).containsExactly("3|ink", "4|pen");
    }

    @Test
    void aTableThatAViewReadsOrAFactRefersToIsNotDropped() {
        Workbench bench = labelled();
        bench.model("p/letters", """
                /*
                kind: data_set
                table: f.letters
                description: Letters.
                */
                SELECT letter FROM f.label
                """);
        bench.run().withoutProblems();
        for (String model : List.of("p/letters", "p/sale", "p/label")) {
            bench.removeModel(model);
        }

        assertThatThrownBy(() -> bench.drop("f.label"))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "f.label cannot be dropped, as f.letters, f.sale still read it or refer to it in the warehouse."
                                + " Run first if models have changed, or drop that first. Nothing was dropped.");
        assertThat(bench.rows("SELECT count(*) FROM f.letters")).containsExactly("2");
        bench.drop("f.letters");
        bench.drop("f.sale");
        bench.drop("f.label");
        assertThat(columns(bench)).isEmpty();
    }
}
