package dev.asterism.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL into tokens by the lexical rules that PostgreSQL and DuckDB share: line and nested block comments, strings
 * with doubled quotes, escape strings, dollar quotes, quoted names.
 *
 * <p>Source of the rules: PostgreSQL documentation, section 4.1, "Lexical Structure".
 */
final class SqlLexer {
    /** Thrown where a string, a quoted name or a comment is not closed. */
    static final class UnclosedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int start;

        private UnclosedException(String what, int start) {
            super(what + " is not closed");
            this.start = start;
        }

        int start() {
            return start;
        }
    }

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int position;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    static List<SqlToken> tokens(String sql) throws UnclosedException {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.position < sql.length()) {
            lexer.next();
        }
        return List.copyOf(lexer.tokens);
    }

    private void next() throws UnclosedException {
        char c = sql.charAt(position);
        if (Character.isWhitespace(c)) {
            position++;
        } else if (sql.startsWith("--", position)) {
            int end = sql.indexOf('\n', position);
            position = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*", position)) {
            position = endOfBlockComment(sql, position);
        } else if (c == '\'') {
            add(SqlToken.Kind.STRING, endOfQuoted('\'', position, false));
        } else if ((c == 'e' || c == 'E') && sql.startsWith("'", position + 1)) {
            add(SqlToken.Kind.STRING, endOfQuoted('\'', position + 1, true));
        } else if (c == '"') {
            add(SqlToken.Kind.QUOTED_NAME, endOfQuoted('"', position, false));
        } else if (c == '$' && dollarTag() != null) {
            String tag = dollarTag();
            int end = sql.indexOf(tag, position + tag.length());
            if (end < 0) {
                throw new UnclosedException("the string that starts with " + tag, position);
            }
            add(SqlToken.Kind.STRING, end + tag.length());
        } else if (Character.isLetter(c) || c == '_') {
            add(SqlToken.Kind.WORD, endOfWord(position));
        } else if (Character.isDigit(c)) {
            int end = position;
            while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
                end++;
            }
            add(SqlToken.Kind.NUMBER, end);
        } else {
            add(SqlToken.Kind.SYMBOL, position + (sql.startsWith("::", position) ? 2 : 1));
        }
    }

    private void add(SqlToken.Kind kind, int end) {
        tokens.add(new SqlToken(kind, sql.substring(position, end), position));
        position = end;
    }

    private int endOfWord(int start) {
        int end = start;
        while (end < sql.length()
                && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_' || sql.charAt(end) == '$')) {
            end++;
        }
        return end;
    }

    private int endOfQuoted(char quote, int start, boolean backslashEscapes) throws UnclosedException {
        int i = start + 1;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (backslashEscapes && c == '\\') {
                i += 2;
            } else if (c == quote && i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i += 2;
            } else if (c == quote) {
                return i + 1;
            } else {
                i++;
            }
        }
        throw new UnclosedException(quote == '"' ? "the quoted name" : "the string", start);
    }

    private @Nullable String dollarTag() {
        int end = position + 1;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        boolean isTag = end < sql.length()
                && sql.charAt(end) == '$'
                && (end == position + 1 || !Character.isDigit(sql.charAt(position + 1)));
        return isTag ? sql.substring(position, end + 1) : null;
    }

    /** The offset after the block comment that starts at an offset. */
    static int endOfBlockComment(String sql, int start) throws UnclosedException {
        int depth = 0;
        int i = start;
        while (i < sql.length()) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        throw new UnclosedException("the comment", start);
    }
}
