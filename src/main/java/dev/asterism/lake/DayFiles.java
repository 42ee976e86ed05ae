package dev.asterism.lake;

import dev.asterism.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads what a caller needs of a day file without going through its rows. Thread-safe. */
public final class DayFiles {
    /** The most bytes that a row may have, header included, quotes, tabs and line end counted. */
    public static final int MOST_BYTES_OF_A_ROW = 1 << 24;

    private DayFiles() {}

    /**
     * The column names in the file's header row, in the order of the file. Reads only the beginning of the file; a name
     * left out is an empty string.
     *
     * @throws InputException where the file cannot be opened, is empty, no gzip, truncated before the end of the
     *     header, not UTF-8, or has no header
     */
    public static List<String> header(DayFile file) {
        try (DayFileReader reader = new DayFileReader(file.path())) {
            return reader.header();
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }

    /**
     * Adds up the numbers of some columns over all rows; an empty field adds nothing.
     *
     * @return the total of each column
     * @throws InputException where the file cannot be read to its end, lacks a column, or a field is no number
     */
    public static Map<String, ColumnTotal> totals(DayFile file, Collection<String> columns) {
        try (DayFileReader reader = new DayFileReader(file.path())) {
            Map<String, ColumnTotal> totals = new HashMap<>();
            for (String column : columns) {
                if (!reader.header().contains(column)) {
                    throw new InputException(file.path() + ": the header lacks the column " + column + ".");
                }
                totals.put(column, ColumnTotal.NOTHING);
            }
            for (Optional<DayFileReader.Row> row = reader.next(); row.isPresent(); row = reader.next()) {
                for (String column : totals.keySet()) {
                    int position = reader.header().indexOf(column);
                    CSVRecord fields = row.get().fields();
                    String field = position < fields.size() ? fields.get(position) : null;
                    long line = row.get().line();
                    totals.computeIfPresent(column, (name, total) -> with(total, file, line, name, field));
                }
            }
            return totals;
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }

    private static ColumnTotal with(ColumnTotal total, DayFile file, long line, String column, @Nullable String field) {
        if (field == null) {
            return total.withNull();
        }
        try {
            return total.with(field);
        } catch (NumberFormatException noNumber) {
            throw new InputException(
                    "%s, line %s, column %s: '%s' cannot be added up."
                            .formatted(file.path(), line, column, VisibleText.of(field)),
                    noNumber);
        }
    }

    /**
     * Writes a file anew as the program itself writes day files: rows end with a line feed, the header takes one line. Its
     * names are replaced by {@code c1}, {@code c2} and so on, as they may hold line breaks.
     *
     * @throws IOException where it cannot be written
     * @throws InputException where the file cannot be read to its end
     */
    public static void rewrite(DayFile file, Path target) throws IOException {
        try (DayFileReader reader = new DayFileReader(file.path())) {
            List<String> names = IntStream.rangeClosed(1, reader.header().size())
                    .mapToObj(position -> "c" + position)
                    .toList();
            try (DayFileWriter writer = new DayFileWriter(target, names)) {
                for (Optional<DayFileReader.Row> row = reader.next(); row.isPresent(); row = reader.next()) {
                    writer.write(row.get().fields().toList());
                }
            }
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }

    /**
     * The decompressed bytes of the file. Reading to the end fails with an {@link IOException} where the file is truncated
     * or its checksum is wrong.
     *
     * @throws IOException where the file cannot be opened, is empty or no gzip
     */
    public static InputStream content(DayFile file) throws IOException {
        try {
            return DayFileReader.open(file.path());
        } catch (MalformedDayFileException malformed) {
            throw new IOException(malformed.problem().message(), malformed);
        }
    }
}
