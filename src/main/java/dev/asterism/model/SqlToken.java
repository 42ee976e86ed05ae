package dev.asterism.model;

import java.util.Locale;

/**
 * A lexical token of SQL; comments and white space are none.
 *
 * @param kind what it is
 * @param text the token as written, quotes included
 * @param start offset of its first character in the text
 */
record SqlToken(Kind kind, String text, int start) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL
    }

    int end() {
        return start + text.length();
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** The name that an identifier stands for: quotes removed, unquoted words in lower case. */
    String name() {
        return kind == Kind.QUOTED_NAME
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text.toLowerCase(Locale.ROOT);
    }

    String keyword() {
        return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : text;
    }
}
