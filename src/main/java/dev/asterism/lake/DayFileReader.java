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
 * Reads delimited text row by row, and says what is wrong with it where that cannot go on. Memory does not depend on the
 * size of the text. Not thread-safe.
 */
final class DayFileReader implements RowReader {
    /**
     * The most bytes of a row, quotes, tabs and line ends included: more than any honest row has. One that seems longer
     * has a quote that was never closed.
     */
    static final int MOST_BYTES_OF_A_ROW = DayFiles.MOST_BYTES_OF_A_ROW;

    private static final int BUFFER_SIZE = 1 << 15;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private final Path path;
    private final char delimiter;
    private final StrictUtf8Reader text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;

    /** Opens a file of rows separated by tabs, as the program itself writes them, and reads its header. */
    DayFileReader(Path path) throws MalformedDayFileException {
        this(path, open(path), '\t');
    }

    /**
     * Reads the header.
     *
     * @param path what the text is called in messages
     * @param bytes the text; closed with this reader, and where this fails
     */
    DayFileReader(Path path, InputStream bytes, char delimiter) throws MalformedDayFileException {
        this.path = path;
        this.delimiter = delimiter;
        text = new StrictUtf8Reader(bytes);
        try {
            parser = CSVParser.builder()
                    .setReader(new BufferedReader(text, BUFFER_SIZE))
                    .setFormat(CSVFormat.DEFAULT
                            .builder()
                            .setDelimiter(delimiter)
                            .setQuote('"')
                            .setNullString("")
                            .setIgnoreEmptyLines(false)
                            .get())
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

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public Optional<Row> next() throws MalformedDayFileException {
        long line = parser.getCurrentLineNumber() + 1;
        text.allow(MOST_BYTES_OF_A_ROW);
        try {
            return records.hasNext() ? Optional.of(new Row(line, records.next().toList())) : Optional.empty();
        } catch (UncheckedIOException e) {
            throw malformed(line, requireNonNull(e.getCause()));
        }
    }

    /** The words for a row with another number of fields than the header. */
    static String fieldsExpected(char delimiter) {
        return "as many fields as the header has, separated by " + (delimiter == '\t' ? "tabs" : "'" + delimiter + "'");
    }

    /** The words for quotes that are not as they should be. */
    static String quotesExpected(char delimiter) {
        return "a quote at both ends of a field that holds a " + (delimiter == '\t' ? "tab" : "'" + delimiter + "'")
                + ", a quote or a line break, and quotes within it doubled";
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
            throw new MalformedDayFileException(DayFileProblem.ofRow(
                    path,
                    1,
                    "there is no header",
                    "the names of the columns, separated by " + (delimiter == '\t' ? "tabs" : "'" + delimiter + "'")));
        }
        return List.copyOf(names);
    }

    /** The decompressed content of a file of gzip data. */
    static InputStream open(Path path) throws MalformedDayFileException {
        try {
            return decompressed(path, Files.newInputStream(path));
        } catch (IOException e) {
            throw cannotBeOpened(path, e);
        }
    }

    static MalformedDayFileException cannotBeOpened(Path path, IOException cause) {
        return new MalformedDayFileException(
                DayFileProblem.ofFile(path, "the file cannot be opened (" + cause + ")", "a readable file"), cause);
    }

    /**
     * The decompressed content of gzip data.
     *
     * @param bytes closed with what is returned, and where that fails
     */
    static InputStream decompressed(Path path, InputStream bytes) throws MalformedDayFileException {
        BufferedInputStream compressed = new BufferedInputStream(bytes, BUFFER_SIZE);
        try {
            requireContent(path, compressed, "gzip data; a day without rows is a header without rows");
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

    /**
     * The content of a file that is not compressed.
     *
     * @param bytes closed with what is returned, and where that fails
     */
    static InputStream plain(Path path, InputStream bytes) throws MalformedDayFileException {
        BufferedInputStream content = new BufferedInputStream(bytes, BUFFER_SIZE);
        try {
            requireContent(
                    path, content, "a header; a day without rows is a header without rows, or an empty line of JSON");
            content.mark(2);
            boolean isGzip = content.read() == GZIP_FIRST && content.read() == GZIP_SECOND;
            content.reset();
            if (isGzip) {
                throw new MalformedDayFileException(DayFileProblem.ofFile(
                        path,
                        "the file is gzip data, which its name does not say",
                        "plain text, or a name that ends in .gz"));
            }
            return content;
        } catch (IOException e) {
            closeQuietly(content);
            throw cannotBeOpened(path, e);
        } catch (MalformedDayFileException e) {
            closeQuietly(content);
            throw e;
        }
    }

    private static void requireContent(Path path, BufferedInputStream bytes, String expected)
            throws IOException, MalformedDayFileException {
        bytes.mark(1);
        if (bytes.read() < 0) {
            throw new MalformedDayFileException(DayFileProblem.ofFile(path, "the file is empty", expected));
        }
        bytes.reset();
    }

    private MalformedDayFileException malformed(long line, IOException cause) {
        return new MalformedDayFileException(problem(line, cause), cause);
    }

    private DayFileProblem problem(long line, IOException cause) {
        String quoting = quotesExpected(delimiter);
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
