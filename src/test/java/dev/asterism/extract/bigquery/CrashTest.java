package dev.asterism.extract.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.extract.DataSet;
import dev.asterism.lake.Day;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills the real program while it downloads. The long form: {@code -Dasterism.test.crashes=30}. */
@NullMarked
class CrashTest {
    private static final Day DAY = Day.of(2018, 4, 10);
    private static final String[] DOWNLOAD = {"download", "pypi", "--from", DAY.toString(), "--to", DAY.toString()};

    /** An estimate and a forecast come first; then the query, then how it stands, then four pages. */
    private static final int QUERY = 3;

    private static final int REQUESTS_FROM_THE_QUERY_ON = 6;

    @TempDir
    Path folder;

    /** At which request the program dies. Two of them: the query, and a page of its result. */
    static IntStream requests() {
        int crashes = Integer.getInteger("asterism.test.crashes", 2);
        return crashes <= 2
                ? IntStream.of(QUERY, QUERY + 3)
                : IntStream.range(0, crashes).map(crash -> QUERY + crash % REQUESTS_FROM_THE_QUERY_ON);
    }

    @ParameterizedTest(name = "killed at request {0}")
    @MethodSource("requests")
    void theNextRunReadsTheResultThatAKilledOneAskedFor(int request) throws Exception {
        try (BigQueryBench bench = new BigQueryBench(folder, BigQueryBench.smallTables())) {
            bench.server.pageRows(2);
            CountDownLatch come = bench.server.holdRequest(request);
            Process killed = bench.start(List.of(), DOWNLOAD);
            assertThat(come.await(10, TimeUnit.MINUTES))
                    .as("request %s came; output: %s", request, Files.readString(bench.output()))
                    .isTrue();
            killed.destroyForcibly().waitFor();
            assertThat(bench.server.account().billed()).hasSize(1);
            assertThat(bench.files()).noneMatch(name -> name.endsWith(".csv.gz"));
            bench.server.holdNothing();

            Process next = bench.start(List.of(), DOWNLOAD);

            assertThat(next.waitFor()).as(Files.readString(bench.output())).isZero();
            assertThat(bench.lines(DataSet.PYPI, DAY))
                    .isEqualTo(
                            NestedTable.resource("pypi-2018-04-10.tsv").lines().toList());
            assertThat(bench.server.account().jobs()).hasSize(1);
            assertThat(bench.files()).containsExactly("downloads-v1.csv.gz", "downloads-v1.csv.gz.meta.json");
        }
    }
}
