package dev.asterism.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A lake, a pipeline of a source, a dimension, a fact and a view, and a warehouse, all in one folder. */
final class SmallProject {
    private final Path folder;

    SmallProject(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("data"));
        model("visits.sql", """
                /*
                kind: source
                table: shop_data.visits
                description: Visits.
                files: shop/visits-v1.csv.gz
                grain: [day_id, page]
                */
                CREATE TABLE shop_data.visits (day_id INTEGER NOT NULL, page TEXT NOT NULL, visits BIGINT NOT NULL)
                """);
        model("page.sql", """
                /*
                kind: dimension
                table: shop_dim.page
                description: Pages.
                natural_key: [page_name]
                */
                SELECT DISTINCT page AS page_name FROM shop_data.visits
                """);
        model("visit_counts.sql", """
                /*
                kind: fact
                table: shop_dim.visit_counts
                description: Visits by page.
                grain: [day_id, page_fk]
                day: day_id
                measures:
                  visits: {aggregate: sum, description: Visits.}
                reconcile: {visits: shop_data.visits.visits}
                */
                SELECT day_id, page_id AS page_fk, visits
                FROM shop_data.visits JOIN shop_dim.page ON page_name = page
                """);
        model("visits_by_name.sql", """
                /*
                kind: data_set
                table: shop_dim.visits_by_name
                description: Visits under human names.
                */
                SELECT page_name AS "Page", visits AS "Visits"
                FROM shop_dim.visit_counts JOIN shop_dim.page ON page_id = page_fk
                """);
    }

    void model(String file, String text) throws IOException {
        Path path = folder.resolve("pipelines/shop").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    Path model(String file) {
        return folder.resolve("pipelines/shop").resolve(file);
    }

    /** Writes a day file with one row per number of visits. */
    void day(String day, int... visits) throws IOException {
        StringBuilder rows = new StringBuilder("day_id\tpage\tvisits\n");
        for (int page = 0; page < visits.length; page++) {
            rows.append("%s\tpage %s\t%s\n".formatted(day.replace("-", ""), page, visits[page]));
        }
        Path file = file(day);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    Path file(String day) {
        return folder.resolve("data/" + day.replace("-", "/") + "/shop/visits-v1.csv.gz");
    }

    Path warehouse() {
        return folder.resolve("warehouse.duckdb");
    }

    /** Executes a command of the program on this project. */
    CommandLineRun execute(int expectedExitCode, String... arguments) {
        return execute(Terminal.NONE, expectedExitCode, arguments);
    }

    CommandLineRun execute(Terminal terminal, int expectedExitCode, String... arguments) {
        CommandLineRun run = new CommandLineRun(folder).terminal(terminal);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--data-dir", folder.resolve("data").toString(),
                "--pipelines-dir", folder.resolve("pipelines").toString(),
                "--warehouse", "jdbc:duckdb:" + warehouse()));
        int exitCode = run.execute(all.toArray(String[]::new));
        if (exitCode != expectedExitCode) {
            throw new AssertionError("exit code " + exitCode + "\n" + run.out() + run.err());
        }
        return run;
    }
}
