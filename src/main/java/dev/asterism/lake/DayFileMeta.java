package dev.asterism.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is known about a day file besides its content; kept beside it as {@code <name>.meta.json}. A lake without such
 * files works as well.
 *
 * @param rows how many rows it has, the header not counted
 * @param bytes its size on disk
 * @param sha256 the hex SHA-256 of its bytes on disk
 * @param source where its rows came from, such as {@code bigquery} or {@code gharchive}
 * @param queryVersion the version of the query that made it
 * @param bytesBilled what the source charged for; empty where it charges nothing
 * @param writtenAt when it was written
 * @param hours which hours of the day are in it; empty where the source gives whole days only
 * @param counts further numbers by name, such as {@code duplicate_events}
 */
public record DayFileMeta(
        long rows,
        long bytes,
        String sha256,
        String source,
        int queryVersion,
        OptionalLong bytesBilled,
        Instant writtenAt,
        Optional<HoursPresent> hours,
        Map<String, Long> counts) {

    public DayFileMeta {
        counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Whether nothing of the day is known to be missing. */
    public boolean isComplete() {
        return hours.map(HoursPresent::isComplete).orElse(true);
    }

    /** Where the meta file of a day file is. */
    public static Path pathFor(Path dayFile) {
        return dayFile.resolveSibling(dayFile.getFileName() + ".meta.json");
    }

    /**
     * Reads what is kept beside a day file; empty where there is nothing, where it cannot be understood, or where it
     * speaks of another content: a process that dies between writing the two leaves the new meta file beside the old day
     * file, or beside none.
     */
    public static Optional<DayFileMeta> of(Path dayFile) throws IOException {
        Optional<DayFileMeta> meta = beside(dayFile);
        return meta.isPresent() && meta.get().bytes() == Files.size(dayFile) ? meta : Optional.empty();
    }

    /** Whether there is a meta file beside a day file that does not fit it: the day's last writing was cut off. */
    public static boolean isCutOff(Path dayFile) throws IOException {
        return Files.exists(pathFor(dayFile)) && of(dayFile).isEmpty();
    }

    private static Optional<DayFileMeta> beside(Path dayFile) throws IOException {
        try {
            return DayFileMetaJson.read(Files.readString(pathFor(dayFile)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
