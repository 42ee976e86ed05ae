package dev.asterism.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A day file as it was seen in a listing.
 *
 * @param day the day of its folder
 * @param path where it is
 * @param queryVersion the version of the query that made it, the N of {@code -vN}; 0 where the name has none
 * @param bytes its size on disk
 * @param modified when it was last written
 * @param form how its rows are written
 */
public record DayFile(Day day, Path path, int queryVersion, long bytes, Instant modified, FileForm form) {
    /** A file of rows separated by tabs. */
    public DayFile(Day day, Path path, int queryVersion, long bytes, Instant modified) {
        this(day, path, queryVersion, bytes, modified, FileForm.TABS);
    }

    /** Whether its bytes are gzip data, as its name says. */
    public boolean isGzip() {
        return path.toString().endsWith(".gz") || path.toString().endsWith(".tgz");
    }

    /**
     * Whether the file still has the size and time of the listing.
     *
     * @throws IOException where it is not there any more
     */
    public boolean isUnchanged() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.size() == bytes && now.lastModifiedTime().toInstant().equals(modified);
    }
}
