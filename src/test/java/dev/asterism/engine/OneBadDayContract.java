package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.model.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A day whose rows no table can be made from stays out, with its row named, and all others are built. */
abstract class OneBadDayContract extends EngineContract {
    private static final String ROWS = "s/rows-v1.csv.gz";
    private static final String STAYS_OUT = " The day stays out; correct the SELECT or its input.";
    private static final int ONE_DAY = 1;
    private static final int ALL_DAYS = 1_000_000;

    OneBadDayContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private Workbench source() {
        return emptyWorkbench().model("s/rows", """
                /*
                kind: source
                table: s_data.rows
                description: Rows.
                files: s/rows-v1.csv.gz
                */
                CREATE TABLE s_data.rows (day_id INTEGER NOT NULL, k TEXT, state TEXT, n INTEGER)
                """);
    }

    private static Workbench fact(Workbench bench, String header, String select) {
        return bench.model("s/sale", """
                /*
                kind: fact
                table: s_dim.sale
                description: Sales.
                day: sday
                %s
                */
                %s
                """.formatted(header, select));
    }

    private static Workbench dimension(Workbench bench, String header, String select) {
        return bench.model("s/thing", """
                /*
                kind: dimension
                table: s_dim.thing
                description: Things.
                natural_key: [k]
                %s
                */
                %s
                """.formatted(header, select));
    }

    /** Writes a day; a row is such as {@code apple|red|10}. */
    private static void day(Workbench bench, int day, String... rows) {
        bench.rows(date(day), ROWS, List.of("day_id", "k", "state", "n"), rows);
    }

    private static String date(int day) {
        return "2018-04-" + (day < 10 ? "0" : "") + day;
    }

    private static void days(Workbench bench, int last) {
        for (int day = 1; day <= last; day++) {
            day(bench, day, "apple|red|" + day, "pear|green|" + day, "plum|blue|" + day);
        }
    }

    private static String row(Workbench bench, int day, int line, String values) {
        return bench.path(date(day), ROWS) + ", line " + line + " (day_id = "
                + date(day).replace("-", "") + ", " + values + ")";
    }

    private static List<String> days(Workbench bench) {
        return bench.rows("SELECT DISTINCT sday FROM s_dim.sale ORDER BY 1");
    }

