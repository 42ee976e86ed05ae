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
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
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
    private final CSVFormat format;
    private final boolean isEmptyNull;
    private final int width;
    private long rows;

    /** Creates a day file with its header. */
    DayFileWriter(Path path, List<String> columns) throws IOException {
        this(path, columns, FORMAT, Deflater.DEFAULT_COMPRESSION);
    }

    private DayFileWriter(Path path, List<String> columns, CSVFormat format, int compression) throws IOException {
        this.format = format;
        this.isEmptyNull = format.getQuoteMode() != QuoteMode.ALL_NON_NULL;
        width = columns.size();
        GzipParameters gzip = new GzipParameters();
        gzip.setCompressionLevel(compression);
        out = new BufferedWriter(
                new OutputStreamWriter(
                        new GzipCompressorOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES), gzip),
                        UTF_8),
                BUFFER_BYTES);
        format.printRecord(out, columns.toArray());
    }

    /** Creates a file that is soon deleted, with its header; an empty text stands in quotes, null does not. */
    static DayFileWriter quoting(Path path, List<String> columns) throws IOException {
        return new DayFileWriter(
                path,
                columns,
                FORMAT.builder().setQuoteMode(QuoteMode.ALL_NON_NULL).get(),
                Deflater.BEST_SPEED);
    }

    /**
     * Writes a row.
     *
     * @param fields as many as there are columns, in their order; null and the empty text are the same in a day file
     */
    public void write(List<? extends @Nullable Object> fields) throws IOException {
        if (fields.size() != width) {
            throw new IllegalArgumentException("a row of " + fields.size() + " fields for " + width + " columns");
        }
        @Nullable
        Object[] row = fields.stream()
                .map(field -> isEmptyNull && "".equals(field) ? null : field)
                .toArray();
        format.printRecord(out, row);
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
