package dev.asterism.engine.duckdb;

import dev.asterism.engine.star.Sql;
import dev.asterism.engine.star.SqlNames;
import java.nio.file.Path;
import java.util.List;

/**
 * The statements that write rows to files and read them, in the form of {@link dev.asterism.engine.Goods}: tab separated,
 * no header, NULL an empty field, other empty texts in quotes.
 */
final class Handover {
    /** A row of a day file may have 16 MiB, and takes up to twice as much with all its quotes doubled. */
    private static final int MOST_BYTES_PER_LINE = 40 << 20;

    private Handover() {}

    static String write(String select, Path file) {
        return Sql.of("COPY ({select}) TO {file} (FORMAT csv, DELIMITER '\t', HEADER false, NULLSTR '')")
                .with("select", select)
                .with("file", SqlNames.literal(file.toString()))
                .text();
    }

    /**
     * Appends rows to a table.
     *
     * @param names the columns that the file has, in their order
     * @param types the type of each
     */
    static String read(String table, List<String> names, List<String> types, Path file) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            columns.append(i == 0 ? "" : ", ")
                    .append(SqlNames.literal(names.get(i)))
                    .append(": ")
                    .append(SqlNames.literal(types.get(i)));
        }
        return Sql.of("""
                INSERT INTO {table} ({names})
                SELECT {names} FROM read_csv(
                  {file}, columns = {{columns}}, auto_detect = false, header = false, delim = '\t', quote = '"',
                  escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n',
                  max_line_size = {line}, buffer_size = {buffer})""")
                .with("table", table)
                .with("names", SqlNames.quoted(names))
                .with("file", SqlNames.literal(Staging.withoutWildcards(file)))
                .with("columns", columns.toString())
                .with("line", String.valueOf(MOST_BYTES_PER_LINE))
                .with("buffer", String.valueOf(2 * MOST_BYTES_PER_LINE))
                .text();
    }
}
