package dev.asterism.engine.duckdb;

import dev.asterism.engine.star.Scratch;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import dev.asterism.lake.DayFiles;
import dev.asterism.lake.RowEnd;
import dev.asterism.lake.ValuePattern;
import dev.asterism.model.SourceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements that read day files into a temporary table.
 *
 * <p>DuckDB is told how rows end and to pass over the header, so that it guesses nothing. It reads fields as text and
 * casts them here, because its own reader rounds {@code 1.5} to an integer without a word. A row that is not as declared
 * is marked, not dropped: then its file stays out.
 */
final class Staging {
    static final Scratch SCRATCH = new Scratch("temp", "TEMP");

    static final String REJECTS = "asterism_rejects";
    static final String REJECT_SCANS = "asterism_reject_scans";
    private static final int MOST_REJECTS_PER_FILE = 10;
    /** A little more than a row may have, so that it is never for the engine to refuse one. */
    private static final int MOST_BYTES_PER_LINE = DayFiles.MOST_BYTES_OF_A_ROW + (1 << 10);
    /** Four such lines; by default it were sixteen, for each of the files that are read at once. */
    private static final int BUFFER_BYTES = 4 * MOST_BYTES_PER_LINE;

    private static final int NAMES_FROM_YEAR_TO_FILE = 5;

    private Staging() {}

    /** The temporary table that holds the staged rows of a source. */
    static String table(SourceModel source) {
        return SCRATCH.table(name(source));
    }

    /** The unquoted name of that table within {@link #SCRATCH}. */
    static String name(SourceModel source) {
        return "staged " + source.name();
    }

    static String create(SourceModel source) {
        List<String> columns = source.columns().stream()
                .map(column -> SqlNames.quoted(column.name()) + " " + DuckDbTypes.name(column.type()))
                .collect(Collectors.toCollection(ArrayList::new));
        columns.add(refused(source) + " BOOLEAN");
        return "CREATE OR REPLACE %s TABLE %s (%s)"
                .formatted(SCRATCH.kind(), table(source), String.join(", ", columns));
    }

    /** The marking column of the staged rows, quoted; named so that no declared column is called the same. */
    static String refused(SourceModel source) {
        String name = "is refused";
        while (isDeclared(source, name)) {
            name += "!";
        }
        return SqlNames.quoted(name);
    }

    private static boolean isDeclared(SourceModel source, String name) {
        return source.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
    }

    /**
     * Reads files that are alike. Their columns get names by their position, since a file's own names may be any.
     *
     * @param header the names in the files' header rows, in their order
     * @param rowEnd how their rows end, the header's included, which takes one line
     * @param paths their paths, of the same length from the folders of the day on
     */
    static String insert(SourceModel source, List<String> header, RowEnd rowEnd, List<Path> paths) {
        List<Field> fields = source.columns().stream()
                .map(column -> new Field(column, "c" + (header.indexOf(column.name()) + 1)))
                .toList();
        String select = fields.stream()
                .map(field -> isDay(source, field) ? dayOfFile(field) : field.cast())
                .collect(Collectors.joining(",\n  "));
        String refused = Stream.concat(
                        fields.stream()
                                .map(field -> isDay(source, field) ? isOtherDay(field) : isRefused(field))
                                .filter(condition -> !condition.isEmpty()),
                        hasNul(fields).stream())
                .collect(Collectors.joining("\n    OR "));
        return """
            INSERT INTO %s
            SELECT
              %s,
              %s
            FROM (
              SELECT *, replace(substr("the file", -%s, length('yyyy/mm/dd')), '/', '') AS "the day"
              FROM %s
            )""".formatted(
                table(source), select, refused, charactersFromDay(paths.get(0)), reader(header.size(), rowEnd, paths));
    }

    /**
     * A declared column in the files.
     *
     * @param column what is declared
     * @param name its name by position
     */
    private record Field(Column column, String name) {
        String cast() {
            return column.type().equals(ColumnType.TEXT) ? name : typed();
        }

        String typed() {
            return "TRY_CAST(%s AS %s)".formatted(name, DuckDbTypes.name(column.type()));
        }

        String hasForm() {
            return "regexp_full_match(%s, %s)".formatted(name, SqlNames.literal(ValuePattern.of(column.type())));
        }
    }

    private static boolean isDay(SourceModel source, Field field) {
        return field.column().name().equals(source.day());
    }

    /** How many characters the path of a file has from the folders of its day on. */
    static int charactersFromDay(Path file) {
        String path = fromDay(file).toString();
        return path.codePointCount(0, path.length());
    }

