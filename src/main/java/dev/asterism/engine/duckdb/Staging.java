package dev.asterism.engine.duckdb;

import dev.asterism.engine.star.Scratch;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import dev.asterism.lake.DayFile;
import dev.asterism.model.SourceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that read day files into a temporary table.
 *
 * <p>DuckDB reads fields as text and casts them here, because its own reader rounds {@code 1.5} to an integer without a
 * word. A row that is not as declared is marked, not dropped: then its file stays out.
 */
final class Staging {
    /** The marking column of the staged rows; a blank in the name keeps it apart from declared columns. */
    static final String REFUSED = "is refused";

    static final Scratch SCRATCH = new Scratch("temp", "TEMP");

    static final String REJECTS = "asterism_rejects";
    static final String REJECT_SCANS = "asterism_reject_scans";
    private static final int MOST_REJECTS_PER_FILE = 10;
    /** As large as a text may be in practice; DuckDB's default of 2 MB refuses legal fields. */
    private static final int MOST_BYTES_PER_LINE = 16 << 20;
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
        columns.add(SqlNames.quoted(REFUSED) + " BOOLEAN");
        return "CREATE OR REPLACE %s TABLE %s (%s)"
                .formatted(SCRATCH.kind(), table(source), String.join(", ", columns));
    }

    /**
     * Reads files that all have the same header, and names of the same length.
     *
     * @param header the columns of the files, in their order
     */
    static String insert(SourceModel source, List<String> header, List<DayFile> files) {
        String select = source.columns().stream()
                .map(column -> column.name().equals(source.day()) ? dayOfFile(column) : cast(column))
                .collect(Collectors.joining(",\n  "));
        String refused = Stream.concat(
                        source.columns().stream()
                                .map(column ->
                                        column.name().equals(source.day()) ? isOtherDay(column) : isRefused(column))
                                .filter(condition -> !condition.isEmpty()),
                        hasNul(source).stream())
                .collect(Collectors.joining("\n    OR "));
        return """
            INSERT INTO %s
            SELECT
              %s,
              %s
            FROM (
              SELECT *, replace(substr("the file", -%s, length('yyyy/mm/dd')), '/', '') AS "the day"
              FROM %s
            )""".formatted(table(source), select, refused, charactersFromDay(files.get(0)), reader(header, files));
    }

    /** How many characters the path of a file has from the folders of its day on. */
    static int charactersFromDay(DayFile file) {
        Path path = file.path().toAbsolutePath();
        int names = path.getNameCount();
        String fromYear = path.subpath(names - NAMES_FROM_YEAR_TO_FILE, names).toString();
        return fromYear.codePointCount(0, fromYear.length());
    }

    private static String reader(List<String> header, List<DayFile> files) {
        String columns = header.stream()
                .map(name -> SqlNames.literal(name) + ": 'VARCHAR'")
                .collect(Collectors.joining(", "));
        String paths = files.stream()
                .map(file -> SqlNames.literal(withoutWildcards(file)))
                .collect(Collectors.joining(",\n      "));
        return """
            read_csv(
                [%s],
                columns = {%s},
                auto_detect = false, header = true, compression = 'gzip',
                delim = '\\t', quote = '"', escape = '"', nullstr = '', max_line_size = %s, buffer_size = %s,
                filename = 'the file',
                rejects_table = '%s', rejects_scan = '%s', rejects_limit = %s
              )""".formatted(
                paths, columns, MOST_BYTES_PER_LINE, BUFFER_BYTES, REJECTS, REJECT_SCANS, MOST_REJECTS_PER_FILE);
    }

    /** The file's path in a form that DuckDB takes for no pattern. */
    private static String withoutWildcards(DayFile file) {
        return file.path().toAbsolutePath().toString().replace('\\', '/').replaceAll("[\\[*?]", "[$0]");
    }

    private static String cast(Column column) {
        String name = SqlNames.quoted(column.name());
        return column.type() == ColumnType.TEXT
                ? name
                : "TRY_CAST(%s AS %s)".formatted(name, DuckDbTypes.name(column.type()));
    }

    /** A row that is of another day is refused, but counts for its file. */
    private static String dayOfFile(Column column) {
        return "CAST(\"the day\" AS %s)".formatted(DuckDbTypes.name(column.type()));
    }

    private static String isOtherDay(Column column) {
        return SqlNames.quoted(column.name()) + " IS DISTINCT FROM \"the day\"";
    }

    /**
     * Whether a text has a NUL character, asked of all texts at once; empty where there is none. PostgreSQL knows no such
     * text, and the same lake gives the same stars everywhere.
     */
    private static Optional<String> hasNul(SourceModel source) {
        List<String> texts = source.columns().stream()
                .filter(column -> column.type() == ColumnType.TEXT)
                .map(column -> SqlNames.quoted(column.name()))
                .toList();
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of("contains(concat(%s), chr(0))".formatted(String.join(", ", texts)));
    }

    /** Whether a field is not as declared; empty where nothing can be wrong. */
    private static String isRefused(Column column) {
        String name = SqlNames.quoted(column.name());
        List<String> conditions = new ArrayList<>();
        if (!column.nullable()) {
            conditions.add(name + " IS NULL");
        }
        switch (column.type()) {
            case TEXT -> {}
            case SMALLINT, INTEGER, BIGINT ->
                conditions.add("""
                        CASE
                              WHEN %1$s IS NULL OR %2$s = %1$s THEN FALSE
                              ELSE %2$s IS NULL OR NOT regexp_full_match(%1$s, '[+-]?[0-9]+') END""".formatted(name, "CAST(" + cast(column) + " AS VARCHAR)"));
            case DOUBLE, BOOLEAN, DATE, TIMESTAMP ->
                conditions.add("(%s IS NOT NULL AND %s IS NULL)".formatted(name, cast(column)));
        }
        return String.join(" OR ", conditions);
    }
}
