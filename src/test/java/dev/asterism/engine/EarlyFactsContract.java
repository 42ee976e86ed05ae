package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.plan.PlanRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts that take from a dimension what other files bring: members that come later, attributes, all members. */
abstract class EarlyFactsContract extends EngineContract {
    private static final String CUSTOMERS = "shop/customers-v1.csv.gz";
    private static final String ORDERS = "shop/orders-v1.csv.gz";
    private static final PlanRequest DAY_BY_DAY = Workbench.inBatchesOf(1);

    EarlyFactsContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /** @param header what a customer's header says besides its natural key and day */
    private Workbench shop(String header) {
        return emptyWorkbench()
                .model("shop/customers", """
                        /*
                        kind: source
                        table: shop_data.customers
                        description: Customers.
                        files: shop/customers-v1.csv.gz
                        */
                        CREATE TABLE shop_data.customers (
                          day_id INTEGER NOT NULL, customer TEXT NOT NULL, tier TEXT, city TEXT)
                        """)
                .model("shop/orders", """
                        /*
                        kind: source
                        table: shop_data.orders
                        description: Orders.
                        files: shop/orders-v1.csv.gz
                        */
                        CREATE TABLE shop_data.orders (
                          day_id INTEGER NOT NULL, number INTEGER NOT NULL, customer TEXT, due_day INTEGER,
                          cents INTEGER NOT NULL)
                        """)
                .model("shop/customer", """
                        /*
                        kind: dimension
                        table: shop.customer
                        description: Customers.
                        natural_key: [customer_name]
                        day: day_id
                        %s
                        */
                        SELECT DISTINCT day_id, customer AS customer_name, tier, city FROM shop_data.customers
                        """.formatted(header));
    }

    private static Workbench fact(Workbench bench, String select) {
        return bench.model("shop/sale", """
                /*
                kind: fact
                table: shop.sale
                description: Sales.
                grain: [sale_day, number]
                day: sale_day
                */
                """ + select);
    }

    private Workbench type1() {
        return fact(shop("unknown: {customer_name: Unknown}"), """
                SELECT o.day_id AS sale_day, number, coalesce(customer_id, -1) AS customer_fk, cents
                FROM shop_data.orders o LEFT JOIN shop.customer ON customer_name = customer
                """);
    }

    private Workbench type2(String day) {
        return fact(shop("scd: 2\nunknown: {customer_name: Unknown}"), """
                SELECT o.day_id AS sale_day, number, coalesce(customer_id, -1) AS customer_fk, cents
                FROM shop_data.orders o LEFT JOIN shop.customer
                  ON customer_name = customer AND %s BETWEEN valid_from AND valid_to
                """.formatted(day));
    }

    private static void customers(Workbench bench, String day, String... rows) {
        bench.rows(day, CUSTOMERS, List.of("day_id", "customer", "tier", "city"), rows);
    }

    private static void orders(Workbench bench, String day, String... rows) {
        bench.rows(day, ORDERS, List.of("day_id", "number", "customer", "due_day", "cents"), rows);
    }

    private static List<String> sales(Workbench bench) {
        return bench.rows("SELECT sale_day, number, customer_name, city FROM shop.sale"
                + " JOIN shop.customer ON customer_id = customer_fk ORDER BY 1, 2");
    }

