package dev.asterism.extract.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.extract.DataSet;
import dev.asterism.extract.DayResult;
import dev.asterism.extract.Downloads;
import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Downloads from a BigQuery that misbehaves, by schedules that come from seeds. The long form:
 * {@code -Dasterism.test.schedules=500 -Dasterism.test.seed=1}.
 */
@NullMarked
class FaultSchedulesTest {
    private static final List<Day> DAYS = List.of(Day.of(2018, 4, 9), Day.of(2018, 4, 10), Day.of(2018, 4, 11));
    private static final Day WITHOUT_TABLE = Day.of(2018, 4, 12);
    private static final int MOST_DOWNLOADS = 40;

    @TempDir
    Path folder;

    private static GoogleSql engine;

    @BeforeAll
    static void fillTables() {
        engine = new GoogleSql();
        engine.put(TestTables.fileDownloads().withRowsOf("file_downloads.jsonl"));
        DAYS.forEach(
                day -> engine.put(TestTables.events(String.valueOf(day.id())).withRowsOf("events-2018-04-10.jsonl")));
    }

    static LongStream seeds() {
        long first = Long.getLong("asterism.test.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("asterism.test.schedules", 20));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverHappensEveryDayIsWholeAndPaidOnce(long seed) throws Exception {
        Random random = new Random(seed);
        DataSet dataSet = random.nextBoolean() ? DataSet.PYPI : DataSet.GITHUB;
        try (BigQueryBench bench = new BigQueryBench(folder, engine)) {
            bench.server.pageRows(1 + random.nextInt(4));
            bench.server.pollsUntilDone(random.nextInt(4));
            bench.server.account().failNext(random.nextInt(2), RestError.of(400, "backendError", "Try again"));
            // Some schedules are so bad that days fail, and only a later download gets them.
            bench.server.misbehave(Faults.seeded(
                    seed,
                    0.2 + 0.6 * random.nextDouble(),
                    1 + random.nextInt(20),
                    Fault.SLOW,
                    Fault.CUT,
                    Fault.NO_ANSWER,
                    Fault.TOO_MANY_REQUESTS,
                    Fault.SERVER_ERROR,
                    Fault.UNAVAILABLE,
                    Fault.TRUNCATED_CONTENT,
                    Fault.WRONG_LENGTH,
                    Fault.REPEATED_PAGE));

            Map<Day, DayResult.Status> statuses = new TreeMap<>();
            List<Day> open = new ArrayList<>(DAYS);
            if (dataSet == DataSet.GITHUB) {
                open.add(WITHOUT_TABLE);
            }
            for (int download = 1; !open.isEmpty(); download++) {
                assertThat(download).as("downloads until all days are there").isLessThan(MOST_DOWNLOADS);
                Downloads.Result result = bench.download(dataSet, open.toArray(Day[]::new));
                assertThat(result.stoppedBy()).isEmpty();
                requireWholeFiles(bench, dataSet);
                result.days().stream()
                        .filter(day -> day.status() != DayResult.Status.FAILED)
                        .forEach(day -> {
                            statuses.put(day.day(), day.status());
                            open.remove(day.day());
                        });
            }

            DAYS.forEach(day -> assertThat(statuses)
                    .containsEntry(
                            day, rows(dataSet, day).size() > 1 ? DayResult.Status.WRITTEN : DayResult.Status.MISSING));
            assertThat(statuses.getOrDefault(WITHOUT_TABLE, DayResult.Status.MISSING))
                    .isEqualTo(DayResult.Status.MISSING);
            assertThat(bench.server.account().billed())
                    .as("queries that were paid")
                    .extracting(job -> job.query().day())
                    .doesNotHaveDuplicates()
                    .hasSize(DAYS.size());
        }
    }

    /** Every file in the lake is a whole day file or its meta file, with the rows that BigQuery has. */
    private static void requireWholeFiles(BigQueryBench bench, DataSet dataSet) throws IOException {
        assertThat(bench.files()).noneMatch(name -> name.endsWith(".part"));
        for (Day day : DAYS) {
            Path path = dataSet.target(bench.lake, day).path();
            if (Files.exists(path)) {
                assertThat(bench.lines(dataSet, day)).isEqualTo(rows(dataSet, day));
                assertThat(DayFileMeta.of(path)).isPresent();
            }
        }
    }

    private static List<String> rows(DataSet dataSet, Day day) {
        QueryEngine.Result result =
                engine.run(QueryFile.read(Path.of("bigquery-queries"), dataSet).sqlFor(day), day.date());
        List<String> lines = new ArrayList<>();
        for (long row = 0; row < result.rows(); row++) {
            lines.add(String.join(
                    "\t",
                    result.row(row).stream()
                            .map(field -> field == null ? "" : field)
                            .toList()));
        }
        lines.sort(null);
        lines.add(0, String.join("\t", dataSet.columns()));
        return lines;
    }
}
