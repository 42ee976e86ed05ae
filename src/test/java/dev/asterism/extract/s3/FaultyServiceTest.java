package dev.asterism.extract.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.AsterismException;
import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More schedules with {@code -Dasterism.test.schedules=100}, another beginning with {@code -Dasterism.test.seed=7}. */
@Timeout(600)
class FaultyServiceTest {
    @TempDir
    Path folder;

    static LongStream seeds() {
        long first = Long.getLong("asterism.test.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("asterism.test.schedules", 4));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverTheServiceDoesEveryFileIsWholeAndTheMirrorIsCompletedInTheEnd(long seed) throws IOException {
        try (MirrorWorkbench workbench = new MirrorWorkbench(folder, 4)) {
            Map<String, String> published = workbench.published.content();
            Faults faults = Faults.seeded(
                    seed,
                    0.4,
                    3,
                    Fault.SLOW,
                    Fault.CUT,
                    Fault.RESET,
                    Fault.NO_ANSWER,
                    Fault.SERVER_ERROR,
                    Fault.UNAVAILABLE,
                    Fault.TRUNCATED_CONTENT,
                    Fault.DAMAGED_CONTENT,
                    Fault.WRONG_LENGTH,
                    Fault.REPEATED_PAGE);
            workbench.proxy.pagesOf(5).faults(faults);

            int attempts = 0;
            for (boolean complete = false; !complete && attempts < 5; attempts++) {
                complete = syncCompletes(workbench);
                assertThat(published).containsAllEntriesOf(workbench.lake.content());
                assertThat(workbench.lake.everything()).noneMatch(name -> name.endsWith(".part"));
            }

            assertThat(faults.given()).as("faults").isPositive();
            assertThat(workbench.lake.content())
                    .as("after %s attempts", attempts)
                    .isEqualTo(published);
        }
    }

    private static boolean syncCompletes(MirrorWorkbench workbench) {
        try {
            return workbench.sync(true).problems().isEmpty();
        } catch (AsterismException failure) {
            return false;
        }
    }
}
