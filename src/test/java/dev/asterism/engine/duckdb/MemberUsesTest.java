package dev.asterism.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.engine.Shapes;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Pipelines;
import dev.asterism.model.TableName;
import dev.asterism.plan.MemberLookup;
import dev.asterism.plan.MemberUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a SELECT takes from dimensions. */
class MemberUsesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"pipelines", "docs/examples/history/type-1/pipelines", "docs/examples/history/type-2/pipelines"})
    void shippedModelsTakeTheKeysOfTheirOwnRows(String pipelines) throws IOException {
        if (!pipelines.equals("pipelines")) {
            Files.createDirectories(folder.resolve("time"));
            Files.copy(Path.of("pipelines/time/day.sql"), folder.resolve("time/day.sql"));
            Files.createDirectories(folder.resolve("registry"));
            for (String file : List.of("package", "package_downloads", "packages")) {
                Path model = Path.of(pipelines, "registry", file + ".sql");
                if (Files.exists(model)) {
                    Files.copy(model, folder.resolve("registry/" + file + ".sql"));
                }
            }
        }
        ModelGraph graph = Pipelines.load(pipelines.equals("pipelines") ? Path.of(pipelines) : folder)
                .graph();

        assertThat(DuckDbDescriber.describe(graph).uses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                LEFT JOIN d.own ON name = customer                                            | nothing
                JOIN d.own x ON x.name = o.customer AND o.day_id > 1                          | nothing
                LEFT JOIN d.own ON name = upper(customer)                                     | looks for name
                LEFT JOIN d.other ON name = customer                                          | looks for name
                JOIN d.other USING (name)                                                     | looks for name
                , d.other WHERE name = customer                                               | looks for name
                LEFT JOIN d.other ON name = customer AND tier = 'gold'                        | looks for name, tier counts
                LEFT JOIN d.other ON name = customer AND number > 1 WHERE city IS NULL        | looks for name, city counts
                WHERE NOT EXISTS (SELECT 1 FROM d.other WHERE name = customer)                | all members
                CROSS JOIN d.other                                                            | all members
                RIGHT JOIN d.other ON name = customer                                         | all members
                LEFT JOIN d.other ON name <> customer                                         | all members
                LEFT JOIN d.kept k ON k.name = customer AND day_id BETWEEN valid_from AND valid_to      | looks for name
                LEFT JOIN d.kept k ON k.name = customer AND valid_from <= o.day_id AND o.day_id <= valid_to | looks for name
                LEFT JOIN d.kept k ON k.name = customer AND is_current                        | looks for name, all members
                LEFT JOIN d.kept k ON k.name = customer                                       | looks for name, all members
                """)
    void whatAJoinTakes(String join, String expected) throws IOException {
        model("orders", """
                kind: source
                table: s.orders
                description: Orders.
                files: s/orders-v1.csv.gz
                */
                CREATE TABLE s.orders (day_id INTEGER NOT NULL, number INTEGER NOT NULL, customer TEXT, name TEXT)
                """);
        model("customers", """
                kind: source
                table: s.customers
                description: Customers.
                files: s/customers-v1.csv.gz
                */
                CREATE TABLE s.customers (day_id INTEGER NOT NULL, who TEXT NOT NULL, tier TEXT, city TEXT)
                """);
        model("own", """
                kind: dimension
                table: d.own
                description: Those who order.
                natural_key: [name]
                day: day_id
                */
                SELECT DISTINCT day_id, customer AS name FROM s.orders WHERE customer IS NOT NULL
                """);
        dimension("other", "");
        dimension("kept", "scd: 2");
        boolean sharesName = join.contains("USING");
        model("sale", """
                kind: fact
                table: f.sale
                description: Sales.
                grain: [day_id, number]
                day: day_id
                */
                SELECT o.day_id, o.number FROM s.orders o %s
                """.formatted(join));
        if (!sharesName) {
            // The source's own column of that name would be meant, too.
            Path file = folder.resolve("p/orders.sql");
            Files.writeString(file, Files.readString(file).replace(", name TEXT", ""));
        }

        assertThat(words(DuckDbDescriber.describe(Pipelines.load(folder).graph())))
                .isEqualTo(expected);
    }

    private void dimension(String name, String history) throws IOException {
        model(name, """
                kind: dimension
                table: d.%s
                description: Customers.
                natural_key: [name]
                day: day_id
                %s
                */
                SELECT DISTINCT day_id, who AS name, tier, city FROM s.customers
                """.formatted(name, history));
    }

    private void model(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("p"));
        Files.writeString(folder.resolve("p/" + name + ".sql"), "/*\n" + text);
    }

    private static String words(Shapes shapes) {
        List<String> words = new ArrayList<>();
        for (MemberUse use : shapes.uses().getOrDefault(TableName.parse("f.sale"), List.of())) {
            for (MemberLookup lookup : use.lookups()) {
                words.add("looks for " + String.join(", ", lookup.columns()));
            }
            use.attributes().forEach(attribute -> words.add(attribute + " counts"));
            if (use.members()) {
                words.add("all members");
            }
        }
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    @Test
    void aStatementThatIsNotUnderstoodTakesEverything() throws IOException {
        whatAJoinTakes("POSITIONAL JOIN d.other", "all members");
    }
}
