package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What counts of an attribute of which several days, and several sources, say something: customers, who are known by
 * their master data and by their orders, which know just their names.
 */
abstract class AttributeRulesContract extends EngineContract {
    private static final String CUSTOMERS = "shop/customers-v1.csv.gz";
    private static final String ORDERS = "shop/orders-v1.csv.gz";
    private static final String RULES =
            "city: last_known, first_city: first, least: min, most: max, in_all: sum, latest_city: last";

    AttributeRulesContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /**
     * A shop.
     *
     * @param header lines of the dimension's header
     * @param attributes what it takes from the master data, such as {@code city}; of orders it knows the name only
     */
    private Workbench shop(String header, String attributes, String unknowns) {
        Workbench bench = emptyWorkbench().copyShippedPipelines();
        for (String pipeline : List.of("pypi", "github", "python_projects")) {
            bench.removePipeline(pipeline);
        }
        bench.removeModel("time/duration").removeModel("time/hour_of_day");
        bench.model("shop/customers", """
                /*
                kind: source
                table: shop_data.customers
                description: Master data.
                files: shop/customers-v1.csv.gz
                */
                CREATE TABLE shop_data.customers (
                  day_id INTEGER NOT NULL, customer TEXT NOT NULL, city TEXT, points INTEGER)
                """);
        bench.model("shop/orders", """
                /*
                kind: source
                table: shop_data.orders
                description: Orders.
                files: shop/orders-v1.csv.gz
                */
                CREATE TABLE shop_data.orders (day_id INTEGER NOT NULL, order_no TEXT NOT NULL, customer TEXT NOT NULL)
                """);
        bench.model("shop/customer", """
                /*
                kind: dimension
                table: shop_dim.customer
                description: Customers.
                natural_key: [customer_name]
                day: day_id
                %s
                */
                SELECT day_id, customer AS customer_name, %s FROM shop_data.customers
                UNION ALL
                SELECT day_id, customer, %s FROM shop_data.orders
                """.formatted(header, attributes, unknowns));
        bench.model("shop/sales", """
                /*
                kind: fact
                table: shop_dim.sales
                description: Orders.
                grain: [day_fk, order_no]
                day: day_fk
                */
                SELECT day_id AS day_fk, order_no, customer_id AS customer_fk
                FROM shop_data.orders JOIN shop_dim.customer ON customer_name = customer%s
                """.formatted(
                        header.contains("scd: 2") ? " AND day_id BETWEEN valid_from AND valid_to" : ""));
        return bench;
    }

    private static void customers(Workbench bench, String day, String... rows) {
        bench.rows(day, CUSTOMERS, List.of("day_id", "customer", "city", "points"), rows);
    }

    private static void orders(Workbench bench, String day, String... rows) {
        bench.rows(day, ORDERS, List.of("day_id", "order_no", "customer"), rows);
    }

    private static List<String> customersOf(Workbench bench, String columns) {
        return bench.rows("SELECT " + columns + " FROM shop_dim.customer ORDER BY 1");
    }

    @Test
    void anOrderThatKnowsOnlyTheNameOfACustomerErasesNothing() {
        Workbench bench = shop("attributes: {city: last_known}", "city", "CAST(NULL AS text)");
        customers(bench, "2018-04-01", "bob|Paris|1");
        orders(bench, "2018-04-01", "O1|bob");
        customers(bench, "2018-04-02");
        orders(bench, "2018-04-02", "O2|bob", "O3|eve");
        bench.run().withoutProblems();

        assertThat(customersOf(bench, "customer_name, city")).containsExactly("bob|Paris", "eve|∅");

        customers(bench, "2018-04-03", "eve|Rome|1", "bob|Oslo|1");
        bench.run().withoutProblems();
        assertThat(customersOf(bench, "customer_name, city")).containsExactly("bob|Oslo", "eve|Rome");
        customers(bench, "2018-04-03", "bob||1");
        bench.run().withoutProblems();
        assertThat(customersOf(bench, "customer_name, city")).containsExactly("bob|Paris", "eve|∅");
        assertSameAsFromScratch(bench);
    }

    private static final String ALL =
            "city, city AS first_city, points AS least, points AS most, points AS in_all, city AS latest_city";
    private static final String ALL_UNKNOWN = "CAST(NULL AS text), CAST(NULL AS text), CAST(NULL AS integer),"
            + " CAST(NULL AS integer), CAST(NULL AS integer), CAST(NULL AS text)";

