package dev.asterism.laboratory;

import dev.asterism.testing.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the crash laboratory: a run of every kind of harm. The long form is {@code make crash-laboratory}. */
class CrashLaboratoryTest {
    private static final long SEED = 3;
    private static final int ATTEMPTS = 2;

    @TempDir
    private Path folder;

    @Test
    void whateverHappensToARunOnDuckDbTheNextOnePutsInOrder() {
        try (Laboratory laboratory = new Laboratory(folder, new DuckDbInFile(folder.resolve("w.duckdb")), SEED)) {
            laboratory.harmAndGoOn(Harm.KILL);
            for (Harm harm :
                    List.of(Harm.KILL, Harm.TERMINATE, Harm.LITTLE_MEMORY, Harm.SHRINK_FILE, Harm.CHANGE_FILE)) {
                laboratory.harm(harm, ATTEMPTS);
            }
            System.out.println(laboratory.report());
        }
    }

    @Test
    void whateverHappensToARunOnPostgresTheNextOnePutsInOrder() {
        try (PostgresServer server = PostgresServer.startForCrashes();
                Laboratory laboratory = new Laboratory(folder, new PostgresOnServer(server), SEED)) {
            laboratory.harmAndGoOn(Harm.KILL);
            for (Harm harm : List.of(Harm.TERMINATE, Harm.LITTLE_MEMORY, Harm.SHRINK_FILE)) {
                laboratory.harm(harm, ATTEMPTS);
            }
            System.out.println(laboratory.report());
        }
    }
}
