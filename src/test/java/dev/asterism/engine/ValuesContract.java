package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.catalog.CheckResult;
import dev.asterism.lake.DayFileBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of every type arrive as they are, and the totals of what can be added up are proven. */
abstract class ValuesContract extends EngineContract {
    private static final String FILE = "s/rows-v1.csv.gz";

    ValuesContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /**
     * A source with a column {@code n}, and a fact that holds its rows, or adds them up by name.
     *
     * @param type of the column
     * @param measure what the fact holds of it, as SQL
     */
    private Workbench source(String type, String measure) {
        return emptyWorkbench().model("s/rows", """
                /*
                kind: source
                table: s_data.rows
                description: Rows.
                files: s/rows-v1.csv.gz
                */
                CREATE TABLE s_data.rows (day_id INTEGER NOT NULL, name TEXT, n %s)
                """.formatted(type)).model("s/amounts", """
                /*
                kind: fact
                table: s_dim.amounts
                description: Amounts.
                grain: [day_id, name]
                day: day_id
                measures:
                  n: {}
                reconcile: {n: s_data.rows.n}
                */
                SELECT day_id, name, %s AS n FROM s_data.rows GROUP BY day_id, name
                """.formatted(measure));
    }

    private static Workbench day(Workbench bench, String day, List<String> amounts) {
        List<String> rows = new ArrayList<>();
        for (String amount : amounts) {
            rows.add("k" + rows.size() % 7 + "|" + amount);
        }
        return bench.rows(day, FILE, List.of("day_id", "name", "n"), rows.toArray(String[]::new));
    }

    private static List<String> builtDays(Workbench bench) {
        return bench.rows("SELECT DISTINCT day_id FROM s_dim.amounts ORDER BY 1");
    }

    private static void assertChecked(Workbench bench) {
        assertThat(bench.check())
                .filteredOn(result -> result.check().startsWith("reconcile"))
                .isNotEmpty()
                .allMatch(result -> result.outcome() == CheckResult.Outcome.PASSED);
    }

    @Test
    void valuesOfEveryTypeArriveAsTheyAre() {
        Workbench bench = emptyWorkbench().model("s/rows", """
                /*
                kind: source
                table: s_data.rows
                description: Rows.
                files: s/rows-v1.csv.gz
                */
                CREATE TABLE s_data.rows (day_id INTEGER NOT NULL, amount NUMERIC(38, 2), rate DECIMAL(10,10),
                  seen TIMESTAMP WITH TIME ZONE, at_ TIMESTAMP, since DATE, ok BOOLEAN, weight DOUBLE PRECISION)
                """).model("s/values", """
                /*
                kind: fact
                table: s_dim.vals
                description: Values.
                grain: [day_id, amount]
                day: day_id
                */
                SELECT day_id, amount, rate, seen, at_, since, ok, weight FROM s_data.rows
                """);
        bench.rows(
                "2018-04-01",
                FILE,
                List.of("day_id", "amount", "rate", "seen", "at_", "since", "ok", "weight"),
                "999999999999999999999999999999999999.99|.5|2018-04-10T00:30:59.5+02:00|2018-04-10 12:30|0001-01-01|T|1e3",
                "-.10|-0.0000000001|2018-04-10T12:30Z|9999-12-31T23:59:59.999999|9999-12-31|0|-Infinity",
                "0||||||");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT amount, rate, seen, at_, since, ok, weight FROM s_dim.vals ORDER BY amount"))
                .containsExactly(
                        "-0.10|-1E-10|2018-04-10T12:30Z|9999-12-31T23:59:59.999999|9999-12-31|false|-Infinity",
                        "0.00|∅|∅|∅|∅|∅|∅",
                        "999999999999999999999999999999999999.99|0.5000000000|2018-04-09T22:30:59.500Z"
                                + "|2018-04-10T12:30|0001-01-01|true|1000.0");
        assertSameAsFromScratch(bench);
    }

    @Test
    void amountsOfMoneyAddUpThoughTheyAreBinaryFractions() {
        Workbench bench = source("DOUBLE", "sum(n)");
        day(bench, "2018-04-01", List.of("335.81", "470.93", "905.98", "970.79", "695.73"));
        day(bench, "2018-04-02", List.of("0.1", "0.2", "0.3"));

        bench.run().withoutProblems();

        assertThat(builtDays(bench)).containsExactly("20180401", "20180402");
        assertChecked(bench);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOrderOfRowsNeverDecidesWhetherFractionsAddUp(long seed) {
        Workbench bench = source("DOUBLE", "sum(n)");
        Random random = new Random(seed);
        List<String> amounts = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            // Of very different sizes, and cancelling each other.
            double amount = random.nextGaussian() * Math.pow(10, random.nextInt(-5, 15));
            amounts.add(Double.toString(amount));
            amounts.add(Double.toString(-amount));
        }
        amounts.add("0.01");
        for (String day : List.of("2018-04-01", "2018-04-02", "2018-04-03")) {
            Collections.shuffle(amounts, random);
            day(bench, day, amounts);
        }

        bench.run().withoutProblems();

        assertThat(builtDays(bench)).hasSize(3);
        assertChecked(bench);
    }