    @Test
    void everyRuleTakesWhatItSays() {
        Workbench bench = shop("attributes: {" + RULES + "}", ALL, ALL_UNKNOWN);
        customers(bench, "2018-04-04", "bob||9");
        customers(bench, "2018-04-02", "bob|Rome|3");
        customers(bench, "2018-04-03", "bob|Oslo|");
        customers(bench, "2018-04-01", "bob||5");
        bench.run().withoutProblems();

        assertThat(customersOf(bench, "customer_name, city, first_city, least, most, in_all, latest_city"))
                .containsExactly("bob|Oslo|Rome|3|9|17|∅");
    }

    @Test
    void severalRowsOfADayAreTakenTogether() {
        Workbench bench = shop(
                "attributes: {city: last_known, points: sum}",
                "city, points",
                "CAST(NULL AS text), CAST(NULL AS integer)");
        customers(bench, "2018-04-01", "bob|Rome|3", "bob|Rome|3", "bob||4");
        orders(bench, "2018-04-01", "O1|bob");
        bench.run().withoutProblems();

        assertThat(customersOf(bench, "customer_name, city, points")).containsExactly("bob|Rome|10");
    }

    @Test
    void aDayThatSaysTwoThingsOfAMemberIsRefused() {
        Workbench bench = shop("attributes: {city: last_known}", "city", "CAST(NULL AS text)");
        customers(bench, "2018-04-01", "bob|Rome|3", "bob|Oslo|3");

        assertThat(bench.run().problems()).singleElement().asString().contains("bob");
        assertThat(customersOf(bench, "customer_name")).isEmpty();
    }

