package dev.asterism.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.engine.duckdb.DuckDbDescriber;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameLengthsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeSource() throws IOException {
        source("s_data.rows");
    }

    private void source(String table) throws IOException {
        model("rows", """
                /*
                kind: source
                table: %1$s
                description: Rows.
                files: s/rows-v1.csv.gz
                grain: [day_id, name]
                */
                CREATE TABLE %1$s (day_id INTEGER NOT NULL, name TEXT NOT NULL)
                """.formatted(table));
    }

    private void dimension(String table, String header, String select) throws IOException {
        model("dimension", """
                /*
                kind: dimension
                table: %s
                description: Names.
                natural_key: [member]
                %s*/
                %s
                """.formatted(table, header, select));
    }

    private void model(String name, String text) throws IOException {
        Path file = folder.resolve("s").resolve(name + ".sql");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void proveNames() {
        ModelGraph graph = Pipelines.load(folder).graph();
        NameLengths.requireFit(graph);
        NameLengths.requireFit(graph, DuckDbDescriber.describe(graph));
    }

    private void assertRefused(String file, String line, String message) {
        assertThatThrownBy(this::proveNames)
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("s").resolve(file) + ":" + line + ": " + message);
    }

    private static String letters(int bytes) {
        return "n".repeat(bytes);
    }

    @Test
    void namesOfExactlyTheLimitFit() throws IOException {
        dimension(letters(63) + "." + letters(60), "", "SELECT DISTINCT name AS member FROM s_data.rows");
        proveNames();

        dimension("s." + letters(52), "day: day_id\n", "SELECT DISTINCT name AS member, day_id FROM s_data.rows");
        proveNames();

        model("data_set", """
                /*
                kind: data_set
                table: s.%s
                description: Names.
                */
                SELECT member AS "%s" FROM s.%s
                """.formatted(letters(63), "ä".repeat(31), letters(52)));
        proveNames();
    }

    @Test
    void aTableIsRefusedForItsKeyAlready() throws IOException {
        dimension("s." + letters(61), "", "SELECT DISTINCT name AS member FROM s_data.rows");

        assertRefused(
                "dimension.sql",
                "7:1",
                "the builder's key '" + letters(61)
                        + "_id' has 64 bytes, and PostgreSQL keeps 63 of a name. Make it shorter by 1.");
    }

    @Test
    void aDimensionOfManyDaysIsRefusedForTheTableOfItsObservations() throws IOException {
        dimension("s." + letters(53), "day: day_id\n", "SELECT DISTINCT name AS member, day_id FROM s_data.rows");

        assertRefused(
                "dimension.sql",
                "8:1",
                "the builder's table of observations 'observed s." + letters(53)
                        + "' has 64 bytes, and PostgreSQL keeps 63 of a name. Make it shorter by 1.");
    }

    @Test
    void theLimitIsOneOfBytesNotOfLetters() throws IOException {
        dimension(
                "s.d",
                "day: day_id\n",
                "SELECT DISTINCT day_id, name AS member,\n  name AS \"" + "日".repeat(22) + "\" FROM s_data.rows");

        assertRefused(
                "dimension.sql",
                "8:1",
                "the column '" + "日".repeat(22)
                        + "' has 66 bytes, and PostgreSQL keeps 63 of a name. Make it shorter by 3.");
    }

    @Test
    void schemasAndTablesAreRefused() throws IOException {
        dimension(letters(64) + ".d", "", "SELECT DISTINCT name AS member FROM s_data.rows");
        assertRefused("dimension.sql", "7:1", "the schema '" + letters(64) + tooLong(64));

        dimension("s." + letters(70), "key: k\n", "SELECT 1 AS k, name AS member FROM s_data.rows");
        assertRefused("dimension.sql", "8:1", "the table '" + letters(70) + tooLong(70));
    }

    @Test
    void aSourceMayBeCalledAnythingSinceItsRowsNeverComeToTheServer() throws IOException {
        source("s_data." + letters(100));
        dimension("s.d", "", "SELECT DISTINCT name AS member FROM s_data." + letters(100));

        proveNames();
    }

    @Test
    void whatAStatementNamesForItselfIsRefusedIfTheServerRunsIt() throws IOException {
        dimension(
                "s.d",
                "",
                "WITH " + letters(64) + " AS (SELECT name FROM s_data.rows)\nSELECT DISTINCT name AS member FROM "
                        + letters(64));
        proveNames();
        model("data_set", """
                /*
                kind: data_set
                table: s.all_names
                description: Names.
                */
                WITH %1$s AS (SELECT member FROM s.d) SELECT member FROM %1$s
                """.formatted(letters(64)));

        assertRefused("data_set.sql", "6:6", "the name '" + letters(64) + tooLong(64));
    }

    @Test
    void aColumnThatHasItsNameFromItsExpressionIsRefused() throws IOException {
        String expression = "concat(" + "name, ".repeat(11) + "name)";
        model("data_set", """
                /*
                kind: data_set
                table: s.all_names
                description: Names.
                */
                SELECT %s FROM s.d
                """.formatted(expression.replace("name", "member")));
        dimension("s.d", "", "SELECT DISTINCT name AS member FROM s_data.rows");

        assertThatThrownBy(this::proveNames)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("s").resolve("data_set.sql") + ":6:1: the column 'concat(")
                .hasMessageContaining(" bytes, and PostgreSQL keeps 63 of a name. Make it shorter by ");
    }

    @Test
    void theShippedModelsFit() {
        ModelGraph graph = Pipelines.load(Path.of("pipelines")).graph();

        NameLengths.requireFit(graph);
        NameLengths.requireFit(graph, DuckDbDescriber.describe(graph));

        assertThat(graph.models()).isNotEmpty();
    }

    private static String tooLong(int bytes) {
        return "' has " + bytes + " bytes, and PostgreSQL keeps 63 of a name. Make it shorter by " + (bytes - 63) + ".";
    }
}
