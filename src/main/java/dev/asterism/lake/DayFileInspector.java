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
     * The first problem of a file that is alone on its day.
     *
     * @see #firstProblem(List, Expectation)
     */
    public Optional<DayFileProblem> firstProblem(DayFile file, Expectation expectation) {
        return firstProblem(List.of(file), expectation);
    }

    /**
     * The first problem of the files of a day, in reading order: a file's container, its header, then row by row the
     * number of fields, each field from left to right, and the grain, which holds for the day as a whole. Memory grows by
     * some 20 bytes per row where there is a grain, and not at all where there is none.
     *
     * @param files files of one day and one form, in the order of their names; of Parquet nothing is said
     * @return empty where the files are what was expected
     */
    public Optional<DayFileProblem> firstProblem(List<DayFile> files, Expectation expectation) {
        Grain grain = new Grain(
                files,
                expectation.grain().stream()
                        .flatMap(name -> column(expectation, name).stream())
                        .toList());
        List<String> names = expectation.columns().stream().map(Column::name).toList();
        for (DayFile file : files) {
            if (file.form().kind() == FileForm.Kind.PARQUET) {
                continue;
            }
            try (DayFileRows rows = new DayFileRows(file, names)) {
                while (rows.nextPart()) {
                    HeaderMatch match = HeaderMatch.of(rows.header(), expectation.columns());
                    Optional<DayFileProblem> problem = match.isUsable()
                            ? new Rows(file, rows, expectation, grain).firstProblem()
                            : match.problem(rows.place());
                    if (problem.isPresent()) {
                        return problem;
                    }
                }
            } catch (MalformedDayFileException e) {
                return Optional.of(e.problem());
            }
        }
        return Optional.empty();
    }

    /**
     * What is wrong with a value of a form that has no lines.
     *
     * @param row the number of the row within the file, 1 is the first
     * @param value the value as text; empty if there is none
     * @return empty if nothing is
     */
    public Optional<DayFileProblem> problem(
            DayFile file, Expectation expectation, long row, String column, Optional<String> value) {
        Path place = file.path().resolveSibling(file.path().getFileName() + ", row " + row);
        return column(expectation, column)
                .flatMap(declared ->
                        new FieldCheck(file, place, expectation.dayColumn()).problem(0, declared, value.orElse(null)));
    }

    private static Optional<Column> column(Expectation expectation, String name) {
        return expectation.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    /** The rows of one part, gone through once. */
    private static final class Rows {
        private final Path path;
        private final DayFileRows rows;
        private final FileForm form;
        private final FieldCheck check;
        private final Grain grain;

        /** What is expected at each position of a row; null where the file has a column that nobody asked for. */
        private final List<@Nullable Column> columns = new ArrayList<>();

        Rows(DayFile file, DayFileRows rows, Expectation expectation, Grain grain) {
            this.form = file.form();
            this.path = rows.place();
            this.rows = rows;
            this.check = new FieldCheck(file, path, expectation.dayColumn());
            this.grain = grain;
            for (String name : rows.header()) {
                columns.add(column(expectation, name).orElse(null));
            }
        }

        Optional<DayFileProblem> firstProblem() throws MalformedDayFileException {
            Optional<RowReader.Row> row = rows.next();
            while (row.isPresent()) {
                Optional<DayFileProblem> problem = problem(row.get());
                if (problem.isPresent()) {
                    return problem;
                }
                row = rows.next();
            }
            return Optional.empty();
        }

        private Optional<DayFileProblem> problem(RowReader.Row row) throws MalformedDayFileException {
            if (row.fields().size() != columns.size()) {
                return Optional.of(DayFileProblem.ofRow(
                        path,
                        row.line(),
                        "the row has " + fields(row.fields().size()) + ", the header " + columns.size(),
                        DayFileReader.fieldsExpected(form.delimiter())));
            }
            for (int position = 0; position < columns.size(); position++) {
                Column column = columns.get(position);
                if (column != null) {
                    Optional<DayFileProblem> problem =
                            check.problem(row.line(), column, row.fields().get(position));
                    if (problem.isPresent()) {
                        return problem;
                    }
                }
            }
            return grain.problem(path, rows.header(), row);
        }

        private static String fields(int number) {
            return number == 1 ? "1 field" : number + " fields";
        }
    }
}
