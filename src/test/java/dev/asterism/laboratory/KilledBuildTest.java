package dev.asterism.laboratory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A build into PostgreSQL is killed at random moments, and so is the server under it; the next run finishes by itself.
 * The long form: {@code -Dasterism.test.kills=20 -Dasterism.test.seed=7}.
 */
class KilledBuildTest {
    private static final int KILLS = Integer.getInteger("asterism.test.kills", 2);
    private static final long SEED = Long.getLong("asterism.test.seed", 1);
    private static final int MOST_ATTEMPTS = 5;

    @TempDir
    private Path folder;

    @Test
    void aBuildWhoseProcessIsKilledIsFinishedByTheNextRun() {
        assertRecovery(Harm.KILL);
    }

    @Test
    void aBuildWhoseServerCrashesSaysSoAndIsFinishedByTheNextRun() {
        assertRecovery(Harm.KILL_SESSION);
    }

    private void assertRecovery(Harm harm) {
        try (PostgresServer server = PostgresServer.startForCrashes();
                Laboratory laboratory = new Laboratory(folder, new PostgresOnServer(server), SEED)) {
            for (int kill = 0; kill < KILLS; kill++) {
                laboratory.harm(harm, MOST_ATTEMPTS);
            }
            System.out.println("seed " + SEED + "\n" + laboratory.report());
            assertThat(laboratory.hits()).isEqualTo(KILLS);
        }
    }
}
