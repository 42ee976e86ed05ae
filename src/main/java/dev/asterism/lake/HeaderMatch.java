package dev.asterism.lake;

import dev.asterism.Suggestion;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a day file's header meets the columns asked for. Names are compared exactly; their order is free. Immutable.
 *
 * @param header the names in the file, in its order
 * @param columns the names asked for, in their order
 * @param missing names asked for that the header lacks
 * @param unknown names in the header that nobody asked for: harmless, and worth a warning
 * @param repeated names asked for that the header has more than once; others may be repeated, or empty
 */
public record HeaderMatch(
        List<String> header, List<String> columns, List<String> missing, List<String> unknown, List<String> repeated) {

    public static HeaderMatch of(List<String> header, List<Column> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new LinkedHashSet<>();
        header.stream().filter(name -> !seen.add(name)).filter(names::contains).forEach(repeated::add);
        Set<String> unknown = new LinkedHashSet<>(header);
        names.forEach(unknown::remove);
        List<String> missing =
                names.stream().filter(name -> !seen.contains(name)).toList();
        return new HeaderMatch(List.copyOf(header), names, missing, List.copyOf(unknown), List.copyOf(repeated));
    }

    /** Whether a file of this header can be read. */
    public boolean isUsable() {
        return missing.isEmpty() && repeated.isEmpty();
    }

    /** The unknown names for a message, in their order, each on one line and not long; an empty one as two quotes. */
    public String unknownNames() {
        return unknown.stream()
                .sorted()
                .map(name -> name.isEmpty() ? "''" : VisibleText.of(name))
                .collect(Collectors.joining(", "));
    }

    /** What is wrong with the header of the file: the first missing column, else the first repeated one. */
    public Optional<DayFileProblem> problem(Path path) {
        if (!missing.isEmpty()) {
            String name = missing.get(0);
            String hint = Suggestion.nearest(name, unknown)
                    .map(near -> "; '" + VisibleText.of(near) + "' may be meant to be it")
                    .orElse(otherDelimiter());
            return Optional.of(new DayFileProblem(
                    path,
                    1,
                    Optional.of(name),
                    Optional.empty(),
                    "the header lacks this column, it has only " + join(header) + hint,
                    "the columns " + join(columns) + " in any order"));
        }
        return repeated.stream()
                .findFirst()
                .map(name -> new DayFileProblem(
                        path,
                        1,
                        Optional.of(name),
                        Optional.of(name),
                        "the header has '" + VisibleText.of(name) + "' more than once",
                        "each name once"));
    }

    /** A header of a single name with commas in it is hardly meant as that. */
    private String otherDelimiter() {
        return header.size() != 1
                ? ""
                : Stream.of("\t", ",", ";", "|")
                        .filter(header.get(0)::contains)
                        .findFirst()
                        .map(sign -> "; its fields seem to be separated by "
                                + (sign.equals("\t") ? "tabs" : "'" + sign + "'")
                                + ", which the source says with 'format' or 'delimiter'")
                        .orElse("");
    }

    private static String join(List<String> names) {
        return String.join(", ", names.stream().map(VisibleText::of).toList());
    }
}
