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
 * @param queryVersion the version of the query that made it, the N of {@code -vN}
 * @param bytes its size on disk
 * @param modified when it was last written
 */
public record DayFile(Day day, Path path, int queryVersion, long bytes, Instant modified) {
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
