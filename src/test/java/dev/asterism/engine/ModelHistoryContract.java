package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.InputException;
import dev.asterism.lake.Day;
import dev.asterism.plan.PlanRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever models a shop has had, in whatever order its days came and its models changed: what is built without a problem is
 * what a run from scratch builds, or the models are refused. A seed that fails tells its steps. The long form:
 * {@code -Dasterism.test.model-histories=1000 -Dasterism.test.seed=7}.
 */
abstract class ModelHistoryContract extends EngineContract {
    private static final int HISTORIES = Integer.getInteger("asterism.test.model-histories", 8);
    private static final long SEED = Long.getLong("asterism.test.seed", 1);
    private static final int STEPS = 9;
    private static final List<String> DAYS =
            List.of("2018-04-01", "2018-04-02", "2018-04-03", "2018-04-05", "2018-04-06", "2018-04-09");
    private static final List<String> PRODUCTS = List.of("apple", "pear", "plum", "none");
    private static final List<String> CUSTOMERS = List.of("ann", "bob", "zoe", "nobody");
    private static final List<String> CITIES = List.of("", "Paris", "Rome");
    private static final String SALES = "shop/sales-v1.csv.gz";
    private static final String CUSTOMER_FILE = "shop/customers-v1.csv.gz";

    ModelHistoryContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + HISTORIES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyModelsEndWhereARunFromScratchDoesOrAreRefused(long seed) {
        new History(shop(), new Random(seed)).play();
    }

    @Test
    void withoutTheProofOfDaysModelsThatLookAtOtherDaysAreFound() {
        System.setProperty("asterism.test.proof-of-days-is-off", "true");
        try {
            Workbench bench = shop();
            assertThat(LongStream.range(1, 40).anyMatch(seed -> isFound(bench, seed)))
                    .isTrue();
        } finally {
            System.clearProperty("asterism.test.proof-of-days-is-off");
        }
    }

    /** Whether a history ends with other content than a run from scratch, or is kept out by the sample of a run. */
    private boolean isFound(Workbench bench, long seed) {
        History history = new History(bench.withWarehouse(warehouses().fresh()), new Random(seed));
        try {
            history.play();
        } catch (AssertionError otherContent) {
            return true;
        }
        return history.steps.stream().anyMatch(step -> step.contains("gives other rows for"));
    }

    private Workbench shop() {
        Workbench bench = emptyWorkbench().copyShippedPipelines();
        List.of("pypi", "github", "python_projects").forEach(bench::removePipeline);
        return bench.removeModel("time/duration").removeModel("time/hour_of_day");
    }

