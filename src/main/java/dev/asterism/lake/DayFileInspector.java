package dev.asterism.lake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says exactly what is wrong with a day file. Reads row by row in Java, slower than any engine: for files an engine has
 * refused in bulk. Thread-safe.
 */
public final class DayFileInspector {

    /**
     * The first problem of the file, in reading order: its container, its header, then row by row the number of fields,
     * each field from left to right, and the grain. Memory grows by some 20 bytes per row where there is a grain, and
     * not at all where there is none.
     *
     * @return empty where the file is what was expected
     */
    public Optional<DayFileProblem> firstProblem(DayFile file, Expectation expectation) {
        try (DayFileReader reader = new DayFileReader(file.path())) {
            HeaderMatch match = HeaderMatch.of(reader.header(), expectation.columns());
            return match.isUsable() ? new Rows(file, reader, expectation).firstProblem() : match.problem(file.path());
        } catch (MalformedDayFileException e) {
            return Optional.of(e.problem());
        }
    }

    /** The rows of one file, gone through once. */
    private static final class Rows {
        private final Day day;
        private final Path path;
        private final DayFileReader reader;
        private final Optional<String> dayColumn;
        private final Grain grain;

        /** What is expected at each position of a row; null where the file has a column that nobody asked for. */
        private final List<@Nullable Column> columns = new ArrayList<>();

        Rows(DayFile file, DayFileReader reader, Expectation expectation) {
            this.day = file.day();
            this.path = file.path();
            this.reader = reader;
            this.dayColumn = expectation.dayColumn();
            for (String name : reader.header()) {
                columns.add(column(expectation, name).orElse(null));
            }
            this.grain = new Grain(
                    path,
                    expectation.grain().stream()
                            .flatMap(name -> column(expectation, name).stream())
                            .toList(),
                    expectation.grain().stream()
                            .map(name -> reader.header().indexOf(name))
                            .toList());
        }

        Optional<DayFileProblem> firstProblem() throws MalformedDayFileException {
            Optional<DayFileReader.Row> row = reader.next();
            while (row.isPresent()) {
                Optional<DayFileProblem> problem = problem(row.get());
                if (problem.isPresent()) {
                    return problem;
                }
                row = reader.next();
            }
            return Optional.empty();
        }

        private Optional<DayFileProblem> problem(DayFileReader.Row row) throws MalformedDayFileException {
            if (row.fields().size() != columns.size()) {
                return Optional.of(DayFileProblem.ofRow(
                        path,
                        row.line(),
                        "the row has " + fields(row.fields().size()) + ", the header " + columns.size(),
                        "as many fields as the header has, separated by tabs"));
            }
            for (int position = 0; position < columns.size(); position++) {
                Column column = columns.get(position);
                if (column != null) {
                    Optional<DayFileProblem> problem =
                            problem(row.line(), column, row.fields().get(position));
                    if (problem.isPresent()) {
                        return problem;
                    }
                }
            }
            return grain.problem(row);
        }

        private Optional<DayFileProblem> problem(long line, Column column, @Nullable String text) {
            boolean isDay = dayColumn.filter(column.name()::equals).isPresent();
            if (text == null) {
                return column.nullable() && !isDay
                        ? Optional.empty()
                        : Optional.of(problem(line, column, Optional.empty(), "the field is empty", "a value"));
            }
            Optional<String> canonical = FieldType.canonical(column.type(), text);
            String shown = "'" + VisibleText.of(text) + "'";
            if (canonical.isEmpty()) {
                String expected = FieldType.expected(column.type(), text);
                return Optional.of(
                        problem(line, column, Optional.of(text), shown + " is no " + column.type(), expected));
            }
            if (isDay && !isOfTheDay(column.type(), canonical.get())) {
                return Optional.of(problem(
                        line,
                        column,
                        Optional.of(text),
                        shown + " is another day than the file's",
                        expectedDay(column.type()) + " in every row of this file"));
            }
            return Optional.empty();
        }

        private static String fields(int number) {
            return number == 1 ? "1 field" : number + " fields";
        }

        private boolean isOfTheDay(ColumnType type, String canonical) {
            return switch (type.kind()) {
                case DATE -> canonical.equals(day.toString());
                case TIMESTAMP, TIMESTAMPTZ -> canonical.startsWith(day + "T");
                case TEXT -> canonical.equals(day.toString()) || canonical.equals(String.valueOf(day.id()));
                case SMALLINT, INTEGER, BIGINT, DECIMAL, DOUBLE, BOOLEAN -> canonical.equals(String.valueOf(day.id()));
            };
        }

        private String expectedDay(ColumnType type) {
            return switch (type.kind()) {
                case DATE, TIMESTAMP, TIMESTAMPTZ -> day.toString();
                case SMALLINT, INTEGER, BIGINT, DECIMAL, DOUBLE, BOOLEAN, TEXT -> String.valueOf(day.id());
            };
        }

        private DayFileProblem problem(long line, Column column, Optional<String> value, String what, String expected) {
            return new DayFileProblem(path, line, Optional.of(column.name()), value, what, expected);
        }

        private static Optional<Column> column(Expectation expectation, String name) {
            return expectation.columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst();
        }
    }
}
