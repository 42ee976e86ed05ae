package dev.asterism.engine.duckdb;

import dev.asterism.RunFailedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Creates an empty warehouse under another name and puts it in place when it is whole: DuckDB creates a file and writes
 * its header later, and a file without a header would be in the way of every later run.
 */
final class NewFile {
    private NewFile() {}

    /** Fails as opening the file would, where there is no room or no permission for it. */
    static void createWhereMissing(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) > 0) {
                return;
            }
            if (file.toAbsolutePath().getParent() == null
                    || !Files.isDirectory(file.toAbsolutePath().getParent())) {
                return; // Opening it says so.
            }
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            DriverManager.getConnection(DuckDbSessions.URL_PREFIX + draft).close();
            // A file without a byte is what a crash or a full disk has left of an earlier try.
            if (Files.exists(file) && Files.size(file) == 0) {
                Files.delete(file);
            }
            Files.move(draft, file);
        } catch (FileAlreadyExistsException madeByAnotherProcessMeanwhile) {
            // Its file is as good.
        } catch (SQLException failure) {
            throw DuckDbErrors.opening(file, failure);
        } catch (IOException failure) {
            throw new RunFailedException(
                    "The warehouse " + file + " cannot be created (" + failure
                            + "). Expected free disk space and permission to write in its folder.",
                    failure);
        }
    }
}
