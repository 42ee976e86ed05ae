package dev.asterism.model;

import dev.asterism.InputException;
import dev.asterism.header.Header;
import dev.asterism.lake.Column;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFileInspector;
import dev.asterism.lake.DayFileProblem;
import dev.asterism.lake.DayFiles;
import dev.asterism.lake.Expectation;
import dev.asterism.lake.FileForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a seed as a SELECT, which every warehouse understands alike. So the content of the file is a part of the
 * model's definition, and whatever reads the seed is stale once a value in it changes.
 */
final class SeedFile {
    /** Every model that reads a seed is handed all of it as text. */
    static final int MOST_ROWS = 10_000;

    /** A seed has no day; its file is described as if it were of one. */
    private static final Day NO_DAY = Day.of(2000, 1, 1);

    private final Header header;
    private final Path model;
    private final Path path;
    private final List<Column> columns;

    /**
     * @param model the model file
     * @param name the name of the CSV file beside it
     */
    SeedFile(Header header, Path model, String name, List<Column> columns) {
        this.header = header;
        this.model = model;
        this.path = model.resolveSibling(name);
        this.columns = columns;
    }

    /**
     * Reads the rows.
     *
     * @param naturalKey the columns by which rows must be unique; empty if they may repeat
     * @throws InputException if the file is missing or not as declared, with its line, column and value
     */
    SqlText select(FileForm form, List<String> naturalKey) {
        DayFile file = file(form);
        List<Column> expected = columns.stream()
                .map(column ->
                        naturalKey.contains(column.name()) ? new Column(column.name(), column.type(), false) : column)
                .toList();
        Optional<DayFileProblem> problem =
                new DayFileInspector().firstProblem(file, new Expectation(expected, Optional.empty(), naturalKey));
        problem.ifPresent(found -> {
            throw new InputException(found.description() + ". Correct the file.");
        });
        requireNoOthers(DayFiles.header(file));
        List<List<@Nullable String>> rows = DayFiles.values(file, columns, MOST_ROWS + 1);
        if (rows.size() > MOST_ROWS) {
            throw new InputException(path + ": the seed has more than " + MOST_ROWS
                    + " rows. A seed is small; make a source of files that are larger.");
        }
        return new SqlText(model, statement(rows));
    }

    private DayFile file(FileForm form) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new DayFile(
                    NO_DAY,
                    path,
                    0,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    form);
        } catch (NoSuchFileException missing) {
            throw header.position("file")
                    .error("the seed's file " + path
                            + " is missing. Expected a CSV file with a header beside the model;"
                            + " 'file' names another one than that of the model's own name.");
        } catch (IOException unreadable) {
            throw new InputException(
                    path + " cannot be read (" + unreadable + "). Expected a readable file.", unreadable);
        }
    }

    private void requireNoOthers(List<String> names) {
        List<String> others = new ArrayList<>(names);
        others.removeAll(columns.stream().map(Column::name).toList());
        if (!others.isEmpty()) {
            throw new InputException(path + ", line 1: the column '" + others.get(0)
                    + "' is not declared. Expected only columns of the CREATE TABLE: declare it, or take it out.");
        }
    }

    private String statement(List<List<@Nullable String>> rows) {
        String values = rows.isEmpty()
                ? "(" + columns.stream().map(column -> "NULL").collect(Collectors.joining(", ")) + ")"
                : rows.stream().map(SeedFile::row).collect(Collectors.joining(",\n  "));
        return """
            SELECT %s
            FROM (VALUES
              %s
            ) AS rows_of_the_seed(%s)%s""".formatted(
                IntStream.range(0, columns.size())
                        .mapToObj(i -> "CAST(c" + (i + 1) + " AS " + type(columns.get(i)) + ") AS "
                                + quoted(columns.get(i).name()))
                        .collect(Collectors.joining(", ")),
                values,
                IntStream.rangeClosed(1, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", ")),
                rows.isEmpty() ? "\nWHERE FALSE" : "");
    }

    private static String row(List<@Nullable String> values) {
        return values.stream()
                .map(value -> value == null ? "NULL" : "'" + value.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A type's name on every engine. */
    private static String type(Column column) {
        return switch (column.type().kind()) {
            case DOUBLE -> "double precision";
            case TIMESTAMPTZ -> "timestamp with time zone";
            case SMALLINT, INTEGER, BIGINT, DECIMAL, BOOLEAN, TEXT, DATE, TIMESTAMP ->
                column.type().toString();
        };
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
