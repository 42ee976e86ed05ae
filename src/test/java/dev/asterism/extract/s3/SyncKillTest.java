package dev.asterism.extract.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.lake.Day;
import dev.asterism.testing.ProgramProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More kills with {@code -Dasterism.test.kills=50}, at other moments with {@code -Dasterism.test.seed=7}. */
@Timeout(1800)
class SyncKillTest {
    private static final int DAYS = 6;
    private static final int FILES = 3 * DAYS;
    private static final int LONGEST_WAIT_NANOSECONDS = 20_000_000;

    @TempDir
    Path folder;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("SplittableRandom").create(Long.getLong("asterism.test.seed", 1));

    @Test
    void aSyncThatIsKilledShowsNoWrongFileAndTheNextOneCompletesIt() throws IOException, InterruptedException {
        int kills = Integer.getInteger("asterism.test.kills", 3);
        try (MirrorWorkbench workbench = new MirrorWorkbench(folder, DAYS)) {
            workbench.proxy.faults(Faults.seeded(1, 1, 1000, Fault.SLOW));
            Map<String, String> old = Map.of();
            for (int killed = 0; killed < kills; ) {
                Map<String, String> published = workbench.published.content();
                if (syncAndKill(workbench)) {
                    killed++;
                }
                assertEachFileIsOneOf(old, published, workbench);
                if (random.nextBoolean()) {
                    assertThat(workbench.sync(true).problems()).isEmpty();
                    assertThat(workbench.lake.content()).isEqualTo(published);
                    assertThat(workbench.lake.everything())
                            .as("what the kill left")
                            .hasSize(FILES);
                    old = published;
                    publishOtherContents(workbench);
                }
            }
            workbench.sync(true);
            assertThat(workbench.lake.content()).isEqualTo(workbench.published.content());
            assertThat(workbench.lake.everything()).hasSize(FILES);
        }
    }

    /** Returns whether the program was killed before it had ended. */
    private boolean syncAndKill(MirrorWorkbench workbench) throws IOException, InterruptedException {
        int deadly = 1 + random.nextInt(FILES);
        long wait = random.nextLong(LONGEST_WAIT_NANOSECONDS);
        AtomicInteger objects = new AtomicInteger();
        try (ProgramProcess program = ProgramProcess.in(folder)
                .ofNobody()
                .environment(Map.of(
                        "ASTERISM_S3_ENDPOINT", workbench.proxy.endpoint().toString()))
                .start(
                        "sync",
                        workbench.address.toString(),
                        "--no-sign-request",
                        "--jobs=4",
                        "--data-dir=" + workbench.lake.root())) {
            workbench.proxy.answering(request -> {
                if (!request.startLine().contains("list-type=2") && objects.incrementAndGet() == deadly) {
                    new Thread(() -> {
                                LockSupport.parkNanos(wait);
                                program.kill();
                            })
                            .start();
                }
                return Optional.empty();
            });
            ProgramProcess.Ended ended = program.await();
            workbench.proxy.answering(request -> Optional.empty());
            assertThat(ended.exitCode()).as(ended.output()).isIn(0, ProgramProcess.KILLED);
            return ended.exitCode() == ProgramProcess.KILLED;
        }
    }

    private static void assertEachFileIsOneOf(
            Map<String, String> old, Map<String, String> published, MirrorWorkbench workbench) throws IOException {
        workbench
                .lake
                .content()
                .forEach((path, content) -> assertThat(content)
                        .as(path)
                        .isIn(published.get(path), old.getOrDefault(path, "was not there")));
    }

    private void publishOtherContents(MirrorWorkbench workbench) throws IOException {
        Day day = TestLake.FIRST_DAY;
        for (int i = 0; i < DAYS; i++) {
            workbench.published.write(day, 3000 + random.nextInt(5000), random.nextLong());
            day = day.next();
        }
        workbench.published.putInto(workbench.server, workbench.address.bucket(), workbench.address.prefix());
    }
}
