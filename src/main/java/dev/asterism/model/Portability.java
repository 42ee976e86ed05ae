package dev.asterism.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses constructs that depend on more than the data, and, in what runs in the warehouse itself, those that give other
 * results on PostgreSQL than on DuckDB; and says what to write instead.
 */
final class Portability {
    private static final String FROM_DAYS = "A table's content must follow from the day files alone.";
    private static final String CALENDAR = FROM_DAYS.replace(".", "; use asterism.calendar.");

    private static final Map<String, String> CHANGING_FUNCTIONS = Map.ofEntries(
            Map.entry("now", CALENDAR),
            Map.entry("today", CALENDAR),
            Map.entry("get_current_timestamp", CALENDAR),
            Map.entry("get_current_time", CALENDAR),
            Map.entry("transaction_timestamp", CALENDAR),
            Map.entry("clock_timestamp", CALENDAR),
            Map.entry("random", FROM_DAYS),
            Map.entry("setseed", FROM_DAYS),
            Map.entry("uuid", FROM_DAYS),
            Map.entry("uuidv4", FROM_DAYS),
            Map.entry("uuidv7", FROM_DAYS),
            Map.entry("gen_random_uuid", FROM_DAYS),
            Map.entry("nextval", FROM_DAYS));

    private static final Map<String, String> CHANGING_WORDS = Map.of(
            "tablesample", FROM_DAYS,
            "current_date", CALENDAR,
            "current_time", CALENDAR,
            "current_timestamp", CALENDAR,
            "localtime", CALENDAR,
            "localtimestamp", CALENDAR);

    private static final Map<String, String> FUNCTIONS = Map.of(
            "to_char", "Use extract, lpad and || instead.",
            "to_date", "Use CAST(… AS date) of an ISO text instead.",
            "strftime", "Use extract, lpad and || instead.",
            "strptime", "Use CAST(… AS timestamp) of an ISO text instead.",
            "json_build_object", "Use json_object or plain columns instead.",
            "every", "Use bool_and instead.");

    private static final Map<String, String> WORDS = Map.of(
            "symmetric", "Use BETWEEN least(a, b) AND greatest(a, b) instead.",
            "qualify", "Use a subquery with WHERE instead.",
            "asof", "Use a join with a range condition instead.",
            "pivot", "Use sum(CASE WHEN … END) instead.",
            "unpivot", "Use UNION ALL instead.");

    private static final Map<String, String> TYPES = Map.of(
            "numeric", "Write the precision and scale, such as numeric(18, 2).",
            "decimal", "Write the precision and scale, such as decimal(18, 2).",
            "float", "Use double precision instead.",
            "real", "Use double precision instead.");

    private Portability() {}

    /**
     * Checks a statement.
     *
     * @param runsInWarehouse whether the warehouse itself runs it, and not the embedded engine that computes tables
     */
    static void check(SqlText sql, boolean runsInWarehouse) {
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
            Optional<String> instead = Optional.empty();
            if (called && !qualified) {
                instead = find(word, CHANGING_FUNCTIONS, FUNCTIONS, runsInWarehouse);
            } else if (!called && !qualified) {
                instead = find(word, CHANGING_WORDS, WORDS, runsInWarehouse);
            }
            if (!called && cast && runsInWarehouse && TYPES.containsKey(word)) {
                instead = Optional.ofNullable(TYPES.get(word));
            }
            if (instead.isPresent()) {
                throw differs(sql, token, instead.get());
            } else if (word.equals("user")
                    && !qualified
                    && !(i > 0 && tokens.get(i - 1).isWord("AS"))) {
                throw differs(sql, token, "It means the session's user on PostgreSQL; write \"user\" for a column.");
            }
        }
    }

    private static Optional<String> find(
            String word, Map<String, String> changing, Map<String, String> differing, boolean runsInWarehouse) {
        return Optional.ofNullable(changing.getOrDefault(word, runsInWarehouse ? differing.get(word) : null));
    }

    private static RuntimeException differs(SqlText sql, SqlToken token, String instead) {
        return sql.error(
                token.start(),
                "'" + token.text() + "' does not mean the same on every engine or every day. " + instead);
    }
}
