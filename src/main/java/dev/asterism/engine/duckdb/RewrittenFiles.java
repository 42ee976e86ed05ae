package dev.asterism.engine.duckdb;

import dev.asterism.RunFailedException;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFiles;
import dev.asterism.lake.FileForm;
import dev.asterism.lake.RowEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Day files that the engine would misread, or cannot read at all, written anew in a form that it reads: those whose rows
 * end in several ways, lines of JSON, members of archives. They lie in temporary folders that closing this removes. Not
 * thread-safe.
 */
final class RewrittenFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RewrittenFiles.class);

    private final List<Path> folders = new ArrayList<>();

    /** Whether a file must be written anew. */
    static boolean areNeededFor(DayFile file, RowEnd rowEnd) {
        return file.form().isRewritten()
                || (file.form().kind() == FileForm.Kind.DELIMITED && rowEnd == RowEnd.IRREGULAR);
    }

    /**
     * Writes some columns of a file anew; the path ends like that of the original.
     *
     * @throws RunFailedException where it cannot be written
     */
    Path of(DayFile file, List<String> columns) {
        try {
            Path folder = Files.createTempDirectory("asterism-");
            folders.add(folder);
            Path path = folder.resolve(Staging.fromDay(file.path()));
            Files.createDirectories(path.getParent());
            DayFiles.rewrite(file, columns, path);
            return path;
        } catch (IOException failure) {
            throw new RunFailedException(
                    file.path() + " cannot be written anew into the temporary folder "
                            + System.getProperty("java.io.tmpdir")
                            + ", as its form needs (" + failure + "). Make room there, and run again.",
                    failure);
        }
    }

    @Override
    public void close() {
        for (Path folder : folders) {
            try (Stream<Path> content = Files.walk(folder)) {
                for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException leftBehind) {
                LOG.debug("{} could not be removed", folder, leftBehind);
            }
        }
    }
}