    @Test
    void aFractionThatIsLostIsNoticed() {
        Workbench bench = source("DOUBLE", "sum(CASE WHEN n = 0.01 THEN 0 ELSE n END)");
        day(bench, "2018-04-01", List.of("1000000", "2.5"));
        day(bench, "2018-04-02", List.of("1000000", "0.01"));

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("on 2018-04-02, the total of n is 1000000", "but s_data.rows.n adds up to 1000000.01");
        assertThat(builtDays(bench)).containsExactly("20180401");
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1", "Infinity, 1", "-inf, inf", "1e308, 1e308", "1e308, -1e308", "1e291, 1"})
    void whatCannotBeAddedUpKeepsItsDayOut(String one, String other) {
        Workbench bench = source("DOUBLE", "max(n)");
        day(bench, "2018-04-01", List.of("1", "2"));
        day(bench, "2018-04-02", List.of(one, other));
        day(bench, "2018-04-03", List.of("3", "4"));

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("on 2018-04-02, the total of n cannot be compared: it has ", "being NaN, infinite, larger")
                .endsWith("The day stays out; correct the SELECT or its input.");
        assertThat(builtDays(bench)).containsExactly("20180401", "20180403");
    }

    @Test
    void decimalNumbersAddUpToTheLastDigit() {
        Workbench bench = source("DECIMAL(18,2)", "sum(n)");
        day(bench, "2018-04-01", List.of("9999999999999999.99", "0.01", "-0.02", "9999999999999999.99"));
        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT sum(n) FROM s_dim.amounts")).containsExactly("19999999999999999.97");
        assertChecked(bench);

        Workbench lossy = source("DECIMAL(18,2)", "sum(CASE WHEN n = 0.01 THEN 0 ELSE n END)")
                .withWarehouse(warehouses().fresh());
        Workbench.Run run = lossy.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("on 2018-04-01, the total of n is 19999999999999999.96, but s_data.rows.n adds up to"
                        + " 19999999999999999.97");
    }

    @Test
    void decimalNumbersThatNoSumHoldsKeepTheirDayOut() {
        Workbench bench = source("DECIMAL(38,0)", "max(n)");
        String nines = "9".repeat(38);
        day(bench, "2018-04-01", List.of("1".repeat(28), "-5"));
        day(bench, "2018-04-02", List.of(nines, nines));

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains("on 2018-04-02, the total of n cannot be compared: it has 2 values, and s_data.rows.n has 2");
        assertThat(builtDays(bench)).containsExactly("20180401");
        assertChecked(bench);
    }

    @Test
    void aTextIsNoMeasureToReconcile() {
        Workbench bench = source("TEXT", "max(n)");

        assertThatThrownBy(bench::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "amounts.sql:11:1: the measure 'n' cannot be reconciled: s_dim.amounts.n is of type")
                .hasMessageContaining("Expected a whole number, DECIMAL or DOUBLE on both sides");
    }

    @Test
    void aFieldMayHaveManyMegabytes() {
        Workbench bench = source("TEXT", "max(length(n))").edit("s/amounts", "reconcile: {n: s_data.rows.n}", "");
        day(bench, "2018-04-01", List.of("short", "v".repeat(5_000_000), "湖".repeat(5_000_000)));
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT n FROM s_dim.amounts ORDER BY 1")).containsExactly("5", "5000000", "5000000");
    }

    @Test
    void aValueOfTheListsIsRefusedWithItsLineOnEveryWarehouse() {
        Workbench bench = source("TIMESTAMP", "max(name)")
                .edit("s/amounts", "reconcile: {n: s_data.rows.n}", "")
                .edit("s/amounts", "measures:\n  n: {}", "");
        DayFileBuilder file = bench.dayFile("2018-04-01", FILE).header("day_id", "name", "n");
        file.row(20180401, "a", "2018-04-10 12:30:59")
                .row(20180401, "b", "2018-04-10 12:30:59+02")
                .write();

        Workbench.Run run = bench.run();

        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains(", line 3, column n: '2018-04-10 12:30:59+02' is no TIMESTAMP. Expected a time such as");
    }
}