    @Test
    void theFirstKnownVersionAlsoHoldsForTheDaysBeforeIt() {
        Workbench bench =
                shop("scd: 2\nattributes: {first_day: min}", "city, day_id AS first_day", "CAST(NULL AS text), day_id");
        orders(bench, "2018-04-01", "O1|bob");
        bench.run().withoutProblems();
        assertThat(customersOf(bench, "customer_name, city, first_day, valid_from, valid_to, is_current"))
                .containsExactly("bob|∅|20180401|19000101|99991231|true");

        customers(bench, "2018-04-05", "bob|Paris|1");
        orders(bench, "2018-04-05", "O5|bob");
        bench.run().withoutProblems();
        assertThat(customersOf(bench, "customer_name, city, first_day, valid_from, valid_to, is_current"))
                .containsExactly("bob|Paris|20180401|19000101|99991231|true");
        assertThat(sales(bench)).containsExactly("20180401|O1|Paris", "20180405|O5|Paris");
        assertSameAsFromScratch(bench);

        customers(bench, "2018-04-03", "bob|Rome|1");
        orders(bench, "2018-04-06", "O6|bob");
        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT city, first_day, valid_from, valid_to, is_current FROM shop_dim.customer"
                        + " WHERE valid_from <= valid_to ORDER BY valid_from"))
                .containsExactly("Rome|20180401|19000101|20180404|false", "Paris|20180401|20180405|99991231|true");
        assertThat(sales(bench)).containsExactly("20180401|O1|Rome", "20180405|O5|Paris", "20180406|O6|Paris");
        assertSameAsFromScratch(bench);

        customers(bench, "2018-04-03");
        bench.run().withoutProblems();
        assertThat(sales(bench)).containsExactly("20180401|O1|Paris", "20180405|O5|Paris", "20180406|O6|Paris");
        assertSameAsFromScratch(bench);
        assertThat(bench.plan()).isEmpty();
    }

    private static List<String> sales(Workbench bench) {
        return bench.rows("SELECT day_fk, order_no, city FROM shop_dim.sales"
                + " JOIN shop_dim.customer ON customer_id = customer_fk ORDER BY 1, 2");
    }

    @Test
    void attributesWithARuleMakeNoVersions() {
        Workbench bench = shop(
                "scd: 2\nattributes: {points: max, first_city: first}",
                "city, points, city AS first_city",
                "CAST(NULL AS text), CAST(NULL AS integer), CAST(NULL AS text)");
        customers(bench, "2018-04-01", "bob|Rome|1");
        customers(bench, "2018-04-02", "bob|Rome|7");
        customers(bench, "2018-04-03", "bob|Oslo|3");
        bench.run().withoutProblems();

        assertThat(bench.rows("SELECT city, points, first_city, valid_from FROM shop_dim.customer ORDER BY 4"))
                .containsExactly("Rome|7|Rome|19000101", "Oslo|7|Rome|20180403");

        customers(bench, "2018-04-02", "bob||9");
        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT city, points, first_city, valid_from FROM shop_dim.customer ORDER BY 4"))
                .containsExactly("Rome|9|Rome|19000101", "Oslo|9|Rome|20180403");
    }

    @Test
    void aRuleThatMakesNoSenseIsRefused() {
        Workbench bench = shop("attributes: {city: sum}", "city", "CAST(NULL AS text)");
        assertThatPlanFails(bench, "shop/customer.sql", "the attribute 'city' is to be a sum, but is of type VARCHAR");
        bench.edit("shop/customer", "{city: sum}", "{town: last}");
        assertThatPlanFails(bench, "the header's attributes names 'town', which the SELECT does not give");
        bench.edit("shop/customer", "{town: last}", "{city: newest}");
        assertThatPlanFails(
                bench, "'newest' is no valid rule of an attribute. Expected one of versions, last, last_known, first");
        bench.edit("shop/customer", "{city: newest}", "{city: versions}");
        assertThatPlanFails(bench, "only a dimension with scd: 2 keeps versions of an attribute");
        bench.edit("shop/customer", "{city: versions}", "{customer_name: last}");
        assertThatPlanFails(bench, "'customer_name' is no attribute, but part of the natural key");
    }

    private static void assertThatPlanFails(Workbench bench, String... words) {
        Assertions.assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(words);
    }

    /** Seeded: days of both sources in any order, written again with other rows, and pruned. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "1, 3", "2, 4", "2, 5", "2, 6", "2, 7"})
    void anyOrderOfDaysEndsInTheSameMembers(int type, long seed) {
        Random random = new Random(seed);
        Workbench bench = type == 1
                ? shop("attributes: {" + RULES + "}", ALL, ALL_UNKNOWN)
                : shop(
                        "scd: 2\nattributes: {least: min, first_city: first, in_all: sum}",
                        "city, city AS first_city, points AS least, points AS in_all",
                        "CAST(NULL AS text), CAST(NULL AS text), CAST(NULL AS integer), CAST(NULL AS integer)");
        if (type == 1) {
            bench.edit("shop/customer", ", latest_city: last", "");
            bench.edit("shop/customer", ", city AS latest_city", "");
            bench.edit("shop/customer", "CAST(NULL AS integer), CAST(NULL AS text) FROM", "CAST(NULL AS integer) FROM");
        }
        List<String> days = new ArrayList<>();
        for (int day = 1; day <= 6; day++) {
            days.add("2018-04-0" + day);
            days.add("2018-04-0" + day);
        }
        Collections.shuffle(days, random);
        for (String day : days) {
            List<String> rows = new ArrayList<>();
            for (String name : List.of("bob", "eve", "zoe")) {
                if (random.nextBoolean()) {
                    rows.add(name + "|" + List.of("Rome", "Oslo", "").get(random.nextInt(3)) + "|" + random.nextInt(9));
                }
            }
            customers(bench, day, rows.toArray(String[]::new));
            orders(bench, day, "O1|bob", "O2|" + List.of("eve", "ann").get(random.nextInt(2)));
            if (random.nextInt(4) == 0) {
                bench.removeFile(day, CUSTOMERS);
            }
            if (random.nextBoolean()) {
                bench.run(random.nextBoolean() ? Workbench.inBatchesOf(1) : Workbench.pruning())
                        .withoutProblems();
            }
        }
        bench.run(Workbench.pruning()).withoutProblems();
        bench.run(Workbench.pruning()).withoutProblems();
        assertSameAsFromScratch(bench);
        String members = "SELECT * FROM (SELECT "
                + (type == 1
                        ? "customer_name, city, first_city, least, most, in_all"
                        : "customer_name, city, first_city, least, in_all, valid_from, valid_to")
                + " FROM shop_dim.customer WHERE customer_name IN (SELECT customer_name FROM shop_dim.sales JOIN"
                + " shop_dim.customer ON customer_id = customer_fk)"
                + (type == 1 ? "" : " AND valid_from <= valid_to") + ") AS members ORDER BY 1, 2, 3, 4, 5";
        Workbench scratch = bench.withWarehouse(warehouses().fresh());
        scratch.run();
        assertThat(bench.rows(members)).containsExactlyInAnyOrderElementsOf(scratch.rows(members));
    }
}
