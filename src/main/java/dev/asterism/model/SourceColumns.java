package dev.asterism.model;

import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code CREATE TABLE schema.table (column type [NOT NULL], …)} of a source. */
final class SourceColumns {
    /** What follows the first word of {@code double precision} and {@code timestamp with time zone}. */
    private static final List<String> TYPE_WORDS = List.of("PRECISION", "WITH", "WITHOUT", "TIME", "ZONE");

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
            int columnStart = reader.next;
            Column column = reader.column();
            for (Column other : columns) {
                if (other.name().equalsIgnoreCase(column.name())) {
                    throw sql.error(
                            reader.tokens.get(columnStart).start(),
                            other.name().equals(column.name())
                                    ? "the column '" + column.name() + "' stands twice"
                                    : "the columns '" + other.name() + "' and '" + column.name()
                                            + "' differ only in case. Expected names that also differ without quotes;"
                                            + " a day file may have both columns, but a source reads one of them.");
                }
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
        String type = type(name);
        ColumnType columnType = ColumnType.of(type)
                .orElseThrow(() -> sql.error(
                        tokens.get(typeStart).start(),
                        "'" + type + "' is no type of a source's column. Expected one of " + ColumnType.names() + "."));
        boolean nullable = true;
        if (next < tokens.size() && tokens.get(next).isWord("NOT")) {
            next++;
            expectWord("NULL");
            nullable = false;
        }
        return new Column(name, columnType, nullable);
    }

    /** The name of a type as it is written: a word, what stands in parentheses after it, and the words of its synonyms. */
    private String type(String column) {
        StringBuilder type = new StringBuilder(expectName("the type of column '" + column + "'"));
        if (accept("(")) {
            type.append('(');
            while (!accept(")")) {
                if (next >= tokens.size()) {
                    throw error("expected ')'");
                }
                type.append(tokens.get(next++).text());
            }
            type.append(')');
        }
        while (next < tokens.size() && TYPE_WORDS.stream().anyMatch(tokens.get(next)::isWord)) {
            type.append(' ').append(tokens.get(next++).text());
        }
        return type.toString();
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