    /** The variants of each model; the first text is its header, the second its SELECT. */
    private static final Map<String, List<String[]>> VARIANTS = new TreeMap<>(
            Map.of(
                    "product",
                    List.of(
                            dimension(
                                    "natural_key: [product_name]",
                                    "SELECT DISTINCT product AS product_name FROM shop_data.sales"),
                            dimension(
                                    "natural_key: [product_name]",
                                    "SELECT product AS product_name FROM shop_data.sales GROUP BY product"),
                            dimension(
                                    "natural_key: [product_name]\nunknown: {product_name: none}",
                                    "SELECT DISTINCT product AS product_name FROM shop_data.sales"),
                            dimension(
                                    "natural_key: [product_name]\nday: day_id",
                                    "SELECT product AS product_name, day_id, max(pieces) AS most FROM shop_data.sales GROUP BY ALL"),
                            dimension(
                                    "natural_key: [product_name]\nday: day_id",
                                    "SELECT DISTINCT product AS product_name, day_id, length(product) AS letters FROM shop_data.sales")),
                    "customer",
                    List.of(
                            dimension(
                                    "natural_key: [customer_name]",
                                    "SELECT customer AS customer_name FROM shop_data.sales"
                                            + " UNION SELECT customer FROM shop_data.customers"),
                            dimension(
                                    "natural_key: [customer_name]\nunknown: {customer_name: nobody}",
                                    "SELECT DISTINCT customer AS customer_name FROM shop_data.sales"),
                            dimension(
                                    "natural_key: [customer_name]\nunknown: {customer_name: nobody, city: nowhere}\nday: day_id",
                                    "SELECT customer AS customer_name, day_id, max(city) AS city FROM shop_data.sales GROUP BY 1, 2"),
                            dimension(
                                    "natural_key: [customer_name]\nday: day_id\nscd: 2",
                                    "SELECT customer AS customer_name, day_id, max(city) AS city FROM shop_data.sales GROUP BY 1, 2"),
                            dimension(
                                    "natural_key: [customer_name]\nunknown: {customer_name: nobody}\nday: day_id\nscd: 2",
                                    "SELECT customer AS customer_name, day_id, city, tier FROM shop_data.customers"),
                            dimension(
                                    "natural_key: [customer_name]\nday: day_id",
                                    "SELECT customer AS customer_name, day_id, city, tier FROM shop_data.customers")),
                    "result",
                    List.of(
                            fact(
                                    "",
                                    "SELECT day_id AS day_fk, product, sum(pieces)::bigint AS n FROM shop_data.sales GROUP BY ALL"),
                            fact(
                                    "",
                                    "SELECT day_id AS day_fk, product, sum(amount) AS n FROM shop_data.sales GROUP BY ALL"),
                            fact(
                                    "",
                                    "SELECT day_id AS day_fk, product, max(pieces) AS n, 1 AS more FROM shop_data.sales GROUP BY ALL"),
                            fact(
                                    "",
                                    "SELECT day_id AS day_fk, product, lag(sum(pieces)::bigint)"
                                            + " OVER (PARTITION BY product ORDER BY day_id) AS n FROM shop_data.sales GROUP BY 1, 2"),
                            fact(
                                    "",
                                    "SELECT day_id AS day_fk, product, CAST(100 * sum(pieces) / (SELECT sum(pieces) + 1"
                                            + " FROM shop_data.sales) AS bigint) AS n FROM shop_data.sales GROUP BY 1, 2"),
                            fact(
                                    "",
                                    "SELECT DISTINCT s.day_id AS day_fk, s.product, c.day_id AS n FROM shop_data.sales AS s"
                                            + " LEFT JOIN (SELECT customer, max(day_id) AS day_id FROM shop_data.customers"
                                            + " GROUP BY 1) AS c ON c.customer = s.product"),
                            fact(
                                    "",
                                    "SELECT s.day_id AS day_fk, s.product, count(c.city) AS n FROM shop_data.sales AS s"
                                            + " LEFT JOIN shop_data.customers AS c ON c.day_id = s.day_id AND c.customer = s.customer"
                                            + " GROUP BY ALL"),
                            fact(
                                    "reads: {shop_data.sales: {days_before: 2}}\n",
                                    "SELECT day_id AS day_fk, product, sum(sum(pieces)) OVER (PARTITION BY product ORDER BY day_id)"
                                            + "::bigint AS n FROM shop_data.sales GROUP BY 1, 2"),
                            fact(
                                    "reads: {shop_data.sales: all}\n",
                                    "SELECT day_id AS day_fk, product, sum(sum(pieces)) OVER (PARTITION BY product ORDER BY day_id)"
                                            + "::bigint AS n FROM shop_data.sales GROUP BY 1, 2"),
                            fact(
                                    "reads: {shop_dim.sold: {days_before: 3}}\n",
                                    "SELECT day_fk, product, lag(sum(pieces)::bigint) OVER (PARTITION BY product ORDER BY day_fk) AS n"
                                            + " FROM (SELECT day_fk, product_name AS product, pieces FROM shop_dim.sold"
                                            + " JOIN shop_dim.product ON product_id = product_fk) AS s GROUP BY 1, 2"),
                            fact(
                                    "",
                                    "SELECT min(day_id) AS day_fk, product, count(*) AS n FROM shop_data.sales GROUP BY product"),
                            dimension("natural_key: [product]", "SELECT DISTINCT product FROM shop_data.sales"),
                            new String[] {
                                "data_set", "", "SELECT day_fk, sum(pieces)::bigint AS n FROM shop_dim.sold GROUP BY 1"
                            }),
                    "sold",
                    List.of(
                            fact(
                                    "reconcile: {pieces: shop_data.sales.pieces}\n",
                                    "SELECT day_id AS day_fk, product_id AS product_fk, customer, sum(pieces)::bigint AS pieces"
                                            + " FROM shop_data.sales JOIN shop_dim.product ON product_name = product GROUP BY ALL"),
                            fact(
                                    "reconcile: {pieces: not reconciled here}\n",
                                    "SELECT day_id AS day_fk, product_id AS product_fk, customer, sum(pieces)::bigint AS pieces,"
                                            + " sum(amount) AS amount"
                                            + " FROM shop_data.sales JOIN shop_dim.product ON product_name = product GROUP BY ALL"),
                            fact(
                                    "reconcile: {pieces: shop_data.sales.pieces}\n",
                                    "SELECT day_id AS day_fk, product_id AS product_fk, customer, sum(pieces)::double AS pieces"
                                            + " FROM shop_data.sales JOIN shop_dim.product ON product_name = product GROUP BY ALL"))));

    private static String[] dimension(String header, String select) {
        return new String[] {"dimension", header, select};
    }

    private static String[] fact(String header, String select) {
        return new String[] {"fact", header, select};
    }

    /** One sequence of steps. */
    private final class History {
        private final Workbench bench;
        private final Random random;
        private final List<String> steps = new ArrayList<>();

        History(Workbench bench, Random random) {
            this.bench = bench;
            this.random = random;
        }

        void play() {
            try {
                bench.model(
                        "shop/sales",
                        source(
                                "sales",
                                "product TEXT NOT NULL, customer TEXT NOT NULL, city TEXT,"
                                        + " pieces BIGINT NOT NULL, amount DECIMAL(9,2)"));
                bench.model("shop/customers", source("customers", "customer TEXT NOT NULL, city TEXT, tier TEXT"));
                VARIANTS.keySet().forEach(this::change);
                writeSales();
                writeCustomers();
                for (int i = 0; i < STEPS; i++) {
                    step();
                }
                end();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("after " + String.join("\n  ", steps), failure);
            }
        }

