package dev.asterism.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryPostgresTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void theStarsAreBuiltAndAskedAndTheServerIsShown() throws IOException, InterruptedException {
        Path launcher = launcher("""
                test -n "$ASTERISM_WAREHOUSE_PASSWORD" || exit 9
                echo "$* at ${ASTERISM_WAREHOUSE_URL%%//*} by $ASTERISM_WAREHOUSE_USER" >> "$0.notes"
                """);

        int exitCode = trial(launcher).run(InputStream.nullInputStream());

        assertThat(exitCode).isZero();
        assertThat(Files.readAllLines(Path.of(launcher + ".notes")))
                .isEqualTo(
                        List.of("run at jdbc:postgresql: by asterism", "sql SELECT 1 at jdbc:postgresql: by asterism"));
        assertThat(out.toString(UTF_8)).containsPattern("PGPASSWORD=\\S+ psql -h \\S+ -p \\d+ -U asterism asterism");
    }

    @Test
    void whereTheBuildFailsNothingIsAskedAndItsExitCodeIsKept() throws IOException, InterruptedException {
        assertThat(trial(launcher("test \"$1\" = sql || exit 3")).run(InputStream.nullInputStream()))
                .isEqualTo(3);
        assertThat(out.toString(UTF_8)).doesNotContain("psql");
    }

    private TryPostgres trial(Path launcher) {
        return new TryPostgres(launcher, "SELECT 1", new PrintStream(out, true, UTF_8));
    }

    private Path launcher(String script) throws IOException {
        Path file = folder.resolve("asterism");
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
