package dev.asterism.extract.gharchive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.extract.DayResult;
import dev.asterism.extract.DayResult.Status;
import dev.asterism.extract.Downloads;
import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.HoursPresent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Downloads while the server misbehaves by seeded schedules: whatever file is there afterwards is whole and right. Longer with
 * {@code -Dasterism.test.schedules=500}; one schedule again with {@code -Dasterism.test.seed}.
 */
class FaultSchedulesTest {
    private static final int SCHEDULES = Integer.getInteger("asterism.test.schedules", 25);
    private static final long FIRST_SEED = Long.getLong("asterism.test.seed", 1);
    private static final Fault[] WAYS = {
        Fault.SLOW,
        Fault.CUT,
        Fault.RESET,
        Fault.NO_ANSWER,
        Fault.TOO_MANY_REQUESTS,
        Fault.SERVER_ERROR,
        Fault.UNAVAILABLE,
        Fault.TRUNCATED_CONTENT,
        Fault.DAMAGED_CONTENT,
        Fault.WRONG_LENGTH
    };

    @TempDir
    private Path folder;

    @Test
    void everyFileThatIsThereIsWholeAndRight() {
        long faults = 0;
        int failed = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            try (HourServer server = new HourServer()) {
                RandomDays days = new RandomDays(seed, 3, 4, 60);
                days.serve(server);
                DownloadBench bench =
                        new DownloadBench(folder.resolve("seed-" + seed), folder.resolve("catalog.sqlite"));
                // Every other client is impatient, so that days fail.
                Faults schedule = Faults.seeded(seed, 0.6, 5, WAYS);
                server.faults(schedule);
                Downloads.Result result = bench.download(
                        server.url(), seed % 2 == 0 ? 6 : 2, days.days().toArray(Day[]::new));
                failed += (int) result.days().stream()
                        .filter(day -> day.status() == Status.FAILED)
                        .count();
                faults += schedule.given();
                assertThatFilesAreRight(seed, bench, days, result);

                server.faults(Faults.none());
                bench.download(server.url(), 1, unfinished(bench, days));
                assertThatAllIsThere(seed, bench, days);
            }
        }
        assertThat(faults).as("faults in " + SCHEDULES + " schedules").isGreaterThan(SCHEDULES);
        assertThat(failed).as("days that failed for a while").isPositive();
        System.out.printf("%s schedules, %s faults, %s days failed at first%n", SCHEDULES, faults, failed);
    }

    private static void assertThatFilesAreRight(
            long seed, DownloadBench bench, RandomDays days, Downloads.Result result) {
        assertThat(result.stoppedBy()).as("seed %d", seed).isEmpty();
        assertThat(result.days()).as("seed %d", seed).hasSize(days.days().size());
        for (DayResult day : result.days()) {
            boolean written = day.status() == Status.INCOMPLETE || day.status() == Status.WRITTEN;
            assertThat(Files.exists(bench.file(day.day())))
                    .as("seed %d, %s", seed, day)
                    .isEqualTo(written);
            if (written) {
                DayFileMeta meta = bench.meta(day.day());
                HoursPresent hours = meta.hours().orElseThrow();
                assertThat(bench.rows(day.day()))
                        .as("seed %d, %s", seed, day)
                        .isEqualTo(days.rows(day.day(), hours.hours()))
                        .hasSize((int) meta.rows());
                // What is not in the file was served damaged every time, and said to be.
                assertThat(days.hours(day.day()).size() - hours.hours().size())
                        .as("seed %d, %s", seed, day)
                        .isEqualTo(
                                meta.counts().getOrDefault("damaged_hours", 0L).intValue());
            }
        }
        assertThat(bench.files())
                .as("seed %d", seed)
                .allMatch(file -> file.endsWith(".csv.gz") || file.endsWith(".meta.json"));
    }

    private static Day[] unfinished(DownloadBench bench, RandomDays days) {
        return days.days().stream()
                .filter(day -> !Files.exists(bench.file(day))
                        || bench.meta(day).hours().orElseThrow().hours().size()
                                < days.hours(day).size())
                .toArray(Day[]::new);
    }

    private static void assertThatAllIsThere(long seed, DownloadBench bench, RandomDays days) {
        for (Day day : days.days()) {
            assertThat(bench.rows(day)).as("seed %d, %s", seed, day).isEqualTo(days.rows(day, days.hours(day)));
        }
        assertThat(bench.files())
                .as("seed %d", seed)
                .hasSize(2 * List.copyOf(days.days()).size());
    }
}
