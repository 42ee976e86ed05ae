package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the file laboratory. The long form is {@code make file-laboratory}. */
class FileLaboratoryTest {
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @Test
    void everyRowOfAnOddFileIsBuiltOrItsFileIsRefusedWithTheLine() throws IOException {
        FileLaboratory laboratory = new FileLaboratory(folder);

        laboratory.compare(SEED, 300);

        assertThat(laboratory.figures()).as(laboratory.report()).allMatch(files -> files > 0);
        System.out.println("seed " + SEED + ": " + laboratory.report());
    }

    @Test
    void soItIsWhateverSeparatesTheFields() throws IOException {
        FileLaboratory laboratory = new FileLaboratory(folder, ',');

        laboratory.compare(SEED, 150);

        assertThat(laboratory.figures()).as(laboratory.report()).allMatch(files -> files > 0);
    }
}
