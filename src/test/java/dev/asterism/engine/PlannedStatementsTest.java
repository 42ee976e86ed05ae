package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.asterism.plan.Plan;
import dev.asterism.plan.Planner;
import dev.asterism.run.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What {@code plan --sql} shows is what runs. The files in {@code plan-sql} hold what is shown for each kind of model and
 * warehouse; they are written anew if the environment has
 * {@code ASTERISM_TEST_WRITE_GOLDEN}.
 */
class PlannedStatementsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/asterism/engine/plan-sql");
    private static final String SOURCE = """
            /*
            kind: source
            table: shop_data.orders
            files: shop/orders-v1.csv.gz
            description: Orders of a shop.
            */
            CREATE TABLE shop_data.orders (
              day_id integer NOT NULL, customer text NOT NULL, city text, pieces integer NOT NULL)
            """;
    private static final Map<String, String> MODELS = models();

    @TempDir
    Path folder;

    private static Map<String, String> models() {
        Map<String, String> models = new LinkedHashMap<>();
        models.put("dimension", """
                /*
                kind: dimension
                table: shop_dim.customer
                description: Who orders.
                natural_key: [customer_name]
                unknown: {customer_name: Nobody}
                */
                SELECT DISTINCT customer AS customer_name FROM shop_data.orders
                """);
        models.put("dimension-type-1", """
                /*
                kind: dimension
                table: shop_dim.customer
                description: Who orders, and from where.
                natural_key: [customer_name]
                day: day_id
                scd: 1
                */
                SELECT DISTINCT day_id, customer AS customer_name, city FROM shop_data.orders
                """);
        models.put("dimension-type-2", of(models, "dimension-type-1").replace("scd: 1", "scd: 2"));
        models.put(
                "dimension-with-rules",
                of(models, "dimension-type-2")
                        .replace("scd: 2", "scd: 2\nattributes: {first_order: min, pieces: sum}")
                        .replace("city FROM", "city, day_id AS first_order, pieces FROM"));
        models.put("accumulating", """
                /*
                kind: accumulating
                table: shop_dim.purchase
                description: When each customer ordered first.
                grain: [customer_name]
                references: {first_day_fk: time.day}
                attributes: {first_day_fk: first}
                */
                SELECT day_id, customer AS customer_name, day_id AS first_day_fk, city FROM shop_data.orders
                """);
        models.put("dimension-with-own-key", """
                /*
                kind: dimension
                table: shop_dim.weekday
                description: The days of a week.
                natural_key: [weekday_name]
                key: weekday_number
                */
                SELECT * FROM (VALUES (1, 'Monday'), (2, 'Tuesday')) AS weekdays(weekday_number, weekday_name)
                """);
        models.put("fact", """
                /*
                kind: fact
                table: shop_dim.sales
                description: Pieces sold.
                grain: [day_fk, customer_fk]
                day: day_fk
                measures:
                  pieces: {aggregate: sum, description: Pieces sold on that day.}
                reconcile: {pieces: shop_data.orders.pieces}
                */
                SELECT day_id AS day_fk, customer_id AS customer_fk, CAST(sum(pieces) AS bigint) AS pieces
                FROM shop_data.orders JOIN shop_dim.customer ON customer_name = customer
                GROUP BY 1, 2
                """);
        models.put("data-set", """
                /*
                kind: data_set
                table: shop_dim.customers
                description: Who orders, for people.
                */
                SELECT customer_name AS "Customer" FROM shop_dim.customer
                """);
        models.put("check", """
                /*
                kind: check
                severity: error
                description: Nobody orders less than nothing.
                */
                SELECT customer, pieces FROM shop_data.orders WHERE pieces < 0
                """);
        return models;
    }

    private static String model(String kind) {
        return of(MODELS, kind);
    }

    private static String of(Map<String, String> models, String kind) {
        return Objects.requireNonNull(models.get(kind));
    }

    private Workbench bench(String target) {
        Function<Path, TestWarehouses> opener =
                target.equals("postgres") ? PostgresWarehouses::new : DuckDbWarehouses::new;
        Workbench bench = Workbench.empty(folder, opener.apply(folder).fresh()).copyShippedPipelines();
        for (String other : List.of("pypi", "github", "python_projects")) {
            bench.removePipeline(other);
        }
        bench.removeModel("time/duration").removeModel("time/hour_of_day");
        bench.model("shop/orders", SOURCE);
        bench.rows(
                "2018-04-01", "shop/orders-v1.csv.gz", List.of("day_id", "customer", "city", "pieces"), "ann|Rome|2");
        bench.rows(
                "2018-04-02", "shop/orders-v1.csv.gz", List.of("day_id", "customer", "city", "pieces"), "bob|Oslo|3");
        return bench;
    }

    private static List<String> statements(Workbench bench) {
        try (Inspection inspection = bench.inspect()) {
            Plan plan = Planner.plan(inspection.survey().staleness(), Workbench.everything());
            return plan.batches().stream()
                    .flatMap(batch ->
                            inspection.engine().statements(inspection.survey().context(), batch).stream())
                    .toList();
        }
    }

    private String withoutPlaces(List<String> statements) {
        return String.join("\n\n", statements)
                        .replace(folder.toAbsolutePath().toString(), "<folder>")
                        .replaceAll("\\b[0-9a-f]{16}\\b", "<version>")
                + "\n";
    }

    @ParameterizedTest
    @CsvSource({
        "duckdb, dimension",
        "duckdb, dimension-type-1",
        "duckdb, dimension-type-2",
        "duckdb, dimension-with-rules",
        "duckdb, accumulating",
        "duckdb, dimension-with-own-key",
        "duckdb, fact",
        "duckdb, data-set",
        "duckdb, check",
        "postgres, dimension",
        "postgres, dimension-type-1",
        "postgres, dimension-type-2",
        "postgres, dimension-with-rules",
        "postgres, accumulating",
        "postgres, dimension-with-own-key",
        "postgres, fact",
        "postgres, data-set",
        "postgres, check"
    })
    void theStatementsOfEveryKindOfModelAreShown(String target, String kind) throws IOException {
        Workbench bench = bench(target);
        bench.removeModel("time/day");
        if (List.of("fact", "accumulating").contains(kind)) {
            bench.restore("time/day");
        }
        if (List.of("fact", "data-set").contains(kind)) {
            bench.model("shop/customer", model("dimension"));
        }
        bench.model("shop/model", model(kind));
        if (kind.equals("check")) {
            bench.model("shop/customer", model("dimension"));
        }

        String shown = withoutPlaces(statements(bench));

        Path golden = GOLDEN.resolve(target).resolve(kind + ".sql");
        if (System.getenv("ASTERISM_TEST_WRITE_GOLDEN") != null) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, shown);
        }
        assertThat(shown).isEqualTo(Files.readString(golden));
    }

    /** Statements that change nothing that is published, or that merely open and close a batch. */
    private static final Pattern UNSHOWN = Pattern.compile(
            "(SELECT|SET|LOCK|VACUUM|SAVEPOINT|RELEASE|ROLLBACK|DESCRIBE|EXPLAIN)\\b.*"
                    + "|(CREATE SCHEMA|DROP SCHEMA)\\b.*"
                    + "|CREATE (TABLE|SCHEMA) IF NOT EXISTS asterism.*"
                    + "|(DELETE FROM|INSERT INTO) asterism\\.(workshop_mark|pending_change)\\b.*"
                    + "|DELETE FROM \"asterism\"\\.\"(surrogate_key|member_version|table_form)\""
                    + "|DROP TABLE IF EXISTS (temp\\.|asterism_staging).*"
                    + "|COPY \\(SELECT .*\\) TO '.*"
                    + "|ANALYZE \"[^\"]*\"\\.\"[^\"]*\"",
            Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"duckdb", "postgres"})
    void whatIsShownIsWhatRuns(String target) {
        Workbench bench = bench(target);
        bench.model("shop/customer", model("dimension"));
        bench.model("shop/sales", model("fact"));
        bench.model("shop/customers", model("data-set"));
        bench.model("shop/check", model("check"));
        bench.model("shop/weekday", model("dimension-with-own-key"));
        bench.model(
                "shop/place",
                model("dimension-type-2")
                        .replace("shop_dim.customer", "shop_dim.place")
                        .replace("customer_name", "place_name"));
        bench.model("shop/purchase", model("accumulating"));
        assertRunsAsShown(bench);

        bench.rows(
                "2018-04-01",
                "shop/orders-v1.csv.gz",
                List.of("day_id", "customer", "city", "pieces"),
                "ann|Bonn|2",
                "eve|Oslo|1");
        bench.rows(
                "2018-04-03", "shop/orders-v1.csv.gz", List.of("day_id", "customer", "city", "pieces"), "ann|Rome|9");
        bench.edit("shop/sales", "AS pieces\n", "AS pieces, CAST(max(pieces) AS bigint) AS most\n");
        assertRunsAsShown(bench);
    }

    private void assertRunsAsShown(Workbench bench) {
        String shown = normalised(String.join("\n", statements(bench)));
        List<String> ran = ran(bench);

        List<String> notShown = new ArrayList<>();
        for (String statement : new HashSet<>(ran)) {
            if (!UNSHOWN.matcher(statement.strip()).matches() && !shown.contains(normalised(statement))) {
                notShown.add(statement);
            }
        }
        assertThat(ran).hasSizeGreaterThan(20);
        assertThat(notShown).isEmpty();
    }

    /** How many rows of the build state are written at once depends on what was built before; all else is compared. */
    private static String normalised(String sql) {
        return sql.replaceAll("VALUES (\\(\\?, \\?, \\?, \\?, \\?\\)(, )?)+", "VALUES …")
                .replaceAll("max_line_size[^)]*\\)", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** The statements that are run from the moment on in which the first batch is begun. */
    private static List<String> ran(Workbench bench) {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.asterism.engine");
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Level before = logger.getLevel();
        appender.start();
        logger.setLevel(Level.DEBUG);
        try {
            bench.run(Workbench.everything(), false, (session, event) -> {
                        if (event.equals("started batch 1")) {
                            logger.addAppender(appender);
                        }
                    })
                    .withoutProblems();
        } finally {
            logger.setLevel(before);
            logger.detachAppender(appender);
        }
        Set<String> words = Set.of(
                "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "COPY", "GRANT", "COMMENT",
                "ANALYZE");
        return appender.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(text -> words.contains(text.strip().split("\\s", 2)[0]))
                .toList();
    }

    @Test
    void theNumberOfARowThatIsNotKnownYetIsNamedAndNotMadeUp() {
        Workbench bench = bench("duckdb");
        bench.model("shop/customer", model("dimension"));

        assertThat(statements(bench)).anyMatch(statement -> statement.endsWith("-- with the last key"));
    }
}
