package dev.asterism.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a day file holds, found without engine and without {@link RowScanner}: by a reader of CSV that others wrote, with
 * the program's grammar of values.
 *
 * @param problem the first problem; empty where the file is as expected
 * @param rows the fields of the expected columns, in their order; none where there is a problem
 */
public record IndependentReader(Optional<DayFileProblem> problem, List<List<@Nullable String>> rows) {
    /** Reads a file to its end. */
    public static IndependentReader of(DayFile file, Expectation expectation) {
        Optional<DayFileProblem> problem = new DayFileInspector().firstProblem(file, expectation);
        if (problem.isPresent()) {
            return new IndependentReader(problem, List.of());
        }
        List<String> names = expectation.columns().stream().map(Column::name).toList();
        try (DayFileRows reader = new DayFileRows(file, names)) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (reader.nextPart()) {
                List<Integer> positions =
                        names.stream().map(reader.header()::indexOf).toList();
                for (Optional<RowReader.Row> row = reader.next(); row.isPresent(); row = reader.next()) {
                    List<@Nullable String> fields = new ArrayList<>();
                    for (int position : positions) {
                        fields.add(row.get().fields().get(position));
                    }
                    rows.add(fields);
                }
            }
            return new IndependentReader(problem, rows);
        } catch (MalformedDayFileException malformed) {
            throw new IllegalStateException("it had no problem a moment ago", malformed);
        }
    }
}
