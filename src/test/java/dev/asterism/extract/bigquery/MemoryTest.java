package dev.asterism.extract.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asterism.extract.DataSet;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A result is streamed: a day that would not fit into the program's memory is downloaded. The long form, a day of ten
 * million rows within 512 MB: {@code -Dasterism.test.rows=10000000 -Dasterism.test.heap=256m}.
 */
@NullMarked
class MemoryTest {
    private static final Day DAY = Day.of(2018, 4, 10);
    private static final long ROWS = Long.getLong("asterism.test.rows", 400_000);
    private static final String HEAP = System.getProperty("asterism.test.heap", "64m");
    private static final long MOST_KIB = 512 * 1024;

    @TempDir
    Path folder;

    @Test
    void aDayLargerThanTheMemoryIsDownloaded() throws Exception {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "NOT TESTED HERE: only Linux says how much memory a process took");
        try (BigQueryBench bench = new BigQueryBench(folder, new ManyRows())) {
            long start = System.nanoTime();
            Process process = bench.start(
                    List.of("-Xmx" + HEAP, "-XX:+UseSerialGC"),
                    "download",
                    "pypi",
                    "--from",
                    DAY.toString(),
                    "--to",
                    DAY.toString());
            long mostKib = 0;
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                mostKib = Math.max(mostKib, highWaterMark(process));
            }

            assertThat(process.exitValue()).as(Files.readString(bench.output())).isZero();
            DayFileMeta meta =
                    DayFileMeta.of(DataSet.PYPI.target(bench.lake, DAY).path()).orElseThrow();
            assertThat(meta.rows()).isEqualTo(ROWS);
            assertThat(mostKib).isBetween(1L, MOST_KIB);
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows, heap %s: %,d KiB at most, %,d bytes written, %,d ms%n",
                    ROWS,
                    HEAP,
                    mostKib,
                    meta.bytes(),
                    (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static long highWaterMark(Process process) {
        try {
            Optional<String> line = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(text -> text.startsWith("VmHWM:"))
                    .findFirst();
            return line.map(text -> Long.parseLong(text.replaceAll("\\D", ""))).orElse(0L);
        } catch (IOException processHasEnded) {
            return 0;
        }
    }

    /** A day of many rows, each made when it is asked for. */
    private static final class ManyRows implements QueryEngine, QueryEngine.Result {
        @Override
        public List<Column> analyse(String sql) {
            return columns();
        }

        @Override
        public Result run(String sql, LocalDate day) {
            return this;
        }

        @Override
        public List<Column> columns() {
            return DataSet.PYPI.columns().stream()
                    .map(name -> new Column(
                            name, name.startsWith("day") || name.startsWith("number") ? "INTEGER" : "STRING"))
                    .toList();
        }

        @Override
        public long rows() {
            return ROWS;
        }

        @Override
        public List<@Nullable String> row(long number) {
            @Nullable
            String[] row = {
                "20180410",
                "a-project-with-a-name-" + number % 400_000,
                number % 37 + "." + number % 11 + ".0",
                "3." + number % 14,
                number % 5 == 0 ? null : "pip",
                String.valueOf(number)
            };
            return java.util.Arrays.asList(row);
        }
    }
}
