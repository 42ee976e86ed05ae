package dev.asterism.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Refuses constructs that give other results on PostgreSQL than on DuckDB, or depend on more than the data, and says how
 * to write them so that they mean the same everywhere.
 */
final class Portability {
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("to_char", "Use extract, lpad and || instead."),
            Map.entry("to_date", "Use CAST(… AS date) of an ISO text instead."),
            Map.entry("strftime", "Use extract, lpad and || instead."),
            Map.entry("strptime", "Use CAST(… AS timestamp) of an ISO text instead."),
            Map.entry("json_build_object", "Use json_object or plain columns instead."),
            Map.entry("every", "Use bool_and instead."),
            Map.entry("now", "A table's content must follow from the day files alone; use asterism.calendar."),
            Map.entry("random", "A table's content must follow from the day files alone."));

    private static final Map<String, String> WORDS = Map.of(
            "symmetric", "Use BETWEEN least(a, b) AND greatest(a, b) instead.",
            "tablesample", "A table's content must follow from the day files alone.",
            "qualify", "Use a subquery with WHERE instead.",
            "asof", "Use a join with a range condition instead.",
            "pivot", "Use sum(CASE WHEN … END) instead.",
            "unpivot", "Use UNION ALL instead.",
            "current_date", "A table's content must follow from the day files alone; use asterism.calendar.",
            "current_timestamp", "A table's content must follow from the day files alone; use asterism.calendar.");

    private static final Map<String, String> TYPES = Map.of(
            "numeric", "Write the precision and scale, such as numeric(18, 2).",
            "decimal", "Write the precision and scale, such as decimal(18, 2).",
            "float", "Use double precision instead.",
            "real", "Use double precision instead.");

    private Portability() {}

    static void check(SqlText sql) {
        List<SqlToken> tokens = sql.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.kind() != SqlToken.Kind.WORD) {
                continue;
            }
            String word = token.text().toLowerCase(Locale.ROOT);
            boolean qualified = i > 0 && tokens.get(i - 1).isSymbol(".");
            boolean called = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol("(");
            boolean cast = i > 0
                    && (tokens.get(i - 1).isWord("AS") || tokens.get(i - 1).isSymbol("::"));
            if (called && !qualified && FUNCTIONS.containsKey(word)) {
                throw differs(sql, token, FUNCTIONS.get(word));
            } else if (!called && !qualified && WORDS.containsKey(word)) {
                throw differs(sql, token, WORDS.get(word));
            } else if (!called && cast && TYPES.containsKey(word)) {
                throw differs(sql, token, TYPES.get(word));
            } else if (word.equals("user")
                    && !qualified
                    && !(i > 0 && tokens.get(i - 1).isWord("AS"))) {
                throw differs(sql, token, "It means the session's user on PostgreSQL; write \"user\" for a column.");
            }
        }
    }

    private static RuntimeException differs(SqlText sql, SqlToken token, String instead) {
        return sql.error(
                token.start(),
                "'" + token.text() + "' does not mean the same on every engine or every day. " + instead);
    }
}
