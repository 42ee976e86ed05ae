package dev.asterism.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into a day file, one at a time. The one place where Java writes day files. The same rows in the same order
 * give the same bytes. Not thread-safe.
 */
public final class DayFileWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setDelimiter('\t')
            .setQuote('"')
            .setNullString("")
            .setRecordSeparator('\n')
            .get();

    private final Writer out;
    private final int width;
    private long rows;

    /** Creates the file with its header. */
    DayFileWriter(Path path, List<String> columns) throws IOException {
        width = columns.size();
        out = new BufferedWriter(
                new OutputStreamWriter(
                        new GzipCompressorOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES)),
                        UTF_8),
                BUFFER_BYTES);
        FORMAT.printRecord(out, columns.toArray());
    }

    /**
     * Writes a row.
     *
     * @param fields as many as there are columns, in their order; null and the empty text are the same
     */
    public void write(List<? extends @Nullable Object> fields) throws IOException {
        if (fields.size() != width) {
            throw new IllegalArgumentException("a row of " + fields.size() + " fields for " + width + " columns");
        }
        @Nullable
        Object[] row =
                fields.stream().map(field -> "".equals(field) ? null : field).toArray();
        FORMAT.printRecord(out, row);
        rows++;
    }

    /** How many rows were written. */
    public long rows() {
        return rows;
    }

    /** Completes the file. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
