package dev.asterism.lake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first row whose grain was there before. Keeps one hash per row; where a hash comes again, the file is read
 * once more up to there to see whether the grain does too, and in which line it was first. Not thread-safe.
 */
final class Grain {
    private final Path path;
    private final List<Column> columns;
    private final List<Integer> positions;
    private final ToLongFunction<List<@Nullable String>> hash;
    private final HashSet64 hashes = new HashSet64();

    /** @param positions where in a row the columns' fields are */
    Grain(Path path, List<Column> columns, List<Integer> positions) {
        this(path, columns, positions, Grain::hash);
    }

    Grain(Path path, List<Column> columns, List<Integer> positions, ToLongFunction<List<@Nullable String>> hash) {
        this.path = path;
        this.columns = columns;
        this.positions = positions;
        this.hash = hash;
    }

    /** What is wrong with the row's grain. The row must have passed all other checks. */
    Optional<DayFileProblem> problem(DayFileReader.Row row) throws MalformedDayFileException {
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<@Nullable String> key = key(row.fields());
        if (hashes.add(hash.applyAsLong(key))) {
            return Optional.empty();
        }
        OptionalLong first = firstLineOf(key, row.line());
        return first.isPresent() ? Optional.of(problem(row, first.getAsLong())) : Optional.empty();
    }

    private OptionalLong firstLineOf(List<@Nullable String> key, long endLine) throws MalformedDayFileException {
        try (DayFileReader reader = new DayFileReader(path)) {
            Optional<DayFileReader.Row> row = reader.next();
            while (row.isPresent() && row.get().line() < endLine) {
                if (key(row.get().fields()).equals(key)) {
                    return OptionalLong.of(row.get().line());
                }
                row = reader.next();
            }
            return OptionalLong.empty();
        }
    }

    private DayFileProblem problem(DayFileReader.Row row, long firstLine) {
        List<String> names = columns.stream().map(Column::name).toList();
        String value = String.join(
                ", ", positions.stream().map(position -> shown(row, position)).toList());
        return new DayFileProblem(
                path,
                row.line(),
                names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty(),
                Optional.of(value),
                "the row has the same " + String.join(", ", names) + " as line " + firstLine + ": "
                        + VisibleText.of(value),
                "each combination once");
    }

    private static String shown(DayFileReader.Row row, int position) {
        String text = row.fields().get(position);
        return text == null ? "NULL" : text;
    }

    private List<@Nullable String> key(CSVRecord fields) {
        List<@Nullable String> key = new ArrayList<>(columns.size());
        for (int index = 0; index < columns.size(); index++) {
            String text = fields.get(positions.get(index));
            key.add(
                    text == null
                            ? null
                            : FieldType.canonical(columns.get(index).type(), text)
                                    .orElse(text));
        }
        return Collections.unmodifiableList(key);
    }

    /** FNV-1a over the characters, then mixed, so that the low bits depend on all of them. */
    private static long hash(List<@Nullable String> key) {
        long hash = 0xcbf29ce484222325L;
        for (String text : key) {
            int length = text == null ? -1 : text.length();
            hash = (hash ^ length) * 0x100000001b3L;
            for (int index = 0; index < length; index++) {
                hash = (hash ^ text.charAt(index)) * 0x100000001b3L;
            }
        }
        hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
        return hash ^ (hash >>> 29);
    }
}
