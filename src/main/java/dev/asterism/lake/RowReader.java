package dev.asterism.lake;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one text, one after the other. Not thread-safe. */
interface RowReader extends Closeable {
    /**
     * A row.
     *
     * @param line the physical line it starts in
     * @param fields its fields; null where there is no value
     */
    record Row(long line, List<@Nullable String> fields) {}

    /** What the fields of a row are, in their order; a name left out is empty. */
    List<String> header();

    /** The next row; empty at the end. */
    Optional<Row> next() throws MalformedDayFileException;

    @Override
    void close();
}
