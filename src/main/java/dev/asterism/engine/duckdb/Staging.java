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
        if (source.files().isOfSeveralFiles()) {
            columns.add(fileNumber(source) + " INTEGER");
        }
        columns.add(refused(source) + " BOOLEAN");
        return "CREATE OR REPLACE %s TABLE %s (%s)"
                .formatted(SCRATCH.kind(), table(source), String.join(", ", columns));
    }

    /** The marking column of the staged rows, quoted; named so that no declared column is called the same. */
    static String refused(SourceModel source) {
        return undeclared(source, "is refused");
    }

    /** The column that tells the files of a day apart, quoted, where there may be several. */
    static String fileNumber(SourceModel source) {
        return undeclared(source, "number of the file");
    }

    private static String undeclared(SourceModel source, String text) {
        String name = text;
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
     * @param reading what they have in common
     * @param firstNumber the number of the first file; the others follow
     * @param paths their paths
     */
    static String insert(SourceModel source, Reading reading, int firstNumber, List<Path> paths) {
        List<String> values = new ArrayList<>();
        for (Column column : source.columns()) {
            Field field = field(source, reading, column);
            values.add(isDay(source, field) ? dayOfFile(field) : field.cast());
        }
        boolean isNumbered = source.files().isOfSeveralFiles();
        if (isNumbered) {
            values.add("CAST(%s + file_index AS INTEGER)".formatted(firstNumber));
        }
        return """
            INSERT INTO %s
            SELECT
              %s,
              %s
            FROM (
              SELECT *%s, replace(substr("the file", -%s, length('yyyy/mm/dd')), '/', '') AS "the day"
              FROM %s
            )""".formatted(
                        table(source),
                        String.join(",\n  ", values),
                        refusals(source, reading),
                        isNumbered ? ", file_index" : "",
                        reading.charactersFromDay(),
                        reader(reading, paths));
    }

    /**
     * Finds the first row of a file of Parquet that is not as declared: its number, and the fields of the declared columns
     * that the file has, as text.
     */
    static String firstRefused(SourceModel source, Reading.Parquet reading, Path path) {
        return """
            SELECT file_row_number + 1, %s
            FROM (
              SELECT *, replace(substr("the file", -%s, length('yyyy/mm/dd')), '/', '') AS "the day"
              FROM %s
            )
            WHERE %s
            ORDER BY file_row_number LIMIT 1""".formatted(
                        source.fileColumns().stream()
                                .map(column -> field(source, reading, column).name())
                                .collect(Collectors.joining(", ")),
                        reading.charactersFromDay(),
                        reader(reading, List.of(path)),
                        refusals(source, reading));
    }

    private static Field field(SourceModel source, Reading reading, Column column) {
        boolean isOfFolder = source.isDayOfFolder() && column.name().equals(source.day());
        return new Field(
                column, isOfFolder ? "\"the day\"" : "c" + (reading.header().indexOf(column.name()) + 1));
    }

    /** Whether anything in a row is not as declared. */
    private static String refusals(SourceModel source, Reading reading) {
        List<Field> fields = source.fileColumns().stream()
                .map(column -> field(source, reading, column))
                .toList();
        String refused = Stream.concat(
                        fields.stream()
                                .map(field -> isDay(source, field) ? isOtherDay(field) : isRefused(field))
                                .filter(condition -> !condition.isEmpty()),
                        hasNul(fields).stream())
                .collect(Collectors.joining("\n    OR "));
        return refused.isEmpty() ? "FALSE" : refused;
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

    private static String reader(Reading reading, List<Path> files) {
        String paths = files.stream()
                .map(file -> SqlNames.literal(withoutWildcards(file)))
                .collect(Collectors.joining(",\n      "));
        return reading instanceof Reading.Text text
                ? textReader(text, paths)
                : ParquetReader.of((Reading.Parquet) reading, paths);
    }

    private static String textReader(Reading.Text text, String paths) {
        String columns = IntStream.rangeClosed(1, text.header().size())
                .mapToObj(position -> "c" + position + ": 'VARCHAR'")
                .collect(Collectors.joining(", "));
        return """
            read_csv(
                [%s],
                columns = {%s},
                auto_detect = false, header = false, skip = 1, new_line = '%s', compression = '%s',
                delim = %s, quote = '"', escape = '"', nullstr = ''%s, max_line_size = %s, buffer_size = %s,
                filename = 'the file',
                rejects_table = '%s', rejects_scan = '%s', rejects_limit = %s
              )""".formatted(
                        paths,
                        columns,
                        newLine(text.rowEnd()),
                        text.isGzip() ? "gzip" : "none",
                        text.delimiter() == '\t' ? "'\\t'" : SqlNames.literal(String.valueOf(text.delimiter())),
                        text.isRewritten() ? ", allow_quoted_nulls = false" : "",
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
