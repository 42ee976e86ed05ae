package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accumulating snapshots: one row for each order, whose milestones come day by day, and may be taken back. */
abstract class AccumulatingContract extends EngineContract {
    private static final String ORDERS = "shop/orders-v1.csv.gz";
    private static final String SHIPMENTS = "shop/shipments-v1.csv.gz";
    private static final String FULFILMENT = """
            SELECT order_no, customer_name, ordered_day_fk, shipped_day_fk, amount, parcels
            FROM shop_dim.fulfilment JOIN shop_dim.customer ON customer_id = customer_fk ORDER BY 1
            """;

    AccumulatingContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private Workbench shop() {
        Workbench bench = emptyWorkbench();
        bench.model("time/day", """
                /*
                kind: dimension
                table: time.day
                description: Days, and one that has not come yet.
                natural_key: [day_name]
                key: day_id
                */
                SELECT
                  CAST(extract(year FROM _date) * 10000 + extract(month FROM _date) * 100 + extract(day FROM _date) AS integer)
                    AS day_id,
                  CAST(_date AS text) AS day_name
                FROM asterism.calendar
                UNION ALL
                SELECT -1, 'Not yet'
                """);
        bench.model("shop/orders", """
                /*
                kind: source
                table: shop_data.orders
                description: Orders.
                files: shop/orders-v1.csv.gz
                */
                CREATE TABLE shop_data.orders (
                  day_id INTEGER NOT NULL, order_no TEXT NOT NULL, customer TEXT NOT NULL, amount INTEGER)
                """);
        bench.model("shop/shipments", """
                /*
                kind: source
                table: shop_data.shipments
                description: Parcels that left.
                files: shop/shipments-v1.csv.gz
                */
                CREATE TABLE shop_data.shipments (day_id INTEGER NOT NULL, order_no TEXT NOT NULL, parcels INTEGER)
                """);
        bench.model("shop/customer", """
                /*
                kind: dimension
                table: shop_dim.customer
                description: Customers.
                natural_key: [customer_name]
                unknown: {customer_name: Nobody}
                */
                SELECT DISTINCT customer AS customer_name FROM shop_data.orders
                """);
        bench.model("shop/fulfilment", """
                /*
                kind: accumulating
                table: shop_dim.fulfilment
                description: What became of each order.
                grain: [order_no]
                day: day_id
                references: {ordered_day_fk: time.day, shipped_day_fk: time.day}
                attributes: {ordered_day_fk: first, parcels: sum}
                columns: {shipped_day_fk: When the last parcel left.}
                */
                SELECT day_id, order_no, customer_id AS customer_fk, day_id AS ordered_day_fk,
                  CAST(NULL AS integer) AS shipped_day_fk, amount, CAST(NULL AS integer) AS parcels
                FROM shop_data.orders JOIN shop_dim.customer ON customer_name = customer
                UNION ALL
                SELECT day_id, order_no, NULL, NULL, day_id, NULL, parcels FROM shop_data.shipments
                """);
        return bench;
    }

    private static void orders(Workbench bench, String day, String... rows) {
        bench.rows(day, ORDERS, List.of("day_id", "order_no", "customer", "amount"), rows);
    }

    private static void shipments(Workbench bench, String day, String... rows) {
        bench.rows(day, SHIPMENTS, List.of("day_id", "order_no", "parcels"), rows);
    }

    @Test
    void milestonesAreFilledAsDaysBringThem() {
        Workbench bench = shop();
        orders(bench, "2018-04-01", "A|ann|10", "B|bob|20");
        bench.run().withoutProblems();
        assertThat(bench.rows(FULFILMENT)).containsExactly("A|ann|20180401|-1|10|∅", "B|bob|20180401|-1|20|∅");

        shipments(bench, "2018-04-02", "A|1");
        shipments(bench, "2018-04-03", "A|2");
        orders(bench, "2018-04-03", "B|bob|25", "C|ann|5");
        bench.run().withoutProblems();
        assertThat(bench.rows(FULFILMENT))
                .containsExactly("A|ann|20180401|20180403|10|3", "B|bob|20180401|-1|25|∅", "C|ann|20180403|-1|5|∅");
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
        assertThat(bench.check()).allMatch(result -> !result.isError());
    }

