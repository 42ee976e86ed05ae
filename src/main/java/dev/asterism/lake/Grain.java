package dev.asterism.lake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first row of a day whose grain was there before, in whichever of its files. Keeps one hash per row; if a hash
 * comes again, the files are read once more up to there to see whether the grain does too, and in which line it was first.
 * Not thread-safe.
 */
final class Grain {
    private final List<DayFile> files;
    private final List<Column> columns;
    private final ToLongFunction<List<@Nullable String>> hash;
    private final HashSet64 hashes = new HashSet64();

    /**
     * @param files the files of the day, in the order in which their rows come
     * @param columns the columns of the grain; none if rows may repeat
     */
    Grain(List<DayFile> files, List<Column> columns) {
        this(files, columns, Grain::hash);
    }

    Grain(List<DayFile> files, List<Column> columns, ToLongFunction<List<@Nullable String>> hash) {
        this.files = files;
        this.columns = columns;
        this.hash = hash;
    }

    /**
     * What is wrong with the row's grain. The row must have passed all other checks.
     *
     * @param place what the text is called in which the row stands
     * @param header what the row's fields are
     */
    Optional<DayFileProblem> problem(Path place, List<String> header, RowReader.Row row)
            throws MalformedDayFileException {
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<@Nullable String> key = key(header, row);
        if (hashes.add(hash.applyAsLong(key))) {
            return Optional.empty();
        }
        return first(key, place, row.line()).map(first -> problem(place, header, row, first));
    }

    /** Where the same grain was first, in words; empty if it was not before the row that has it now. */
    private Optional<String> first(List<@Nullable String> key, Path place, long line) throws MalformedDayFileException {
        List<String> names = columns.stream().map(Column::name).toList();
        for (DayFile file : files) {
            try (DayFileRows rows = new DayFileRows(file, names)) {
                while (rows.nextPart()) {
                    boolean isHere = rows.place().equals(place);
                    Optional<RowReader.Row> row = rows.next();
                    while (row.isPresent() && !(isHere && row.get().line() >= line)) {
                        if (key(rows.header(), row.get()).equals(key)) {
                            return Optional.of("line " + row.get().line() + (isHere ? "" : " of " + rows.place()));
                        }
                        row = rows.next();
                    }
                    if (isHere) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.empty();
    }

    private DayFileProblem problem(Path place, List<String> header, RowReader.Row row, String first) {
        List<String> names = columns.stream().map(Column::name).toList();
        String value = String.join(
                ", ",
                names.stream().map(name -> shown(row, header.indexOf(name))).toList());
        return new DayFileProblem(
                place,
                row.line(),
                names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty(),
                Optional.of(value),
                "the row has the same " + String.join(", ", names) + " as " + first + ": " + VisibleText.of(value),
                "each combination once");
    }

    private static String shown(RowReader.Row row, int position) {
        String text = row.fields().get(position);
        return text == null ? "NULL" : text;
    }

    private List<@Nullable String> key(List<String> header, RowReader.Row row) {
        List<@Nullable String> key = new ArrayList<>(columns.size());
        for (Column column : columns) {
            String text = row.fields().get(header.indexOf(column.name()));
            key.add(
                    text == null
                            ? null
                            : FieldType.canonical(column.type(), text).orElse(text));
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
