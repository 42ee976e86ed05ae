package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.model.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day depends on nothing but what its model declares, however many days are built at once and in whatever order. */
abstract class DaysContract extends EngineContract {
    private static final String SALES = "shop/sales-v1.csv.gz";
    private static final String RETURNS = "shop/returns-v1.csv.gz";
    private static final List<String> HEADER = List.of("day_id", "product", "pieces");

    DaysContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private Workbench shop() {
        Workbench bench = emptyWorkbench().copyShippedPipelines();
        List.of("pypi", "github", "python_projects").forEach(bench::removePipeline);
        bench.removeModel("time/duration").removeModel("time/hour_of_day");
        for (String name : List.of("sales", "returns")) {
            bench.model("shop/" + name, """
                    /*
                    kind: source
                    table: shop_data.%1$s
                    description: x
                    files: shop/%1$s-v1.csv.gz
                    */
                    CREATE TABLE shop_data.%1$s (day_id INTEGER NOT NULL, product TEXT NOT NULL, pieces BIGINT)
                    """.formatted(name));
        }
        return bench;
    }

    /** Days with gaps: 1, 2, 4 and 7 April, of which the last has no sale of pears. */
    private Workbench fourDays() {
        Workbench bench = shop();
        sales(bench, "2018-04-01", "apple|10", "pear|1");
        sales(bench, "2018-04-02", "apple|20", "pear|2");
        sales(bench, "2018-04-04", "apple|40", "pear|4");
        sales(bench, "2018-04-07", "apple|70");
        returns(bench, "2018-04-02", "apple|2");
        returns(bench, "2018-04-04", "pear|1");
        return bench;
    }

    private static void sales(Workbench bench, String day, String... rows) {
        bench.rows(day, SALES, HEADER, rows);
    }

    private static void returns(Workbench bench, String day, String... rows) {
        bench.rows(day, RETURNS, HEADER, rows);
    }

    private static Workbench fact(Workbench bench, String header, String select) {
        return bench.model("shop/result", """
                /*
                kind: fact
                table: shop_dim.result
                description: x
                grain: [day_fk, product]
                day: day_fk
                %s*/
                %s
                """.formatted(header, select));
    }