    @Test
    void aDayWaitsForAMemberThatComesLater() {
        Workbench bench = type1();
        customers(bench, "2018-04-01", "ann|gold|Berlin");
        orders(bench, "2018-04-01", "1|zoe|20180401|5", "2|ann|20180401|7");
        bench.run().withoutProblems();
        assertThat(sales(bench)).containsExactly("20180401|1|Unknown|∅", "20180401|2|ann|Berlin");
        assertThat(bench.plan()).isEmpty();

        customers(bench, "2018-04-02", "zoe|iron|Rome");
        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.published()).contains("shop.sale: 2018-04-01");
        assertThat(sales(bench)).containsExactly("20180401|1|zoe|Rome", "20180401|2|ann|Berlin");
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aDayThatMissesNobodyDoesNotCareWhoComes() {
        Workbench bench = type1();
        customers(bench, "2018-04-01", "ann|gold|Berlin");
        orders(bench, "2018-04-01", "1|ann|20180401|5", "2||20180401|5");
        orders(bench, "2018-04-02", "1|zoe|20180401|5");
        orders(bench, "2018-04-03", "1|eve|20180401|5");
        bench.run().withoutProblems();

        customers(bench, "2018-04-02", "zoe|iron|Rome");
        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.published()).containsExactly("shop.customer: 2018-04-02", "shop.sale: 2018-04-02");
        assertSameAsFromScratch(bench);
    }

    @Test
    void theBuildOfManyDaysInManyBatchesIsThatInOne() {
        Workbench bench = type2("o.day_id");
        customers(bench, "2018-04-01", "ann|gold|Berlin");
        customers(bench, "2018-04-03", "ann|gold|Paris", "zoe|iron|Rome");
        orders(bench, "2018-04-01", "1|ann|20180401|5", "2|zoe|20180401|5");
        orders(bench, "2018-04-02", "1|ann|20180401|5", "2|eve|20180401|5");
        orders(bench, "2018-04-03", "1|ann|20180401|5");

        bench.run(DAY_BY_DAY).withoutProblems();

        assertThat(sales(bench))
                .containsExactly(
                        "20180401|1|ann|Berlin",
                        "20180401|2|zoe|Rome",
                        "20180402|1|ann|Berlin",
                        "20180402|2|Unknown|∅",
                        "20180403|1|ann|Paris");
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aVersionOfALaterDayIsWaitedFor() {
        Workbench bench = type2("due_day");
        customers(bench, "2018-04-01", "ann|gold|Berlin");
        orders(bench, "2018-04-01", "1|ann|20180403|5", "2|ann|20180401|5");
        orders(bench, "2018-04-02", "1|ann|20180401|5");
        bench.run().withoutProblems();

        customers(bench, "2018-04-03", "ann|gold|Paris");
        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.published()).containsExactly("shop.customer: 2018-04-03", "shop.sale: 2018-04-01");
        assertThat(sales(bench))
                .containsExactly("20180401|1|ann|Paris", "20180401|2|ann|Berlin", "20180402|1|ann|Berlin");
        assertSameAsFromScratch(bench);
    }

    @Test
    void rowsThatFindNoMemberAreNotLostForEver() {
        Workbench bench = fact(shop(""), """
                SELECT day_id AS sale_day, number, customer_id AS customer_fk, cents
                FROM shop_data.orders JOIN shop.customer ON customer_name = customer
                """);
        customers(bench, "2018-04-01", "ann|gold|Berlin");
        orders(bench, "2018-04-01", "1|zoe|20180401|5", "2|ann|20180401|7");
        bench.run().withoutProblems();
        assertThat(sales(bench)).containsExactly("20180401|2|ann|Berlin");

        customers(bench, "2018-04-03", "zoe|iron|Rome");
        bench.run().withoutProblems();

        assertThat(sales(bench)).containsExactly("20180401|1|zoe|Rome", "20180401|2|ann|Berlin");
        assertSameAsFromScratch(bench);
    }

    @Test
    void aMemberThatIsTakenBackIsTakenFromTheDaysThatFoundIt() {
        Workbench bench = type1();
        customers(bench, "2018-04-01", "ann|gold|Berlin");
        customers(bench, "2018-04-02", "zoe|iron|Rome");
        orders(bench, "2018-04-01", "1|zoe|20180401|5");
        bench.run().withoutProblems();

        customers(bench, "2018-04-02", "eve|iron|Rome");
        bench.run().withoutProblems();
        assertThat(sales(bench)).containsExactly("20180401|1|Unknown|∅");
        assertThat(bench.plan()).isEmpty();

        customers(bench, "2018-04-04", "zoe|iron|Oslo");
        bench.run().withoutProblems();
        assertThat(sales(bench)).containsExactly("20180401|1|zoe|Oslo");
        assertSameAsFromScratch(bench);
    }

    @Test
    void attributesThatAFactFiltersByCount() {
        Workbench bench = fact(shop("unknown: {customer_name: Unknown}"), """
                SELECT o.day_id AS sale_day, number, customer_id AS customer_fk, cents
                FROM shop_data.orders o JOIN shop.customer ON customer_name = customer
                WHERE tier = 'gold'
                """);
        customers(bench, "2018-04-01", "ann|gold|Berlin", "eve|iron|Rome");
        orders(bench, "2018-04-01", "1|eve|20180401|5", "2|ann|20180401|7");
        bench.run().withoutProblems();
        assertThat(sales(bench)).containsExactly("20180401|2|ann|Berlin");

        customers(bench, "2018-04-02", "ann|gold|Paris", "zoe|gold|Oslo");
        assertThat(bench.run().withoutProblems().published()).containsExactly("shop.customer: 2018-04-02");

        customers(bench, "2018-04-03", "eve|gold|Rome");
        Workbench.Run run = bench.run().withoutProblems();

        assertThat(run.published()).contains("shop.sale: 2018-04-01");
        assertThat(sales(bench)).containsExactly("20180401|1|eve|Rome", "20180401|2|ann|Paris");
        assertSameAsFromScratch(bench);
    }

    @Test
    void coverageTakesAllMembers() {
        Workbench bench = fact(shop(""), """
                SELECT day_id AS sale_day, number, customer_id AS customer_fk, CAST(count(cents) AS integer) AS cents
                FROM shop_data.orders CROSS JOIN shop.customer
                GROUP BY day_id, number, customer_id
                """);
        bench.edit("shop/sale", "grain: [sale_day, number]", "grain: [sale_day, number, customer_fk]");
        customers(bench, "2018-04-01", "ann|gold|Berlin");
        orders(bench, "2018-04-01", "1|ann|20180401|5");
        bench.run().withoutProblems();

        customers(bench, "2018-04-02", "zoe|gold|Oslo");
        bench.run().withoutProblems();
        assertThat(sales(bench)).containsExactly("20180401|1|ann|Berlin", "20180401|1|zoe|Oslo");
        assertSameAsFromScratch(bench);

        customers(bench, "2018-04-02", "eve|gold|Oslo");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aFactThatLooksForMembersOfADimensionWithoutDaysIsRefused() {
        Workbench bench = type1();
        bench.edit("shop/customer", "day: day_id\n", "");
        bench.edit(
                "shop/customer",
                "DISTINCT day_id, customer AS customer_name, tier, city",
                "DISTINCT customer AS customer_name");

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(bench.modelFile("shop/sale") + ":9:")
                .hasMessageContaining("looks for members of shop.customer")
                .hasMessageContaining("Either let shop.customer take its members from what is read here, too")
                .hasMessageEndingWith("under 'day'.");
    }

    @Test
    void aDimensionThatTakesItsMembersFromTheSameRowsNeedsNoDays() {
        Workbench bench = type1();
        bench.edit("shop/customer", "day: day_id\n", "");
        bench.model("shop/customer", """
                /*
                kind: dimension
                table: shop.customer
                description: Customers.
                natural_key: [customer_name]
                unknown: {customer_name: Unknown}
                */
                SELECT customer AS customer_name FROM shop_data.customers
                UNION
                SELECT customer FROM shop_data.orders WHERE customer IS NOT NULL
                """);
        customers(bench, "2018-04-01", "ann|gold|Berlin");
        orders(bench, "2018-04-01", "1|zoe|20180401|5", "2|ann|20180401|7", "3||20180401|7");

        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT customer_name FROM shop.sale JOIN shop.customer ON customer_id = customer_fk"
                        + " ORDER BY 1"))
                .containsExactlyInAnyOrder("Unknown", "ann", "zoe");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyHistoryGivesWhatOneBuildGives(long seed) {
        Random random = new Random(seed);
        Workbench bench = seed % 2 == 0 ? type1() : type2(seed == 1 ? "o.day_id" : "due_day");
        List<String> names = List.of("ann", "zoe", "eve", "bob");
        customers(bench, "2018-04-01", "ann|gold|Rome");
        for (int step = 0; step < 5; step++) {
            for (int change = 0; change < 3; change++) {
                String day = "2018-04-0" + (1 + random.nextInt(5));
                List<String> rows = new ArrayList<>();
                if (random.nextBoolean()) {
                    TreeMap<String, String> byName = new TreeMap<>();
                    for (int i = random.nextInt(3); i > 0; i--) {
                        String name = names.get(random.nextInt(names.size()));
                        byName.put(name, name + "|gold|" + (random.nextBoolean() ? "Rome" : "Oslo"));
                    }
                    customers(bench, day, byName.values().toArray(String[]::new));
                } else {
                    for (int i = random.nextInt(4); i > 0; i--) {
                        rows.add(i + "|" + names.get(random.nextInt(names.size())) + "|2018040"
                                + (1 + random.nextInt(5)) + "|5");
                    }
                    orders(bench, day, rows.toArray(String[]::new));
                }
            }
            bench.run(random.nextBoolean() ? DAY_BY_DAY : Workbench.everything())
                    .withoutProblems();
            assertThat(bench.plan()).isEmpty();
        }
        assertSameAsFromScratch(bench);
    }
}
