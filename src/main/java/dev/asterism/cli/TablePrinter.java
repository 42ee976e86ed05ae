package dev.asterism.cli;

import dev.asterism.engine.QueryResult;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table for people: columns aligned, numbers at the right, NULL written as {@code NULL} (dim where colours are on, so
 * that a text of these letters can be told apart). Characters that would break the table, or steer the terminal, are
 * shown as escapes such as {@code \n}.
 *
 * <p>The first rows decide how wide the columns are and are held in memory for it; all further rows are printed as they
 * come, a value wider than its column pushing the rest of its row to the right.
 */
final class TablePrinter implements ResultPrinter {
    static final int ROWS_THAT_DECIDE_WIDTHS = 1000;

    private final Colours colours;

    TablePrinter(Colours colours) {
        this.colours = colours;
    }

    /** A cell's text; {@code absent} where it stands for NULL. */
    private record Cell(String text, boolean absent) {}

    @Override
    public long print(QueryResult result, Writer out) throws IOException {
        List<String> columns =
                result.columns().stream().map(TablePrinter::printable).toList();
        List<List<Cell>> first = new ArrayList<>();
        while (first.size() < ROWS_THAT_DECIDE_WIDTHS && result.next()) {
            first.add(row(result, columns.size()));
        }
        int[] widths = widths(columns, first);
        printHeader(columns, widths, result, out);
        for (List<Cell> row : first) {
            printRow(row, widths, result, out);
        }
        long rows = first.size();
        if (rows == ROWS_THAT_DECIDE_WIDTHS) {
            first.clear();
            while (result.next()) {
                printRow(row(result, columns.size()), widths, result, out);
                rows++;
            }
        }
        return rows;
    }

    private static List<Cell> row(QueryResult result, int columns) {
        List<Cell> cells = new ArrayList<>(columns);
        for (int column = 0; column < columns; column++) {
            cells.add(cell(result.value(column)));
        }
        return cells;
    }

    private static Cell cell(@Nullable Object value) {
        return value == null ? new Cell("NULL", true) : new Cell(printable(ValueText.of(value)), false);
    }

    private static int[] widths(List<String> columns, List<List<Cell>> rows) {
        int[] widths = columns.stream().mapToInt(DisplayWidth::of).toArray();
        for (List<Cell> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] =
                        Math.max(widths[column], DisplayWidth.of(row.get(column).text()));
            }
        }
        return widths;
    }

    private void printHeader(List<String> columns, int[] widths, QueryResult result, Writer out) throws IOException {
        List<Cell> names = columns.stream().map(name -> new Cell(name, false)).toList();
        printRow(names, widths, result, out);
        for (int column = 0; column < widths.length; column++) {
            out.write(column == 0 ? "" : "+");
            out.write("-".repeat(widths[column] + 2));
        }
        out.write('\n');
    }

    private void printRow(List<Cell> row, int[] widths, QueryResult result, Writer out) throws IOException {
        for (int column = 0; column < widths.length; column++) {
            Cell cell = row.get(column);
            boolean last = column == widths.length - 1;
            String padding = " ".repeat(Math.max(0, widths[column] - DisplayWidth.of(cell.text())));
            out.write(column == 0 ? " " : " | ");
            if (result.isNumeric(column)) {
                out.write(padding);
            }
            out.write(cell.absent() ? colours.dim(cell.text()) : cell.text());
            if (!result.isNumeric(column) && !last) {
                out.write(padding);
            }
        }
        out.write('\n');
    }

    private static String printable(String text) {
        if (text.codePoints().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            switch (codePoint) {
                case '\n' -> result.append("\\n");
                case '\r' -> result.append("\\r");
                case '\t' -> result.append("\\t");
                default -> {
                    if (Character.isISOControl(codePoint)) {
                        result.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
                    } else {
                        result.appendCodePoint(codePoint);
                    }
                }
            }
        });
        return result.toString();
    }
}