        private String source(String name, String columns) {
            return """
                    /*
                    kind: source
                    table: shop_data.%1$s
                    description: x
                    files: shop/%1$s-v1.csv.gz
                    */
                    CREATE TABLE shop_data.%1$s (day_id INTEGER NOT NULL, %2$s)
                    """.formatted(name, columns);
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0, 1 -> writeSales();
                case 2 -> writeCustomers();
                case 3 -> removeAFile();
                case 4, 5 -> change(one(List.copyOf(VARIANTS.keySet())));
                default -> run(anyRequest());
            }
        }

        private void end() {
            PlanRequest last = new PlanRequest(
                    List.of(), List.of(), Optional.empty(), Optional.empty(), false, true, batchBytes());
            // Where the first or last day was removed, the calendar follows in the next run.
            boolean isBuilt = run(last);
            if (!isBuilt || !run(last)) {
                return;
            }
            assertThat(bench.plan(Workbench.pruning())).isEmpty();
            Workbench scratch = bench.withWarehouse(warehouses().fresh());
            Workbench.Run clean = scratch.run();
            assertThat(clean.problems()).as("of a run from scratch").isEmpty();
            assertThat(StarContents.of(bench)).isEqualTo(StarContents.of(scratch));
            Map<String, String> members = StarContents.members(bench);
            StarContents.members(scratch)
                    .forEach((member, attributes) -> assertThat(members).containsEntry(member, attributes));
        }

        private void writeSales() {
            String day = one(DAYS);
            List<String> rows = new ArrayList<>();
            for (String product : PRODUCTS) {
                for (String customer : CUSTOMERS) {
                    if (random.nextInt(4) == 0) {
                        rows.add("%s|%s|%s|%s|%s.%s"
                                .formatted(
                                        product,
                                        customer,
                                        one(CITIES),
                                        random.nextInt(50),
                                        random.nextInt(50),
                                        10 + random.nextInt(90)));
                    }
                }
            }
            steps.add("sales of " + day + ": " + rows);
            bench.rows(
                    day,
                    SALES,
                    List.of("day_id", "product", "customer", "city", "pieces", "amount"),
                    rows.toArray(String[]::new));
        }

        private void writeCustomers() {
            String day = one(DAYS);
            List<String> rows = new ArrayList<>();
            for (String customer : CUSTOMERS) {
                if (random.nextInt(2) == 0) {
                    rows.add("%s|%s|%s".formatted(customer, one(CITIES), one(List.of("", "gold"))));
                }
            }
            steps.add("customers of " + day + ": " + rows);
            bench.rows(day, CUSTOMER_FILE, List.of("day_id", "customer", "city", "tier"), rows.toArray(String[]::new));
        }

        private void removeAFile() {
            String day = one(DAYS);
            String name = one(List.of(SALES, CUSTOMER_FILE));
            if (Files.exists(bench.path(day, name))) {
                steps.add("removed " + day + " " + name);
                bench.removeFile(day, name);
            }
        }

        private void change(String name) {
            String[] variant = one(VARIANTS.getOrDefault(name, List.of()));
            steps.add(name + ": " + String.join(" ", variant).replace("\n", "; "));
            String grain = name.equals("sold") ? "[day_fk, product_fk, customer]" : "[day_fk, product]";
            String keys = variant[0].equals("fact")
                    ? "grain: " + grain + "\nday: day_fk\n" + (name.equals("sold") ? "measures: {pieces: {}}\n" : "")
                    : "";
            bench.model("shop/" + name, """
                    /*
                    kind: %s
                    table: shop_dim.%s
                    description: x
                    %s*/
                    %s
                    """.formatted(
                    variant[0], name, keys + variant[1].strip() + (variant[1].isBlank() ? "" : "\n"), variant[2]));
        }

        private PlanRequest anyRequest() {
            List<String> selectors = random.nextInt(3) > 0
                    ? List.of()
                    : List.of(one(List.of("shop", "shop_dim.sold", "+shop_dim.result", "shop_dim.product+")));
            Optional<Day> from = random.nextInt(4) > 0 ? Optional.empty() : Day.parse(one(DAYS.subList(0, 3)));
            Optional<Day> to = random.nextInt(4) > 0 ? Optional.empty() : Day.parse(one(DAYS.subList(2, 6)));
            return new PlanRequest(
                    selectors, List.of(), from, to, random.nextInt(8) == 0, random.nextInt(4) == 0, batchBytes());
        }

        private long batchBytes() {
            return one(List.of(1L, 200L, 1_000_000L));
        }

        /** Returns whether everything was built; what is refused, or kept out, is said and ends with another exit code. */
        private boolean run(PlanRequest request) {
            steps.add("run " + request);
            try {
                Workbench.Run run = bench.run(request);
                steps.add("  published " + run.published() + " problems " + run.problems());
                assertThat(run.exitCode() == 0).isEqualTo(run.problems().isEmpty());
                return run.exitCode() == 0;
            } catch (InputException refused) {
                steps.add("  refused: " + refused.getMessage());
                return false;
            }
        }

        private <T> T one(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
