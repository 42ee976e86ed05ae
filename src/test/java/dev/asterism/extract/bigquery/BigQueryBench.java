package dev.asterism.extract.bigquery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.asterism.catalog.Catalog;
import dev.asterism.config.Settings;
import dev.asterism.config.SettingsReader;
import dev.asterism.extract.DataSet;
import dev.asterism.extract.DayResult;
import dev.asterism.extract.DownloadListener;
import dev.asterism.extract.Downloads;
import dev.asterism.extract.Estimate;
import dev.asterism.extract.Retries;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.NullMarked;

/** A lake, a catalog and a {@link BigQueryServer} that holds a few days, and downloads from it. */
@NullMarked
final class BigQueryBench implements AutoCloseable {
    static final String PROJECT = "a-project";
    private static final int TRIES = 12;

    final BigQueryServer server;
    final Path lake;
    final Catalog catalog;
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final Path folder;

    BigQueryBench(Path folder, QueryEngine engine) throws IOException {
        this.folder = folder;
        this.server = new BigQueryServer(engine);
        this.lake = folder.resolve("lake");
        this.catalog = Catalog.open(folder.resolve("catalog.sqlite"));
        Files.createDirectories(lake);
        set("bigquery.url", server.url());
        set("bigquery.project", PROJECT);
        set("warehouse.url", "jdbc:duckdb:" + folder.resolve("warehouse.duckdb"));
        set("bigquery.queries-dir", Path.of("bigquery-queries").toAbsolutePath().toString());
    }

    /** An engine with one day of downloads, and of events on that day. */
    static GoogleSql smallTables() {
        GoogleSql engine = new GoogleSql();
        engine.put(TestTables.fileDownloads().withRowsOf("file_downloads.jsonl"));
        engine.put(TestTables.events("20180410").withRowsOf("events-2018-04-10.jsonl"));
        return engine;
    }

    BigQueryBench set(String setting, String value) {
        variables.put(
                "ASTERISM_" + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value);
        return this;
    }

    Settings settings() {
        return new SettingsReader().environment(variables).read();
    }

    BigQuerySource source(DataSet dataSet) {
        return BigQuerySource.open(settings(), dataSet, retries());
    }

    private static Retries retries() {
        return new Retries(TRIES, Duration.ofMillis(2));
    }

    /** Starts the real program in a process of its own; its output goes to a file. */
    Process start(List<String> javaOptions, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.asterism.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("ASTERISM_"));
        builder.environment().putAll(variables);
        builder.environment().put("ASTERISM_DATA_DIR", lake.toString());
        builder.environment().put("ASTERISM_DOWNLOAD_FIRST_WAIT", "2ms");
        return builder.start();
    }

    /** What the processes that were started have said. */
    Path output() {
        return folder.resolve("output.txt");
    }

    /** Downloads days of a data set, two at once. */
    Downloads.Result download(DataSet dataSet, Day... days) throws InterruptedException {
        try (BigQuerySource source = source(dataSet)) {
            return new Downloads(source, lake, catalog.downloads(), new Listener(), retries(), 2)
                    .run(Arrays.asList(days));
        }
    }

    /** The lines of a day file in the lake, the header first, the rows sorted. */
    List<String> lines(DataSet dataSet, Day day) throws IOException {
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(dataSet.target(lake, day).path()))) {
            List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
            List<String> sorted = new ArrayList<>(lines.subList(1, lines.size()));
            sorted.sort(null);
            sorted.add(0, lines.get(0));
            return sorted;
        }
    }

    /** All files in the lake, without the folders of their days. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(lake)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Everything that was written to disk, in one text. */
    String everythingWritten() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, ISO_8859_1));
            }
        }
        return all.toString();
    }

    private final class Listener implements DownloadListener {
        @Override
        public void started(DataSet dataSet, Day day) {}

        @Override
        public void received(DataSet dataSet, Day day, long bytes) {}

        @Override
        public void retrying(String what, String why, Duration wait) {
            told.add(what + ": " + why);
            waits.add(wait);
        }

        @Override
        public void billed(DataSet dataSet, Day day, Estimate cost) {
            told.add("billed " + cost.bytes());
        }

        @Override
        public void ended(DayResult result) {
            told.add(result.day() + " " + result.status() + " " + result.message());
        }
    }

    @Override
    public void close() {
        catalog.close();
        server.close();
    }
}
