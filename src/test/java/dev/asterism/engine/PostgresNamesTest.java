package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server keeps 63 bytes of a name. */
class PostgresNamesTest extends EngineContract {
    PostgresNamesTest() {
        super(PostgresWarehouses::new);
    }

    private Workbench star(String dimension) {
        Workbench bench = emptyWorkbench();
        bench.model("s/rows", """
                /*
                kind: source
                table: s_data.rows
                description: Rows.
                files: s/rows-v1.csv.gz
                grain: [day_id, name]
                */
                CREATE TABLE s_data.rows (day_id INTEGER NOT NULL, name TEXT NOT NULL, amount BIGINT NOT NULL)
                """);
        bench.model("s/dimension", """
                /*
                kind: dimension
                table: s.%s
                description: Names.
                natural_key: [name]
                */
                SELECT DISTINCT name FROM s_data.rows
                """.formatted(dimension));
        bench.model("s/fact", """
                /*
                kind: fact
                table: s.%2$s_of_days
                description: Amounts.
                grain: [day_id, %1$s_fk]
                day: day_id
                measures:
                  amount: {aggregate: sum, description: Amount.}
                reconcile: {amount: s_data.rows.amount}
                */
                SELECT day_id, %1$s_id AS %1$s_fk, amount
                FROM s_data.rows JOIN s.%1$s USING (name)
                """.formatted(dimension, dimension.substring(0, 40)));
        return bench;
    }

    @Test
    void namesOfTheLimitAreBuiltAndFoundAgain() {
        Workbench bench = star("n".repeat(60));
        for (String day : new String[] {"2018-04-01", "2018-04-02"}) {
            bench.rows(day, "s/rows-v1.csv.gz", List.of("day_id", "name", "amount"), "a|1", "b|" + day.substring(9));
            bench.run().withoutProblems();
            assertThat(bench.plan()).isEmpty();
        }

        assertThat(bench.rows("SELECT sum(amount) FROM s." + "n".repeat(40) + "_of_days"))
                .containsExactly("5");
    }

    @Test
    void aLongerNameIsRefusedByThePlanWithItsPlaceAndTheLimit() {
        Workbench bench = star("n".repeat(61));

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessage(bench.modelFile("s/dimension") + ":7:1: the builder's key '" + "n".repeat(61)
                        + "_id' has 64 bytes, and PostgreSQL keeps 63 of a name. Make it shorter by 1.");
        assertThatThrownBy(bench::run).isInstanceOf(InputException.class).hasMessageContaining("has 64 bytes");
    }

    @Test
    void namesThatTheServerWouldTakeForOneAreRefused() {
        Workbench bench = star("n".repeat(60));
        bench.edit("s/fact", "AS " + "n".repeat(60) + "_fk", "AS " + "n".repeat(60) + "_fkey");

        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(bench.modelFile("s/fact") + ":11:")
                .hasMessageContaining(
                        "_fk', which the SELECT does not give. Did you mean '" + "n".repeat(60) + "_fkey'?");

        bench.edit(
                "s/fact", "grain: [day_id, " + "n".repeat(60) + "_fk]", "grain: [day_id, " + "n".repeat(60) + "_fkey]");
        assertThatThrownBy(bench::plan)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(bench.modelFile("s/fact") + ":11:")
                .hasMessageContaining("_fkey' has 65 bytes, and PostgreSQL keeps 63 of a name. Make it shorter by 2.");
    }
}