    private static void assertProblem(Workbench.Run run, String model, Workbench bench, String text) {
        assertThat(run.problems()).containsExactly(bench.modelFile(model) + ": on 2018-04-02, " + text + STAYS_OUT);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    /**
     * A fact that one row on 2018-04-02 breaks.
     *
     * @param row the row, in the third line of its file
     * @param message what is said of it
     */
    private record Broken(String name, String header, String select, String row, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Broken> brokenFacts() {
        String select = "SELECT day_id AS sday, k, n FROM s_data.rows";
        return Stream.of(
                new Broken("NULL in the grain", "grain: [sday, k]", select, "|green|2", "1 row has no value in k."),
                new Broken(
                        "a repeated grain",
                        "grain: [sday, k]",
                        select,
                        "apple|green|2",
                        "1 combination of the grain (sday, k) occurs more than once."),
                new Broken(
                        "a number that is too large",
                        "grain: [sday, k]",
                        "SELECT day_id AS sday, k, CAST(n AS smallint) AS n FROM s_data.rows",
                        "pear|green|70000",
                        "s_dim.sale could not be built: Conversion Error: Type INT32 with value 70000 can't be cast because"
                                + " the value is out of range for the destination type INT16 when casting from source column"
                                + " n."),
                new Broken(
                        "a text that is no number",
                        "grain: [sday, k]",
                        "SELECT day_id AS sday, k, CAST(state AS integer) AS n FROM s_data.rows WHERE state NOT IN"
                                + " ('red', 'green', 'blue')",
                        "pear|grey|2",
                        "s_dim.sale could not be built: Conversion Error: Could not convert string 'grey' to INT32 when"
                                + " casting from source column state."),
                new Broken(
                        "a total that is another",
                        "grain: [sday, k]\nmeasures:\n  n: {description: N.}\nreconcile: {n: s_data.rows.n}",
                        "SELECT day_id AS sday, k, n FROM s_data.rows WHERE state <> 'grey'",
                        "pear|grey|2",
                        "the total of n is 4, but s_data.rows.n adds up to 6."),
                new Broken(
                        "a row of another day",
                        "grain: [sday, k]",
                        "SELECT CASE state WHEN 'grey' THEN 20180409 ELSE day_id END AS sday, k, n FROM s_data.rows",
                        "pear|grey|2",
                        "s_dim.sale could not be built: the SELECT gives rows of other days than the 2018-04-02, which it"
                                + " was handed, in 'sday', such as 20180409. Take the day from the source or fact that is"
                                + " read."),
                new Broken(
                        "a row without a day",
                        "grain: [sday, k]",
                        "SELECT CASE state WHEN 'grey' THEN NULL ELSE day_id END AS sday, k, n FROM s_data.rows",
                        "pear|grey|2",
                        "s_dim.sale could not be built: the SELECT gives 1 row of other days than those it was handed in"
                                + " 'sday'. Take the day from the source or fact that is read."));
    }

    static Stream<Arguments> brokenFactsInBatches() {
        return brokenFacts()
                .flatMap(broken -> Stream.of(Arguments.of(broken, ONE_DAY), Arguments.of(broken, ALL_DAYS)));
    }

    @ParameterizedTest
    @MethodSource("brokenFactsInBatches")
    void aFactLacksTheBrokenDayOnly(Broken broken, int batchBytes) {
        Workbench bench = fact(source(), broken.header(), broken.select());
        days(bench, 5);
        day(bench, 2, "apple|red|2", broken.row(), "plum|blue|2");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(batchBytes));

        String[] fields = broken.row().split("\\|", -1);
        String values =
                "k = " + (fields[0].isEmpty() ? "NULL" : fields[0]) + ", state = " + fields[1] + ", n = " + fields[2];
        assertProblem(
                run, "s/sale", bench, broken.message() + " It first happens with " + row(bench, 2, 3, values) + ".");
        assertThat(days(bench)).doesNotContain("20180402");
        assertThat(bench.plan()).singleElement().asString().endsWith(": 2018-04-02");

        day(bench, 2, "apple|red|2", "pear|green|2");
        bench.run().withoutProblems();
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @ParameterizedTest
    @ValueSource(ints = {ONE_DAY, ALL_DAYS})
    void aReferenceWithoutAValueIsNamedOnce(int batchBytes) {
        Workbench bench = dimension(source(), "", "SELECT DISTINCT k FROM s_data.rows WHERE k IS NOT NULL");
        fact(
                bench,
                "grain: [sday, thing_fk]",
                "SELECT day_id AS sday, thing_id AS thing_fk, n FROM s_data.rows LEFT JOIN s_dim.thing ON thing.k ="
                        + " rows.k");
        days(bench, 3);
        day(bench, 2, "apple|red|2", "|green|2", "||3");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(batchBytes));

        assertProblem(
                run,
                "s/sale",
                bench,
                "2 rows have no value in thing_fk. It first happens with "
                        + row(bench, 2, 3, "k = NULL, state = green, n = 2") + ".");
        assertThat(days(bench)).containsExactly("20180401", "20180403");
        assertThat(bench.rows("SELECT count(*) FROM s_dim.thing")).containsExactly("3");
    }

    /**
     * A kind of dimension that is built by day.
     *
     * @param opening how a message starts that is about a failed statement; empty if the day is told by a proof
     */
    private record Kind(String header, String select, String join, String opening) {
        @Override
        public String toString() {
            return header.isEmpty() ? "without attributes" : header.replace("\n", ", ");
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("", "SELECT DISTINCT k FROM s_data.rows", "", "s_dim.thing could not be built: "),
            new Kind("day: day_id", "SELECT DISTINCT day_id, k, state FROM s_data.rows", "", ""),
            new Kind(
                    "day: day_id\nscd: 2",
                    "SELECT DISTINCT day_id, k, state FROM s_data.rows",
                    " AND day_id BETWEEN valid_from AND valid_to",
                    ""));

    static Stream<Arguments> kindsInBatches() {
        return KINDS.stream().flatMap(kind -> Stream.of(Arguments.of(kind, ONE_DAY), Arguments.of(kind, ALL_DAYS)));
    }

    private static Workbench withReader(Workbench bench, Kind kind) {
        return fact(
                bench,
                "grain: [sday, thing_fk]",
                "SELECT day_id AS sday, thing_id AS thing_fk, n FROM s_data.rows JOIN s_dim.thing ON thing.k = rows.k"
                        + kind.join());
    }

    @ParameterizedTest
    @MethodSource("kindsInBatches")
    void aMemberWithoutANaturalKeyKeepsItsDayOutOfTheDimensionAndItsReaders(Kind kind, int batchBytes) {
        Workbench bench = withReader(dimension(source(), kind.header(), kind.select()), kind);
        days(bench, 4);
        day(bench, 2, "apple|red|2", "|grey|2", "new|blue|3");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(batchBytes));

        assertProblem(
                run,
                "s/thing",
                bench,
                kind.opening()
                        + "the SELECT gives 1 member without a value in k. Expected a value in every column of the"
                        + " natural key. It first happens with "
                        + row(bench, 2, 3, "k = NULL, state = grey, n = 2") + ".");
        assertThat(bench.rows("SELECT k FROM s_dim.thing ORDER BY 1")).containsExactly("apple", "pear", "plum");
        assertThat(days(bench)).containsExactly("20180401", "20180403", "20180404");

        day(bench, 2, "apple|red|2", "new|blue|3");
        bench.run().withoutProblems();
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 1000000", "2, 1", "2, 1000000"})
    void aDimensionWhoseStatementFailsLacksThatDayOnly(int type, int batchBytes) {
        Kind kind = KINDS.get(type);
        Workbench bench = withReader(
                dimension(
                        source(), kind.header(), kind.select().replace("k, state", "k, CAST(n AS smallint) AS state")),
                kind);
        days(bench, 4);
        day(bench, 2, "apple|red|2", "pear|grey|70000");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(batchBytes));

        assertTooLarge(run, bench);
        assertThat(days(bench)).containsExactly("20180401", "20180403", "20180404");

        days(bench, 4);
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @ParameterizedTest
    @ValueSource(ints = {ONE_DAY, ALL_DAYS})
    void aDimensionWithoutAttributesWhoseStatementFailsLacksThatDayOnly(int batchBytes) {
        Workbench bench = dimension(source(), "", "SELECT DISTINCT k FROM s_data.rows WHERE CAST(n AS smallint) > 0");
        days(bench, 4);
        day(bench, 2, "new|red|2", "pear|grey|70000");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(batchBytes));

        assertTooLarge(run, bench);
        assertThat(bench.rows("SELECT k FROM s_dim.thing ORDER BY 1")).containsExactly("apple", "pear", "plum");
        assertThat(bench.plan()).singleElement().asString().endsWith(": 2018-04-02");
    }

    private static void assertTooLarge(Workbench.Run run, Workbench bench) {
        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.modelFile("s/thing")
                        + ": on 2018-04-02, s_dim.thing could not be built: Conversion Error: Type INT32 with value 70000"
                        + " can't be cast")
                .endsWith(" It first happens with " + row(bench, 2, 3, "k = pear, state = grey, n = 70000") + "."
                        + STAYS_OUT);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 1000000", "2, 1", "2, 1000000"})
    void aMemberOfWhichADaySaysTwoThingsIsNamedWithBoth(int type, int batchBytes) {
        Kind kind = KINDS.get(type);
        Workbench bench = withReader(dimension(source(), kind.header(), kind.select()), kind);
        days(bench, 4);
        day(bench, 2, "apple|red|2", "pear|green|2", "pear||2", "plum|blue|2", "plum|black\nand blue|2");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(batchBytes));

        assertProblem(
                run,
                "s/thing",
                bench,
                "the SELECT gives the member k = pear with state = green and NULL. Expected the same attributes in all"
                        + " rows of a member and day. It first happens with "
                        + row(bench, 2, 4, "k = pear, state = NULL, n = 2") + ".");
        assertThat(days(bench)).containsExactly("20180401", "20180403", "20180404");

        days(bench, 4);
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void lineBreaksInDataAreShownAsSuch() {
        Workbench bench = dimension(source(), "day: day_id", KINDS.get(1).select());
        day(bench, 2, "one\nplum|black|2", "one\nplum|black\nand\tblue|2");

        assertProblem(
                bench.run(),
                "s/thing",
                bench,
                "the SELECT gives the member k = one\\nplum with state = black and black\\nand\\tblue. Expected the"
                        + " same attributes in all rows of a member and day. It first happens with "
                        + row(bench, 2, 4, "k = one\\nplum, state = black\\nand\\tblue, n = 2") + ".");
    }

    @ParameterizedTest
    @ValueSource(ints = {ONE_DAY, ALL_DAYS})
    void severalBadDaysAreFoundAmongManyGoodOnes(int batchBytes) {
        Workbench bench = fact(
                source(),
                "grain: [sday, k]",
                "SELECT day_id AS sday, k, CAST(state AS integer) AS number FROM s_data.rows WHERE state LIKE '1%'");
        days(bench, 9);
        for (int bad : List.of(1, 2, 3, 7)) {
            day(bench, bad, "apple|1a|2");
        }

        Workbench.Run run = bench.run(Workbench.inBatchesOf(batchBytes));

        assertThat(run.problems())
                .hasSize(4)
                .allMatch(problem -> problem.contains("Could not convert string '1a' to INT32"))
                .filteredOn(problem -> problem.contains(" It first happens with "))
                .hasSize(3);
        assertThat(bench.plan()).singleElement().asString().endsWith(": 2018-04-01 to 2018-04-03, 2018-04-07");
        assertThat(bench.buildState().days().get(TableName.parse("s_dim.sale"))).hasSize(5);
    }

    @Test
    void aNewBadDayIsToldOfAsADayEvenIfItIsTheOnlyOne() {
        Workbench bench = fact(
                source(), "grain: [sday, k]", "SELECT day_id AS sday, k, CAST(n AS smallint) AS n FROM s_data.rows");
        days(bench, 3);
        bench.run().withoutProblems();
        day(bench, 4, "apple|red|70000");
        day(bench, 5, "apple|red|70000");
        day(bench, 6, "apple|red|70000");

        assertThat(bench.run().problems())
                .hasSize(3)
                .allMatch(problem -> problem.endsWith(STAYS_OUT))
                .first()
                .asString()
                .contains(": on 2018-04-04, s_dim.sale could not be built: ");
        assertThat(days(bench)).containsExactly("20180401", "20180402", "20180403");
    }

    @ParameterizedTest
    @ValueSource(ints = {ONE_DAY, ALL_DAYS})
    void aModelThatFailsOnEveryDayIsToldOfOnceAndNotTriedOnAllOfThem(int batchBytes) {
        Workbench bench = fact(
                source(),
                "grain: [sday, k]",
                "SELECT day_id AS sday, k, CAST(k AS integer) AS number FROM s_data.rows");
        days(bench, 9);

        Workbench.Run run = bench.run(Workbench.inBatchesOf(batchBytes));

        assertThat(run.problems())
                .singleElement()
                .asString()
                .startsWith(bench.modelFile("s/sale") + ": s_dim.sale could not be built: ")
                .endsWith(" What depends on it is skipped too.");
        assertThat(run.heard().events())
                .filteredOn("staged s_data.rows"::equals)
                .hasSize(1);
    }

    @Test
    void theRunSaysWhyItBuildsTheBatchAgain() {
        Workbench bench = fact(source(), "grain: [sday, k]", "SELECT day_id AS sday, k, n FROM s_data.rows");
        days(bench, 4);
        day(bench, 2, "|red|1");
        day(bench, 3, "|red|1");

        Workbench.Run run = bench.run();

        assertThat(run.heard().notices())
                .containsExactly("The batch is built again without s_dim.sale on 2018-04-02 to 2018-04-03, and without"
                        + " what depends on it.");
    }
}
