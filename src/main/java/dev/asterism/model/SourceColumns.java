package dev.asterism.model;

import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the {@code CREATE TABLE schema.table (column type [NOT NULL], …)} of a source. */
final class SourceColumns {
    private final SqlText sql;
    private final List<SqlToken> tokens;
    private int next;

    private SourceColumns(SqlText sql) {
        this.sql = sql;
        this.tokens = sql.tokens();
    }

    /** The columns, in the order declared; fails where the statement is not of the form, or about another table. */
    static List<Column> of(SqlText sql, TableName table) {
        SourceColumns reader = new SourceColumns(sql);
        reader.expectWord("CREATE");
        reader.expectWord("TABLE");
        int start = reader.next;
        String schema = reader.expectName("the table's schema");
        reader.expectSymbol(".");
        TableName created = new TableName(schema, reader.expectName("the table's name"));
        if (!created.equals(table)) {
            throw sql.error(
                    reader.tokens.get(start).start(),
                    "the statement creates " + created + ", but the header's table is " + table);
        }
        reader.expectSymbol("(");
        List<Column> columns = new ArrayList<>();
        do {
            Column column = reader.column();
            if (columns.stream().anyMatch(other -> other.name().equals(column.name()))) {
                throw reader.error("the column '" + column.name() + "' stands twice");
            }
            columns.add(column);
        } while (reader.accept(","));
        reader.expectSymbol(")");
        if (reader.next < reader.tokens.size()) {
            throw reader.error("expected the end of the statement");
        }
        return List.copyOf(columns);
    }

    private Column column() {
        String name = expectName("a column's name");
        int typeStart = next;
        StringBuilder type = new StringBuilder(expectName("the type of column '" + name + "'"));
        if (type.toString().equals("double")
                && next < tokens.size()
                && tokens.get(next).isWord("PRECISION")) {
            type.append(" precision");
            next++;
        }
        ColumnType columnType = ColumnType.of(type.toString())
                .orElseThrow(() -> sql.error(
                        tokens.get(typeStart).start(),
                        "'" + tokens.get(typeStart).text() + "' is no type of a source's column. Expected one of "
                                + Arrays.stream(ColumnType.values())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))
                                + "."));
        boolean nullable = true;
        if (next < tokens.size() && tokens.get(next).isWord("NOT")) {
            next++;
            expectWord("NULL");
            nullable = false;
        }
        return new Column(name, columnType, nullable);
    }

    private boolean accept(String symbol) {
        boolean accepted = next < tokens.size() && tokens.get(next).isSymbol(symbol);
        if (accepted) {
            next++;
        }
        return accepted;
    }

    private void expectSymbol(String symbol) {
        if (!accept(symbol)) {
            throw error("expected '" + symbol + "'");
        }
    }

    private void expectWord(String keyword) {
        if (next >= tokens.size() || !tokens.get(next).isWord(keyword)) {
            throw error("expected " + keyword
                    + ". A source is written as CREATE TABLE schema.table (column type [NOT NULL], …).");
        }
        next++;
    }

    private String expectName(String what) {
        if (next >= tokens.size() || !tokens.get(next).isName()) {
            throw error("expected " + what);
        }
        return tokens.get(next++).name();
    }

    private RuntimeException error(String message) {
        int offset =
                next < tokens.size() ? tokens.get(next).start() : sql.text().length();
        String found = next < tokens.size() ? "'" + tokens.get(next).text() + "'" : "the end of the file";
        if (!message.startsWith("expected")) {
            return sql.error(offset, message);
        }
        return sql.error(offset, message + (message.endsWith(".") ? "" : ".") + " Found " + found + ".");
    }
}
