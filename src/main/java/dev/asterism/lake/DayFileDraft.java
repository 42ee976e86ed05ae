package dev.asterism.lake;

import dev.asterism.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A day file that nobody sees yet. Rows go in through {@link #writer}, or an engine writes the whole file to
 * {@link #part} by itself; {@link #publish} verifies what is there and puts it in its place. Closing a draft that was not
 * published leaves nothing behind. Not thread-safe.
 *
 * <p>The meta file comes first. A process that dies before the day file follows leaves a meta file that does not fit, which
 * {@link DayFileMeta#isCutOff} tells, so that the day is written again. In the other order an incomplete day would pass for
 * a complete one.
 */
public final class DayFileDraft implements AutoCloseable {
    private final DayFileTarget target;
    private final AtomicFile file;

    public DayFileDraft(DayFileTarget target) throws IOException {
        this.target = target;
        this.file = new AtomicFile(target.path());
    }

    /**
     * What the one who wrote the file knows about it.
     *
     * @param source where the rows came from, such as {@code gharchive}
     * @param rows how many rows must be in the file
     */
    public record Provenance(
            String source,
            long rows,
            OptionalLong bytesBilled,
            Optional<HoursPresent> hours,
            Map<String, Long> counts) {
        public Provenance {
            counts = Map.copyOf(counts);
        }

        /** Of a source that gives whole days and says nothing more. */
        public static Provenance of(String source, long rows) {
            return new Provenance(source, rows, OptionalLong.empty(), Optional.empty(), Map.of());
        }
    }

    /** The file for an engine to write to: gzip, tabs, the target's header. Not there yet. */
    public Path part() {
        return file.part();
    }

    /** Begins the file with its header. The caller closes the writer before it publishes. */
    public DayFileWriter writer() throws IOException {
        return new DayFileWriter(file.part(), target.columns());
    }

    /**
     * Reads the written file once more from the first byte to the last, and puts it and its meta file in their places.
     *
     * @throws RunFailedException where it is not whole, or not what was meant: another header, another number of rows, a
     *     row of another day. Nothing is put in place then
     */
    public DayFileMeta publish(Provenance provenance) throws IOException {
        verify(provenance.rows());
        DayFileMeta meta = new DayFileMeta(
                provenance.rows(),
                Files.size(file.part()),
                Digests.sha256(file.part()),
                provenance.source(),
                target.queryVersion(),
                provenance.bytesBilled(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                provenance.hours(),
                provenance.counts());
        try (AtomicFile metaFile = new AtomicFile(DayFileMeta.pathFor(target.path()))) {
            Files.writeString(metaFile.part(), DayFileMetaJson.write(meta));
            metaFile.commit();
        }
        file.commit();
        return meta;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void verify(long expectedRows) {
        String day = String.valueOf(target.day().id());
        long rows = 0;
        try (DayFileReader reader = new DayFileReader(file.part())) {
            require(reader.header().equals(target.columns()), "has the columns " + reader.header());
            Optional<RowReader.Row> row = reader.next();
            while (row.isPresent()) {
                require(
                        row.get().fields().size() == target.columns().size(),
                        "has a row of " + row.get().fields().size() + " fields in line "
                                + row.get().line());
                require(
                        day.equals(row.get().fields().get(0)),
                        "has a row of the day " + row.get().fields().get(0) + " in line "
                                + row.get().line());
                rows++;
                row = reader.next();
            }
        } catch (MalformedDayFileException malformed) {
            throw wrong(malformed.problem().what(), malformed);
        }
        require(rows == expectedRows, "has " + rows + " rows, not " + expectedRows);
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw wrong(what, new IllegalStateException(what));
        }
    }

    private RunFailedException wrong(String what, Exception cause) {
        return new RunFailedException(
                "The file written for " + target.path() + " is not what it should be (" + what
                        + "), so it was not put there. Expected a whole file of the day " + target.day()
                        + ". Check the disk, and download the day again.",
                cause);
    }
}
