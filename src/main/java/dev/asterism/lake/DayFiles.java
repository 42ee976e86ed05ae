package dev.asterism.lake;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads what a caller needs of a day file. Thread-safe. */
public final class DayFiles {
    /** The most bytes that a row may have, header included, quotes, tabs and line end counted. */
    public static final int MOST_BYTES_OF_A_ROW = 1 << 24;

    private DayFiles() {}

    /**
     * A part of a file, and what its rows have.
     *
     * @param place what it is called in messages: the path of the file, with the member's name after it in an archive
     * @param header the names of its columns, in its order; a name left out is an empty string
     * @param isComplete whether each of its rows has all of these; in lines of JSON each may lack some
     */
    public record Part(Path place, List<String> header, boolean isComplete) {}

    /**
     * The parts of a file: one, or one for each member of an archive that counts. Reads as little as it can:
     * headers, and of lines of JSON as many as it takes to see all columns.
     *
     * @param columns the columns that are looked for
     * @throws InputException where the file cannot be opened, is empty, not compressed as its name says, truncated before
     *     the end of a header, not UTF-8, or has no header
     */
    public static List<Part> parts(DayFile file, Collection<String> columns) {
        if (file.form().kind() == FileForm.Kind.PARQUET) {
            return List.of(parquetPart(file, columns));
        }
        List<Part> parts = new ArrayList<>();
        try (DayFileRows rows = new DayFileRows(file, List.copyOf(columns))) {
            while (rows.nextPart()) {
                if (rows.names().isEmpty()) {
                    parts.add(new Part(rows.place(), rows.header(), true));
                    continue;
                }
                Set<String> seen = rows.names().get();
                boolean hasRows = rows.next().isPresent();
                while (!seen.containsAll(columns) && rows.next().isPresent()) {
                    // The names grow with each row.
                }
                parts.add(new Part(rows.place(), hasRows ? List.copyOf(seen) : List.copyOf(columns), false));
            }
            return List.copyOf(parts);
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }

    private static Part parquetPart(DayFile file, Collection<String> columns) {
        ParquetFooter footer = parquet(file);
        for (ParquetFooter.Column column : footer.columns()) {
            if (column.storage() == ParquetFooter.Storage.BYTES && columns.contains(column.name())) {
                throw new InputException(new DayFileProblem(
                                file.path(),
                                0,
                                Optional.of(column.name()),
                                Optional.empty(),
                                "the column holds bytes that are not said to be text",
                                "a column of strings, numbers, times or truth values")
                        .message());
            }
        }
        return new Part(
                file.path(),
                footer.columns().stream().map(ParquetFooter.Column::name).toList(),
                true);
    }

    /**
     * What a file of Parquet says of its columns.
     *
     * @throws InputException where it cannot be read, or is no Parquet
     */
    public static ParquetFooter parquet(DayFile file) {
        try {
            return ParquetFooter.of(file.path());
        } catch (MalformedDayFileException malformed) {
            throw new InputException(malformed.problem().message(), malformed);
        } catch (IOException unreadable) {
            throw new InputException(
                    DayFileReader.cannotBeOpened(file.path(), unreadable)
                            .problem()
                            .message(),
                    unreadable);
        }
    }

    /**
     * The column names in the header row of a file that has one, in the order of the file. Reads only the beginning of the
     * file; a name left out is an empty string.
     *
     * @throws InputException as {@link #parts} does
     */
    public static List<String> header(DayFile file) {
        return parts(file, List.of()).get(0).header();
    }

    /**
     * Adds up the numbers of some columns over all rows of a file that is text; an empty field adds nothing.
     *
     * @return the total of each column
     * @throws InputException where the file cannot be read to its end, lacks a column, or a field is no number
     */
    public static Map<String, ColumnTotal> totals(DayFile file, Collection<String> columns) {
        Map<String, ColumnTotal> totals = new HashMap<>();
        columns.forEach(column -> totals.put(column, ColumnTotal.NOTHING));
        try (DayFileRows rows = new DayFileRows(file, List.copyOf(columns))) {
            while (rows.nextPart()) {
                for (String column : columns) {
                    if (!rows.header().contains(column)) {
                        throw new InputException(rows.place() + ": the header lacks the column " + column + ".");
                    }
                }
                for (Optional<RowReader.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                    for (String column : columns) {
                        int position = rows.header().indexOf(column);
                        List<@Nullable String> fields = row.get().fields();
                        String field = position < fields.size() ? fields.get(position) : null;
                        long line = row.get().line();
                        Path place = rows.place();
                        totals.computeIfPresent(column, (name, total) -> with(total, place, line, name, field));
                    }
                }
            }
            return totals;
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }

    /**
     * The values of some columns of a file that is text, of its first rows: one text for all texts that mean the same
     * value.
     *
     * @param most how many rows to read at most
     * @throws InputException where the file cannot be read, or a field is no value of its column
     */
    public static List<List<@Nullable String>> values(DayFile file, List<Column> columns, int most) {
        List<List<@Nullable String>> values = new ArrayList<>();
        try (DayFileRows rows =
                new DayFileRows(file, columns.stream().map(Column::name).toList())) {
            while (rows.nextPart()) {
                Optional<RowReader.Row> row = rows.next();
                while (row.isPresent() && values.size() < most) {
                    List<@Nullable String> fields = new ArrayList<>();
                    for (Column column : columns) {
                        String text = row.get().fields().get(rows.header().indexOf(column.name()));
                        fields.add(text == null ? null : value(column, text));
                    }
                    values.add(Collections.unmodifiableList(fields));
                    row = rows.next();
                }
            }
            return values;
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }

    /**
     * A row of a file that is text, in words: the file, the line in which the row starts, and the values of some columns.
     *
     * @param number which row, from 1 on, headers not counted
     * @param columns the columns; those that the file lacks are left out
     * @return empty if there is no such row
     * @throws InputException where the file cannot be read so far
     */
    public static Optional<String> row(DayFile file, long number, List<String> columns) {
        long at = 0;
        try (DayFileRows rows = new DayFileRows(file, columns)) {
            while (rows.nextPart()) {
                for (Optional<RowReader.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                    at++;
                    if (at == number) {
                        return Optional.of(rows.place() + ", line " + row.get().line() + " ("
                                + values(rows.header(), row.get().fields(), columns) + ")");
                    }
                }
            }
            return Optional.empty();
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }

    private static String value(Column column, String text) {
        return FieldType.canonical(column.type(), text)
                .orElseThrow(() -> new InputException("'" + VisibleText.of(text) + "' is no " + column.type() + "."));
    }

    private static String values(List<String> header, List<@Nullable String> fields, List<String> columns) {
        List<String> values = new ArrayList<>();
        for (int position = 0; position < header.size() && position < fields.size(); position++) {
            String value = fields.get(position);
            if (columns.contains(header.get(position))) {
                values.add(VisibleText.of(header.get(position)) + " = "
                        + (value == null ? "NULL" : VisibleText.of(value)));
            }
        }
        return String.join(", ", values);
    }

    private static ColumnTotal with(ColumnTotal total, Path place, long line, String column, @Nullable String field) {
        if (field == null) {
            return total.withNull();
        }
        try {
            return total.with(field);
        } catch (NumberFormatException noNumber) {
            throw new InputException(
                    "%s, line %s, column %s: '%s' cannot be added up."
                            .formatted(place, line, column, VisibleText.of(field)),
                    noNumber);
        }
    }

    /**
     * Writes the rows of a file that is text anew, of all its parts, as gzip data that every engine reads alike: fields
     * separated by tabs, rows that end with a line feed, quotes around every field that has a value and around no other.
     * The header, in one line, and the fields are those of some columns, and a last one that always has a value, so that no
     * row is an empty line.
     *
     * @param columns the columns to write; every part must have them
     * @throws IOException where it cannot be written
     * @throws InputException where the file cannot be read to its end
     */
    public static void rewrite(DayFile file, List<String> columns, Path target) throws IOException {
        List<String> names = IntStream.rangeClosed(1, columns.size() + 1)
                .mapToObj(position -> "c" + position)
                .toList();
        try (DayFileRows rows = new DayFileRows(file, columns);
                DayFileWriter writer = DayFileWriter.quoting(target, names)) {
            while (rows.nextPart()) {
                List<Integer> positions =
                        columns.stream().map(rows.header()::indexOf).toList();
                for (Optional<RowReader.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                    List<@Nullable String> fields = new ArrayList<>(names.size());
                    for (int position : positions) {
                        fields.add(row.get().fields().get(position));
                    }
                    fields.add("1");
                    writer.write(fields);
                }
            }
        } catch (MalformedDayFileException e) {
            throw new InputException(e.problem().message(), e);
        }
    }
}
