package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters in the path of a DuckDB warehouse that its driver could read more into. */
class WarehousePathTest {
    @TempDir
    Path folder;

    private CommandLineRun run(String warehouse, int exitCode, String... command) {
        CommandLineRun run = new CommandLineRun(folder);
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--data-dir=" + folder.resolve("data"),
                "--pipelines-dir=" + folder.resolve("pipelines"),
                "--warehouse=jdbc:duckdb:" + warehouse));
        assertThat(run.execute(arguments.toArray(String[]::new))).as(run.err()).isEqualTo(exitCode);
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                " lead",
                "trail ",
                "100%20",
                "#1",
                "it's",
                "\"x\"",
                "a&b=c",
                "[a]*{b}",
                "$HOME",
                "~x",
                ":memory:",
                "md:x",
                "s3:",
                "http:",
                "é",
                "日本",
                "a\nb",
                "-"
            })
    void aWarehouseInAFolderOfAnyOtherNameIsBuiltReadAndCheckedThere(String name) throws IOException {
        new SmallProject(folder).day("2018-04-01", 1, 2);
        Path file =
                Files.createDirectories(folder.resolve("stars").resolve(name)).resolve(name + ".duckdb");

        run(file.toString(), 0, "run");

        assertThat(file).exists();
        assertThat(run(file.toString(), 0, "sql", "SELECT sum(visits) AS n FROM shop_dim.visit_counts", "--format=csv")
                        .out())
                .isEqualTo("n\n3\n");
        assertThat(run(file.toString(), 0, "run").err()).contains("Nothing to do");
        run(file.toString(), 0, "check");
        try (Stream<Path> files = Files.list(folder.resolve("stars"))) {
            assertThat(files).containsExactly(file.getParent());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q?m/w.duckdb", "w?x.duckdb", "q;m/w.duckdb", "w.duckdb;threads=1", "q\\m/w.duckdb"})
    void whatDuckDbWouldReadAsAnotherPathIsRefusedBeforeAnything(String name) throws IOException {
        new SmallProject(folder).day("2018-04-01", 1, 2);
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());

        for (String command : new String[] {"run", "plan", "check", "status", "doctor"}) {
            assertThat(run(file.toString(), 2, command).err())
                    .startsWith("asterism: error: The warehouse jdbc:duckdb:" + file
                            + " (warehouse.url, from --warehouse) ");
        }
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop_dim.duckdb", "SHOP_DIM", "asterism.duckdb", "information_schema.of.mine"})
    void aWarehouseOfTheNameOfASchemaIsRefusedAsDuckDbCouldNotTellThemApart(String name) throws IOException {
        new SmallProject(folder).day("2018-04-01", 1, 2);
        Path file = folder.resolve(name);

        for (String command : new String[] {"run", "plan"}) {
            assertThat(run(file.toString(), 2, command).err())
                    .startsWith("asterism: error: The warehouse " + file + " has the name of a schema in it, "
                            + name.split("\\.", 2)[0].toLowerCase(Locale.ROOT) + ", and DuckDB cannot tell");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop_data.duckdb", "temp.duckdb", "system.duckdb", "main.duckdb", "pg_catalog.duckdb"})
    void aWarehouseOfAnyOtherNameIsBuilt(String name) throws IOException {
        new SmallProject(folder).day("2018-04-01", 1, 2);

        run(folder.resolve(name).toString(), 0, "run");
    }
}
