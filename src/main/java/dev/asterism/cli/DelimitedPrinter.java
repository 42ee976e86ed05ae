package dev.asterism.cli;

import dev.asterism.engine.QueryResult;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma or tab separated values, with a header row. Fields are quoted as in RFC 4180, only where they must be: where
 * they hold the delimiter, a quote or a line break. NULL is an empty field; an empty string is {@code ""}, so that the
 * two stay apart. Rows end with a line feed, as {@code psql --csv} writes them, not with the carriage return and line
 * feed of the RFC.
 */
final class DelimitedPrinter implements ResultPrinter {
    private final char delimiter;

    private DelimitedPrinter(char delimiter) {
        this.delimiter = delimiter;
    }

    static DelimitedPrinter csv() {
        return new DelimitedPrinter(',');
    }

    static DelimitedPrinter tsv() {
        return new DelimitedPrinter('\t');
    }

    @Override
    public long print(QueryResult result, Writer out) throws IOException {
        List<String> columns = result.columns();
        for (int column = 0; column < columns.size(); column++) {
            printField(columns.get(column), column, out);
        }
        out.write('\n');
        long rows = 0;
        while (result.next()) {
            for (int column = 0; column < columns.size(); column++) {
                printField(result.value(column), column, out);
            }
            out.write('\n');
            rows++;
        }
        return rows;
    }

    private void printField(@Nullable Object value, int column, Writer out) throws IOException {
        if (column > 0) {
            out.write(delimiter);
        }
        if (value == null) {
            return;
        }
        String text = ValueText.of(value);
        out.write(mustBeQuoted(text) ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }

    private boolean mustBeQuoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == delimiter || character == '"' || character == '\n' || character == '\r') {
                return true;
            }
        }
        return text.isEmpty();
    }
}
