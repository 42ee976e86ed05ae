package dev.asterism.engine.duckdb;

import dev.asterism.RunFailedException;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFiles;
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
 * Day files whose rows end in a way that the engine would misread, written anew in one that it reads: a few rare ones, in
 * a temporary folder that closing this removes. Not thread-safe.
 */
final class RewrittenFiles implements AutoCloseable {
    /** How the rows of rewritten files end. */
    static final RowEnd ROW_END = RowEnd.LF;

    private static final Logger LOG = LoggerFactory.getLogger(RewrittenFiles.class);

    private final List<Path> folders = new ArrayList<>();

    /**
     * Writes a file anew; its path ends like that of the original.
     *
     * @throws RunFailedException where it cannot be written
     */
    Path of(DayFile file) {
        try {
            Path folder = Files.createTempDirectory("asterism-");
            folders.add(folder);
            Path path = folder.resolve(Staging.fromDay(file.path()));
            Files.createDirectories(path.getParent());
            DayFiles.rewrite(file, path);
            return path;
        } catch (IOException failure) {
            throw new RunFailedException(
                    file.path() + " cannot be written anew into the temporary folder "
                            + System.getProperty("java.io.tmpdir")
                            + ", as its kinds of line ends need (" + failure
                            + "). Make room there, or write the file with one kind of line end, and run again.",
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