    /** Builds in one batch, and fails unless batches of one day, and files that come one by one, give the same. */
    private void assertSameInAnyBatches(Workbench bench) {
        bench.run().withoutProblems();
        Workbench dayByDay = bench.withWarehouse(warehouses().fresh());
        dayByDay.run(Workbench.inBatchesOf(1)).withoutProblems();
        assertThat(StarContents.of(dayByDay)).isEqualTo(StarContents.of(bench));
        sales(bench, "2018-04-02", "apple|25", "plum|3");
        returns(bench, "2018-04-01", "plum|1");
        bench.run().withoutProblems();
        sales(bench, "2018-04-03", "apple|30", "pear|3");
        bench.run().withoutProblems();
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT s.day_id AS day_fk, s.product, r.pieces FROM shop_data.sales AS s"
                        + " LEFT JOIN (SELECT product, min(pieces) AS pieces FROM shop_data.returns GROUP BY product) AS r"
                        + " ON r.product = s.product",
                "SELECT day_id AS day_fk, product, lag(pieces) OVER (PARTITION BY product ORDER BY day_id) AS before"
                        + " FROM shop_data.sales",
                "SELECT min(day_id) AS day_fk, product, sum(pieces)::bigint AS pieces FROM shop_data.sales GROUP BY product",
                "SELECT day_id AS day_fk, product, CAST(1000 * pieces / (SELECT sum(pieces) FROM shop_data.sales) AS bigint) AS share"
                        + " FROM shop_data.sales",
                "SELECT day_id AS day_fk, product, pieces FROM shop_data.sales AS s WHERE NOT EXISTS"
                        + " (SELECT 1 FROM shop_data.returns AS r WHERE r.product = s.product)",
                "SELECT day_id AS day_fk, product, pieces FROM shop_data.sales ORDER BY pieces DESC LIMIT 2"
            })
    void aSelectThatWouldLookAtOtherDaysIsHandedOneAtATime(String select) {
        assertSameInAnyBatches(fact(fourDays(), "", select));
    }

    @Test
    void aDimensionThatWouldLookAtOtherDaysIsHandedOneAtATime() {
        Workbench bench = fourDays().model("shop/best", """
                /*
                kind: dimension
                table: shop_dim.best
                description: x
                natural_key: [product]
                day: day_id
                */
                SELECT product, day_id, row_number() OVER (ORDER BY pieces DESC) AS place FROM shop_data.sales
                """);
        fact(
                bench,
                "",
                "SELECT day_id AS day_fk, product, best_id AS best_fk FROM shop_data.sales JOIN shop_dim.best USING (product)");

        assertSameInAnyBatches(bench);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000_000})
    void rowsOfAnotherDayAreRefusedWhateverTheBatch(int bytes) {
        Workbench bench = shop();
        sales(bench, "2018-04-01", "apple|20180401");
        sales(bench, "2018-04-03", "pear|20180401");
        fact(bench, "", "SELECT CAST(pieces AS integer) AS day_fk, product FROM shop_data.sales");

        Workbench.Run run = bench.run(Workbench.inBatchesOf(bytes));

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .contains("rows of other days than the 2018-04-03, which it was handed, in 'day_fk'")
                        .contains("20180401"));
    }

    @Test
    void aDimensionWithRowsOfAnotherDayIsRefused() {
        Workbench bench = shop();
        sales(bench, "2018-04-01", "apple|20180401");
        sales(bench, "2018-04-03", "pear|20180401");
        bench.model("shop/product", """
                /*
                kind: dimension
                table: shop_dim.product
                description: x
                natural_key: [product]
                day: seen
                */
                SELECT product, pieces::integer AS seen FROM shop_data.sales
                """);

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.problems())
                .anySatisfy(problem -> assertThat(problem).contains("rows of other days than the 2018-04-03"));
    }

    @Test
    void aDayMaySeeSoManyDaysBefore() {
        Workbench bench = fact(
                fourDays(),
                "reads: {shop_data.sales: {days_before: 2}}\n",
                "SELECT day_id AS day_fk, product,"
                        + " CAST(sum(pieces) OVER (PARTITION BY product ORDER BY day_id) AS bigint) AS pieces"
                        + " FROM shop_data.sales");

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT day_fk, product, pieces FROM shop_dim.result ORDER BY 1, 2"))
                .containsExactly(
                        "20180401|apple|10",
                        "20180401|pear|1",
                        "20180402|apple|30",
                        "20180402|pear|3",
                        "20180404|apple|60",
                        "20180404|pear|6",
                        "20180407|apple|70");
        assertSameInAnyBatches(bench);
    }

    @Test
    void aChangedDayMakesThoseStaleThatSeeItAndNoOthers() {
        Workbench bench = fact(
                fourDays(),
                "reads: {shop_data.sales: {days_before: 3}}\n",
                "SELECT day_id AS day_fk, product, lag(pieces) OVER (PARTITION BY product ORDER BY day_id) AS before"
                        + " FROM shop_data.sales");
        bench.run().withoutProblems();

        sales(bench, "2018-04-01", "apple|11");

        assertThat(bench.plan())
                .containsExactlyInAnyOrder(
                        "shop_dim.result: file changed: 2018-04-01",
                        "shop_dim.result: a day before changed: shop_data.sales: 2018-04-02, 2018-04-04");
        bench.run().withoutProblems();
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aDayMaySeeAllDaysBefore() {
        Workbench bench = fact(
                fourDays(),
                "reads: {shop_data.sales: all, shop_data.returns: all}\n",
                "SELECT s.day_id AS day_fk, s.product, CAST(sum(s.pieces) OVER (PARTITION BY s.product ORDER BY s.day_id)"
                        + " - coalesce((SELECT sum(r.pieces) FROM shop_data.returns AS r"
                        + " WHERE r.product = s.product AND r.day_id <= s.day_id), 0) AS bigint) AS balance"
                        + " FROM shop_data.sales AS s");

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT day_fk, balance FROM shop_dim.result WHERE product = 'apple' ORDER BY 1"))
                .containsExactly("20180401|10", "20180402|28", "20180404|68", "20180407|138");
        assertSameInAnyBatches(bench);
    }

    @Test
    void aFactMaySeeDaysBeforeOfAnotherFact() {
        Workbench bench = fourDays().model("shop/sold", """
                /*
                kind: fact
                table: shop_dim.sold
                description: x
                grain: [day_fk, product]
                day: day_fk
                */
                SELECT day_id AS day_fk, product, pieces FROM shop_data.sales
                """);
        fact(
                bench,
                "reads: {shop_dim.sold: {days_before: 1}}\n",
                "SELECT day_fk, product, pieces - lag(pieces) OVER (PARTITION BY product ORDER BY day_fk) AS more"
                        + " FROM shop_dim.sold");

        assertSameInAnyBatches(bench);
        assertThat(bench.rows("SELECT day_fk, more FROM shop_dim.result WHERE product = 'apple' ORDER BY 1"))
                .containsExactly("20180401|∅", "20180402|15", "20180403|5", "20180404|10", "20180407|∅");
    }

    @Test
    void aDayThatSeesADayThatStaysOutStaysOutToo() {
        Workbench bench = fact(
                fourDays(),
                "reads: {shop_data.sales: {days_before: 2}}\n",
                "SELECT day_id AS day_fk, product, lag(pieces) OVER (PARTITION BY product ORDER BY day_id) AS before"
                        + " FROM shop_data.sales");
        sales(bench, "2018-04-02", "apple|many");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(bench.rows("SELECT DISTINCT day_fk FROM shop_dim.result ORDER BY 1"))
                .containsExactly("20180401", "20180407");
        sales(bench, "2018-04-02", "apple|2");
        bench.run().withoutProblems();
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void whatTheProofWouldMissIsNoticedByASample() {
        Workbench bench = fact(
                fourDays(),
                "",
                "SELECT day_id AS day_fk, product, lag(pieces) OVER (PARTITION BY product ORDER BY day_id) AS before"
                        + " FROM shop_data.sales");
        System.setProperty("asterism.test.proof-of-days-is-off", "true");
        try {
            Workbench.Run run = bench.run();

            assertThat(run.exitCode()).isNotZero();
            assertThat(run.problems())
                    .anySatisfy(problem -> assertThat(problem).contains("gives other rows for 2018-04-"));
            assertThat(bench.buildState().days()).doesNotContainKey(new TableName("shop_dim", "result"));
        } finally {
            System.clearProperty("asterism.test.proof-of-days-is-off");
        }
    }

    @Test
    void theShippedModelsAreProven() {
        Workbench bench = threeDays();

        assertThat(bench.warnings()).noneMatch(warning -> warning.contains("one day at a time"));
    }

    @Test
    void aJoinWithADimensionThatHasADayIsProven() {
        Workbench bench = fact(
                shop(),
                "",
                "SELECT day_id AS day_fk, product, product_id AS product_fk FROM shop_data.sales"
                        + " LEFT JOIN shop_dim.product ON product_name = product");
        bench.model("shop/product", """
                /*
                kind: dimension
                table: shop_dim.product
                description: x
                natural_key: [product_name]
                day: day_id
                */
                SELECT product AS product_name, day_id, max(pieces) AS most FROM shop_data.sales GROUP BY 1, 2
                """);

        assertThat(bench.warnings()).noneMatch(warning -> warning.contains("one day at a time"));
    }

    @Test
    void whatIsBuiltOneDayAtATimeIsSaidWithWhatToDo() {
        Workbench bench = fact(
                fourDays(),
                "",
                "SELECT day_id AS day_fk, product, lag(pieces) OVER (PARTITION BY product ORDER BY day_id) AS before"
                        + " FROM shop_data.sales");

        assertThat(bench.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("shop/result.sql: this is built one day at a time, which takes longer")
                        .contains("Add the day to its PARTITION BY"));
    }

    @Test
    void daysBeforeOfATableWithoutDaysAreRefused() {
        Workbench bench = fact(
                fourDays(),
                "reads: {time.day: {days_before: 2}}\n",
                "SELECT day_id AS day_fk, product FROM shop_data.sales JOIN time.day USING (day_id)");

        assertThatThrownBy(bench::plan).isInstanceOf(InputException.class).hasMessageContaining("time.day has no days");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{days_before: 0}", "{days_before: many}", "some", "{days: 3}"})
    void aNumberOfDaysBeforeThatIsNoneIsRefused(String declared) {
        Workbench bench = fact(
                fourDays(),
                "reads: {shop_data.sales: " + declared + "}\n",
                "SELECT day_id AS day_fk, product FROM shop_data.sales");

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("result.sql:")
                .hasMessageContaining("days_before");
    }
}
