package dev.asterism.extract.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.asterism.extract.DataSet;
import dev.asterism.lake.Day;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the shipped queries give, executed by the engine of BigQuery's own SQL over tables of the real shape. */
@NullMarked
class QueriesTest {
    private static final Path SHIPPED = Path.of("bigquery-queries");
    private static final Path REAL_EVENTS = Path.of("..", "shared", "data", "gharchive");

    private final GoogleSql engine = new GoogleSql();

    @ParameterizedTest
    @EnumSource(DataSet.class)
    void everyQueryIsValidAndGivesTheColumnsOfItsDataSet(DataSet dataSet) {
        engine.put(TestTables.fileDownloads());
        engine.put(TestTables.events("20180410"));
        QueryFile query = QueryFile.read(SHIPPED, dataSet);

        assertThat(engine.analyse(query.sqlFor(Day.of(2018, 4, 10))))
                .extracting(QueryEngine.Column::name)
                .isEqualTo(dataSet.columns());
    }

    @Test
    void downloadsAreCountedForAllInstallersAndForNone() {
        engine.put(TestTables.fileDownloads().withRowsOf("file_downloads.jsonl"));

        assertThat(run(DataSet.PYPI, Day.of(2018, 4, 10))).isEqualTo(expected("pypi-2018-04-10.tsv"));
    }

    @ParameterizedTest
    @CsvSource({"2018-04-10", "2025-10-08"})
    void activityIsCountedAndCommitsOfUnknownNumberAreEmpty(String day) {
        Day date = Day.parse(day).orElseThrow();
        engine.put(TestTables.events(String.valueOf(date.id())).withRowsOf("events-" + day + ".jsonl"));

        assertThat(run(DataSet.GITHUB, date)).isEqualTo(expected("github-" + day + ".tsv"));
    }

    @Test
    void activityOfTwoRealHoursIsThatOfTheGoldenFile() throws IOException {
        assumeTrue(Files.isDirectory(REAL_EVENTS), "NOT TESTED HERE: there is no folder " + REAL_EVENTS);
        NestedTable events = TestTables.events("20150101");
        for (String hour : List.of("0", "15")) {
            addRealEvents(events, REAL_EVENTS.resolve("2015-01-01-" + hour + ".json.gz"));
        }
        engine.put(events);

        List<String> rows = run(DataSet.GITHUB, Day.of(2015, 1, 1));

        assertThat(rows).hasSize(1 + 6_498);
        assertThat(List.of(sum(rows, 3), sum(rows, 4), sum(rows, 5))).containsExactly(568L, 25_166L, 376L);
    }

    @Test
    void aDayWithoutATableIsToldFromAWrongStatement() {
        QueryFile query = QueryFile.read(SHIPPED, DataSet.GITHUB);

        assertThatThrownBy(() -> engine.analyse(query.sqlFor(Day.of(2020, 8, 22))))
                .isInstanceOf(QueryEngine.NoSuchTableException.class)
                .hasMessageContaining("githubarchive.day.20200822");
        assertThatThrownBy(() -> engine.analyse("SELECT 1 AS a FROM"))
                .isInstanceOf(QueryEngine.InvalidQueryException.class);
    }

    private List<String> run(DataSet dataSet, Day day) {
        QueryEngine.Result result = engine.run(QueryFile.read(SHIPPED, dataSet).sqlFor(day), day.date());
        List<String> lines = new ArrayList<>();
        for (long row = 0; row < result.rows(); row++) {
            lines.add(line(result.row(row)));
        }
        lines.sort(null);
        lines.add(
                0, line(result.columns().stream().map(QueryEngine.Column::name).toList()));
        return lines;
    }

    private static String line(List<? extends @Nullable String> fields) {
        return String.join(
                "\t", fields.stream().map(field -> field == null ? "" : field).toList());
    }

    private static List<String> expected(String resource) {
        return NestedTable.resource(resource).lines().toList();
    }

    private static long sum(List<String> lines, int field) {
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t", -1)[field])
                .filter(number -> !number.isEmpty())
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** Of the payload only what the query reads: the engine takes 4 MiB of a table. */
    private static void addRealEvents(NestedTable events, Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines.lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .forEach(event -> {
                        JsonObject all = event.getAsJsonObject("payload");
                        JsonObject payload = new JsonObject();
                        for (String key : List.of("distinct_size", "action")) {
                            if (all.has(key)) {
                                payload.add(key, all.get(key));
                            }
                        }
                        JsonObject row = new JsonObject();
                        row.add("id", event.get("id"));
                        row.add("type", event.get("type"));
                        JsonObject repository = new JsonObject();
                        repository.add("name", event.getAsJsonObject("repo").get("name"));
                        row.add("repo", repository);
                        row.addProperty("payload", payload.toString());
                        events.withRow(row.toString());
                    });
        }
    }
}
