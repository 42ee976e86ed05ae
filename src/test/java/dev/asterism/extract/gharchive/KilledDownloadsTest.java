package dev.asterism.extract.gharchive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.testing.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the program, as {@code kill -9} does, while it downloads: no file that is there under its name is wrong, and the next
 * run completes. More often with {@code -Dasterism.test.kills=50}; again with {@code -Dasterism.test.seed}.
 */
class KilledDownloadsTest {
    private static final int KILLS = Integer.getInteger("asterism.test.kills", 3);
    private static final long SEED = Long.getLong("asterism.test.seed", 1);
    private static final int DAYS = 4;
    private static final int HOURS = 24;

    @TempDir
    private Path folder;

    @Test
    void noWrongFileIsEverThereAndTheNextRunCompletes() throws Exception {
        Random random = new Random(SEED);
        int inTheMiddle = 0;
        RandomDays days = new RandomDays(SEED, DAYS, HOURS, 40);
        try (HourServer server = new HourServer()) {
            days.serve(server);
            server.faults(Faults.seeded(SEED, 0.2, 3, Fault.SLOW, Fault.CUT, Fault.UNAVAILABLE));
            for (int kill = 0; kill < KILLS; kill++) {
                Path project = folder.resolve("kill-" + kill);
                // Every request is a moment to die at, and so is the time after the last one, when files are written.
                int requests = random.nextInt(DAYS * HOURS) + 1;
                killAfter(requests, random.nextInt(300), server, project);
                DownloadBench bench = new DownloadBench(project);
                inTheMiddle += assertThatFilesAreRight(bench, days) < DAYS ? 1 : 0;

                assertThat(start(server, project).waitFor()).isZero();

                assertThat(assertThatFilesAreRight(bench, days)).isEqualTo(DAYS);
                assertThat(bench.files()).noneMatch(file -> file.endsWith(".part") || file.startsWith(".download"));
            }
        }
        assertThat(inTheMiddle).as("kills that hit an unfinished download").isPositive();
        System.out.printf("%s kills, %s of them before all days were there%n", KILLS, inTheMiddle);
    }

    /** The program is dead when this returns; it may have ended before. */
    private static void killAfter(int requests, int milliseconds, HourServer server, Path project) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        server.onRequest(request -> {
            if (count.incrementAndGet() == requests) {
                reached.countDown();
            }
        });
        Process process = start(server, project);
        CompletableFuture<Void> ended = process.onExit().thenRun(reached::countDown);
        reached.await();
        // Not to wait for something: to die at another moment each time.
        process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        ended.join();
        server.onRequest(request -> {});
    }

    private static Process start(HourServer server, Path project) throws IOException {
        Files.createDirectories(project);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(ProgramProcess.localeOptions());
        command.addAll(List.of(
                "dev.asterism.cli.Main",
                "download",
                "github",
                "--from=2019-05-01",
                "--to=2019-05-0" + DAYS,
                "--quiet",
                "--data-dir=" + project.resolve("data"),
                "--warehouse=jdbc:duckdb:" + project.resolve("catalog.duckdb")));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("ASTERISM_"));
        builder.environment().put("ASTERISM_GHARCHIVE_URL", server.url());
        builder.environment().put("ASTERISM_GITHUB_SOURCE", "gharchive");
        builder.environment().put("ASTERISM_DOWNLOAD_FIRST_WAIT", "5ms");
        return builder.start();
    }

    /** Returns how many days are there. */
    private static int assertThatFilesAreRight(DownloadBench bench, RandomDays days) throws IOException {
        List<Day> there = new ArrayList<>();
        for (Day day : days.days()) {
            if (Files.exists(bench.file(day))) {
                there.add(day);
                assertThat(bench.rows(day)).isEqualTo(days.rows(day, days.hours(day)));
                assertThat(DayFileMeta.isCutOff(bench.file(day))).isFalse();
            }
        }
        return there.size();
    }
}
