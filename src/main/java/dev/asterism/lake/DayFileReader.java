package dev.asterism.lake;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a day file row by row, and says what is wrong with it where that cannot go on. The one place where Java reads
 * day files. Memory does not depend on the file's size. Not thread-safe.
 */
final class DayFileReader implements Closeable {
    /**
     * The most bytes of a row, quotes, tabs and line ends included: more than any honest row has. One that seems longer
     * has a quote that was never closed.
     */
    static final int MOST_BYTES_OF_A_ROW = DayFiles.MOST_BYTES_OF_A_ROW;

    private static final int BUFFER_SIZE = 1 << 15;
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setDelimiter('\t')
            .setQuote('"')
            .setNullString("")
            .setIgnoreEmptyLines(false)
            .get();

    private final Path path;
    private final StrictUtf8Reader text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;

    /**
     * A row.
     *
     * @param line the physical line it starts in
     * @param fields its fields; null where one is empty
     */
    record Row(long line, CSVRecord fields) {}

    /** Opens the file and reads its header. */
    DayFileReader(Path path) throws MalformedDayFileException {
        this.path = path;
        text = new StrictUtf8Reader(open(path));
        try {
            parser = CSVParser.builder()
                    .setReader(new BufferedReader(text, BUFFER_SIZE))
                    .setFormat(FORMAT)
                    .get();
            records = parser.iterator();
            header = readHeader();
        } catch (IOException e) {
            closeQuietly(text);
            throw malformed(0, e);
        } catch (MalformedDayFileException e) {
            closeQuietly(text);
            throw e;
        }
    }

    /** The names in the header row, in the order of the file; a name left out is empty. */
    List<String> header() {
        return header;
    }

    /** The next row; empty at the end of the file. */
    Optional<Row> next() throws MalformedDayFileException {
        long line = parser.getCurrentLineNumber() + 1;
        text.allow(MOST_BYTES_OF_A_ROW);
        try {
            return records.hasNext() ? Optional.of(new Row(line, records.next())) : Optional.empty();
        } catch (UncheckedIOException e) {
            throw malformed(line, requireNonNull(e.getCause()));
        }
    }

    @Override
    public void close() {
        closeQuietly(text);
    }

    private List<String> readHeader() throws MalformedDayFileException {
        Optional<Row> first = next();
        List<String> names = new ArrayList<>();
        first.ifPresent(row -> row.fields().forEach(name -> names.add(name == null ? "" : name)));
        if (names.stream().allMatch(String::isEmpty)) {
            throw new MalformedDayFileException(
                    DayFileProblem.ofRow(path, 1, "there is no header", "the names of the columns, separated by tabs"));
        }
        return List.copyOf(names);
    }

    /** The decompressed content of a day file. */
    static InputStream open(Path path) throws MalformedDayFileException {
        try {
            return decompressed(path, Files.newInputStream(path));
        } catch (IOException e) {
            throw new MalformedDayFileException(
                    DayFileProblem.ofFile(path, "the file cannot be opened (" + e + ")", "a readable file"), e);
        }
    }

    /**
     * The decompressed content of the bytes of a day file.
     *
     * @param bytes closed with what is returned, and where that fails
     */
    static InputStream decompressed(Path path, InputStream bytes) throws MalformedDayFileException {
        BufferedInputStream compressed = new BufferedInputStream(bytes, BUFFER_SIZE);
        try {
            compressed.mark(1);
            if (compressed.read() < 0) {
                throw new MalformedDayFileException(DayFileProblem.ofFile(
                        path, "the file is empty", "gzip data; a day without rows is a header without rows"));
            }
            compressed.reset();
            return GzipCompressorInputStream.builder()
                    .setInputStream(compressed)
                    .setDecompressConcatenated(true)
                    .get();
        } catch (EOFException e) {
            closeQuietly(compressed);
            throw new MalformedDayFileException(truncated(path), e);
        } catch (IOException e) {
            closeQuietly(compressed);
            throw new MalformedDayFileException(
                    DayFileProblem.ofFile(path, "the file is not gzip (" + e.getMessage() + ")", "gzip data"), e);
        } catch (MalformedDayFileException e) {
            closeQuietly(compressed);
            throw e;
        }
    }

    private MalformedDayFileException malformed(long line, IOException cause) {
        return new MalformedDayFileException(problem(line, cause), cause);
    }

    private DayFileProblem problem(long line, IOException cause) {
        String quoting = "a quote at both ends of a field that holds a tab, a quote or a line break,"
                + " and quotes within it doubled";
        if (cause instanceof CharacterCodingException) {
            return DayFileProblem.ofRow(path, line, "the row is not UTF-8", "text in UTF-8");
        }
        if (cause instanceof StrictUtf8Reader.TooLongException) {
            return DayFileProblem.ofRow(
                    path, line, "the row does not end within " + MOST_BYTES_OF_A_ROW + " bytes", quoting);
        }
        if (cause instanceof CSVException) {
            String what = text.isAtEnd()
                    ? "a quoted field starts in this row and never ends"
                    : "a quoted field goes on after its closing quote";
            return DayFileProblem.ofRow(path, line, what, quoting);
        }
        return damage(path, cause);
    }

    /** What is wrong with a file whose decompression failed. */
    static DayFileProblem damage(Path path, IOException cause) {
        if (cause instanceof EOFException) {
            return truncated(path);
        }
        return DayFileProblem.ofFile(
                path, "the gzip data is damaged (" + cause.getMessage() + ")", "gzip data with a right checksum");
    }

    private static DayFileProblem truncated(Path path) {
        return DayFileProblem.ofFile(
                path, "the file is truncated: it ends in the middle of its gzip data", "complete gzip data");
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException nothingWasWritten) {
            // A file only read from loses nothing.
        }
    }
}