    /** The last part of a file's path: the folders of its day, its own folder, its name. */
    static Path fromDay(Path file) {
        Path path = file.toAbsolutePath();
        int names = path.getNameCount();
        return path.subpath(names - NAMES_FROM_YEAR_TO_FILE, names);
    }

    private static String reader(int width, RowEnd rowEnd, List<Path> files) {
        String columns = IntStream.rangeClosed(1, width)
                .mapToObj(position -> "c" + position + ": 'VARCHAR'")
                .collect(Collectors.joining(", "));
        String paths = files.stream()
                .map(file -> SqlNames.literal(withoutWildcards(file)))
                .collect(Collectors.joining(",\n      "));
        return """
            read_csv(
                [%s],
                columns = {%s},
                auto_detect = false, header = false, skip = 1, new_line = '%s', compression = 'gzip',
                delim = '\\t', quote = '"', escape = '"', nullstr = '', max_line_size = %s, buffer_size = %s,
                filename = 'the file',
                rejects_table = '%s', rejects_scan = '%s', rejects_limit = %s
              )""".formatted(
                        paths,
                        columns,
                        newLine(rowEnd),
                        MOST_BYTES_PER_LINE,
                        BUFFER_BYTES,
                        REJECTS,
                        REJECT_SCANS,
                        MOST_REJECTS_PER_FILE);
    }

    private static String newLine(RowEnd rowEnd) {
        return switch (rowEnd) {
            case LF -> "\\n";
            case CRLF -> "\\r\\n";
            case IRREGULAR -> throw new IllegalArgumentException("files of irregular rows are rewritten first");
        };
    }

    /** The file's path in a form that DuckDB takes for no pattern. */
    static String withoutWildcards(Path file) {
        return file.toAbsolutePath().toString().replace('\\', '/').replaceAll("[\\[*?]", "[$0]");
    }

    /** A row that is of another day is refused, but counts for its file. */
    private static String dayOfFile(Field field) {
        return "CAST(\"the day\" AS %s)"
                .formatted(DuckDbTypes.name(field.column().type()));
    }

    private static String isOtherDay(Field field) {
        return """
            CASE
                  WHEN %1$s = "the day" THEN FALSE
                  ELSE %2$s IS DISTINCT FROM CAST("the day" AS INTEGER) OR NOT %3$s END""".formatted(field.name(), field.typed(), field.hasForm());
    }

    /** Whether a text has a NUL character, asked of all texts at once; empty where there is none. */
    private static Optional<String> hasNul(List<Field> fields) {
        List<String> texts = fields.stream()
                .filter(field -> field.column().type().equals(ColumnType.TEXT))
                .map(Field::name)
                .toList();
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of("contains(concat(%s), chr(0))".formatted(String.join(", ", texts)));
    }

    /**
     * Whether a field is not as declared; empty where nothing can be wrong. The form is compared with the one grammar of
     * values, since DuckDB converts far more than that. Where a value prints as it is written, which is the rule, the
     * comparison is saved.
     */
    private static String isRefused(Field field) {
        String name = field.name();
        String typed = field.typed();
        String printed = "CAST(" + typed + " AS VARCHAR) = " + name;
        String isNoValue = typed + " IS NULL OR NOT " + field.hasForm();
        String condition = switch (field.column().type().kind()) {
            case TEXT -> "";
            case SMALLINT, INTEGER, BIGINT, DECIMAL -> unless(name, printed, isNoValue);
            case DATE -> unless(name, printed + " AND length(" + name + ") = 10", isNoValue);
            case BOOLEAN -> unless(name, name + " IN ('true', 'false')", isNoValue);
            case TIMESTAMP -> unless(name, "FALSE", isNoValue);
            case DOUBLE ->
                unless(
                        name,
                        "FALSE",
                        isNoValue + " OR isinf(%s) AND NOT contains(lower(%s), 'inf')".formatted(typed, name));
            case TIMESTAMPTZ ->
                unless(
                        name,
                        "FALSE",
                        isNoValue
                                + " OR %s NOT BETWEEN '0001-01-01 00:00:00Z' AND '9999-12-31 23:59:59.999999Z'"
                                        .formatted(typed));
        };
        if (field.column().nullable()) {
            return condition;
        }
        return name + " IS NULL" + (condition.isEmpty() ? "" : " OR " + condition);
    }

    /** A field that is NULL or certainly a value is not refused; any other is if a condition holds. */
    private static String unless(String name, String isValue, String isNoValue) {
        return """
            CASE
                  WHEN %s IS NULL%s THEN FALSE
                  ELSE %s END""".formatted(name, isValue.equals("FALSE") ? "" : " OR " + isValue, isNoValue);
    }
}
