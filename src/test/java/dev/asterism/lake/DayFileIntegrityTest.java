package dev.asterism.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.DayFileDraft.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a day file is whole is seen with and without the meta file that tells its digest. */
class DayFileIntegrityTest {
    private static final int ROWS = 500;

    @TempDir
    private Path lake;

    private Path file;

    @BeforeEach
    void writeADay() throws IOException {
        Day day = new Day(LocalDate.parse("2018-04-01"));
        DayFileTarget target = DayFileTarget.in(lake, day, "pypi", "downloads", 1, List.of("day_id", "project"));
        try (DayFileDraft draft = new DayFileDraft(target)) {
            try (DayFileWriter writer = draft.writer()) {
                for (int row : IntStream.range(0, ROWS).toArray()) {
                    writer.write(List.of(day.id(), "project-" + row * 7919));
                }
            }
            draft.publish(Provenance.of("test", ROWS));
        }
        file = target.path();
    }

    private Optional<DayFileProblem> problem() {
        return DayFileIntegrity.problem(file);
    }

    private void flipABit() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 6] ^= 1; // In the checksum at the end, which no engine compares.
        Files.write(file, bytes);
    }

    @Test
    void aFileAsItWasWrittenIsWhole() throws IOException {
        assertThat(problem()).isEmpty();
    }

    @Test
    void aFileWithoutItsMetaFileIsWhole() throws IOException {
        Files.delete(DayFileMeta.pathFor(file));

        assertThat(problem()).isEmpty();
    }

    @Test
    void aFlippedBitIsSeenThoughTheMetaFileSaysNothingOfIt() throws IOException {
        flipABit();

        assertThat(problem()).isPresent();
    }

    @Test
    void aFlippedBitIsSeenWithoutAMetaFile() throws IOException {
        flipABit();
        Files.delete(DayFileMeta.pathFor(file));

        assertThat(problem()).isPresent();
    }
}
