package dev.asterism.lake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Sees that a file is whole before it is mirrored: its gzip data is complete and its checksums are right. Looks at bytes
 * only, never at rows. Thread-safe.
 */
public final class DayFileIntegrity {
    private static final int BUFFER_BYTES = 1 << 16;

    private DayFileIntegrity() {}

    /** What is wrong with one file, which may still have another name than that of a day file; empty where it is whole. */
    public static Optional<DayFileProblem> problem(Path file) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream content = DayFileReader.open(file)) {
            int count = content.read(buffer);
            while (count >= 0) {
                count = content.read(buffer);
            }
            return Optional.empty();
        } catch (MalformedDayFileException malformed) {
            return Optional.of(malformed.problem());
        } catch (IOException damaged) {
            return Optional.of(DayFileReader.damage(file, damaged));
        }
    }
}
