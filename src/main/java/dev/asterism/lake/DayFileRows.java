package dev.asterism.lake;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a day file of any form that is text, part after part. The one place where Java reads the rows of day files.
 * Not thread-safe.
 */
final class DayFileRows implements Closeable {
    private final DayFile file;
    private final List<String> wanted;
    private final DayFileParts parts;
    private DayFileParts.@Nullable Part part;
    private @Nullable RowReader reader;

    /** @param wanted the names whose values make up a row of a form without a header */
    DayFileRows(DayFile file, List<String> wanted) throws MalformedDayFileException {
        this.file = file;
        this.wanted = wanted;
        this.parts = DayFileParts.of(file);
    }

    /** Goes to the next part; returns whether there is one. */
    boolean nextPart() throws MalformedDayFileException {
        finishPart();
        part = parts.next().orElse(null);
        if (part == null) {
            return false;
        }
        reader = file.form().kind() == FileForm.Kind.JSON_LINES
                ? new JsonLinesReader(part.place(), part.bytes(), wanted)
                : new DayFileReader(part.place(), part.bytes(), file.form().delimiter());
        return true;
    }

    /** What the part is called in messages. */
    Path place() {
        return current(part).place();
    }

    /** What the fields of the part's rows are. */
    List<String> header() {
        return current(reader).header();
    }

    /** The names of a part without a header, so far; empty where it has one. */
    Optional<Set<String>> names() {
        return reader instanceof JsonLinesReader json ? Optional.of(json.names()) : Optional.empty();
    }

    /** The next row of the part; empty at its end. */
    Optional<RowReader.Row> next() throws MalformedDayFileException {
        return current(reader).next();
    }

    private static <T> T current(@Nullable T ofPart) {
        if (ofPart == null) {
            throw new IllegalStateException("there is no part");
        }
        return ofPart;
    }

    private void finishPart() {
        if (reader != null) {
            reader.close();
        }
    }

    @Override
    public void close() {
        finishPart();
        parts.close();
    }
}