    @Test
    void milestonesAreTakenBackAsDaysAreCorrectedAndRemoved() {
        Workbench bench = shop();
        orders(bench, "2018-04-01", "A|ann|10", "B|bob|20");
        orders(bench, "2018-04-02");
        shipments(bench, "2018-04-02", "A|1", "X|1");
        shipments(bench, "2018-04-03", "A|2");
        bench.run().withoutProblems();
        assertThat(bench.rows("SELECT order_no FROM shop_dim.fulfilment ORDER BY 1"))
                .containsExactly("A", "B", "X");

        shipments(bench, "2018-04-02", "B|4");
        bench.removeFile("2018-04-03", SHIPMENTS);
        bench.run(Workbench.pruning()).withoutProblems();

        assertThat(bench.rows(FULFILMENT)).containsExactly("A|ann|20180401|-1|10|∅", "B|bob|20180401|20180402|20|4");
        assertSameAsFromScratch(bench);
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aShipmentThatIsKnownBeforeItsOrderRefersToTheUnknownCustomer() {
        Workbench bench = shop();
        shipments(bench, "2018-04-03", "A|1");
        orders(bench, "2018-04-03", "B|bob|20");
        bench.run().withoutProblems();
        assertThat(bench.rows(FULFILMENT)).containsExactly("A|Nobody|-1|20180403|∅|1", "B|bob|20180403|-1|20|∅");

        orders(bench, "2018-04-01", "A|ann|10");
        bench.run().withoutProblems();
        assertThat(bench.rows(FULFILMENT)).containsExactly("A|ann|20180401|20180403|10|1", "B|bob|20180403|-1|20|∅");
        assertSameAsFromScratch(bench);
    }

    @Test
    void anOpenMilestoneWithoutAMemberForItIsRefused() {
        Workbench bench = shop();
        bench.edit("time/day", "UNION ALL\nSELECT -1, 'Not yet'\n", "");
        orders(bench, "2018-04-01", "A|ann|10");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems())
                .singleElement()
                .asString()
                .contains(
                        "the row with order_no = A has no shipped_day_fk yet, and time.day has no member -1 for that");
        assertThat(bench.rows("SELECT count(*) FROM shop_dim.fulfilment")).containsExactly("0");
    }

    @Test
    void aDayThatSaysTwoThingsOfAnOrderStaysOut() {
        Workbench bench = shop();
        orders(bench, "2018-04-01", "A|ann|10", "A|ann|11");

        Workbench.Run run = bench.run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.problems()).singleElement().asString().contains("order_no", "A");
    }

    /** Seeded: days of both sources in any order, written again with other rows, and pruned. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyOrderOfDaysEndsInTheSameRows(long seed) {
        Random random = new Random(seed);
        Workbench bench = shop();
        List<String> days = new ArrayList<>();
        for (int day = 1; day <= 5; day++) {
            days.add("2018-04-0" + day);
            days.add("2018-04-0" + day);
        }
        Collections.shuffle(days, random);
        for (String day : days) {
            List<String> ordered = new ArrayList<>();
            List<String> shipped = new ArrayList<>();
            for (String order : List.of("A", "B", "C", "D")) {
                if (random.nextInt(3) == 0) {
                    ordered.add(order + "|" + List.of("ann", "bob").get(random.nextInt(2)) + "|" + random.nextInt(9));
                }
                if (random.nextInt(3) == 0) {
                    shipped.add(order + "|" + random.nextInt(4));
                }
            }
            orders(bench, day, ordered.toArray(String[]::new));
            shipments(bench, day, shipped.toArray(String[]::new));
            if (random.nextInt(4) == 0) {
                bench.removeFile(day, SHIPMENTS);
            }
            if (random.nextBoolean()) {
                bench.run(random.nextBoolean() ? Workbench.inBatchesOf(1) : Workbench.pruning())
                        .withoutProblems();
            }
        }
        bench.run(Workbench.pruning()).withoutProblems();
        bench.run(Workbench.pruning()).withoutProblems();

        assertSameAsFromScratch(bench);
        Workbench scratch = bench.withWarehouse(warehouses().fresh());
        scratch.run().withoutProblems();
        assertThat(bench.rows(FULFILMENT)).isEqualTo(scratch.rows(FULFILMENT));
    }
}
