package dev.asterism.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the tables that a SELECT reads: the names after FROM and JOIN and the commas between them, in subqueries and
 * common table expressions too.
 *
 * <p>It looks at tokens only, so that it takes any SELECT that an engine takes; whether the statement is valid is for
 * the engine to say. A scanner rather than a parser from a library, because the exact offsets are needed to hand the
 * statement other rows of the same table, and because a parser that lags behind an engine's dialect refuses good SQL.
 */
final class TableReferences {
    /** Functions whose arguments may hold the word FROM. */
    private static final Set<String> FUNCTIONS_WITH_FROM =
            Set.of("EXTRACT", "SUBSTRING", "TRIM", "OVERLAY", "POSITION", "LTRIM", "RTRIM");

    private static final Set<String> ENDS_FROM = Set.of(
            "SELECT",
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "WINDOW",
            "QUALIFY",
            "VALUES",
            "RETURNING");

    private static final Set<String> NO_ALIAS = Set.of(
            "ON",
            "USING",
            "JOIN",
            "LEFT",
            "RIGHT",
            "FULL",
            "INNER",
            "CROSS",
            "NATURAL",
            "ASOF",
            "SEMI",
            "ANTI",
            "POSITIONAL",
            "LATERAL",
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "FOR",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "WINDOW",
            "QUALIFY",
            "TABLESAMPLE",
            "RETURNING");

    /** A parenthesis, bracket or brace that is open, or the statement itself. */
    private static final class Level {
        private final boolean functionWithFrom;
        private boolean inFrom;
        private boolean expectsTable;

        private Level(boolean functionWithFrom, boolean expectsTable) {
            this.functionWithFrom = functionWithFrom;
            this.inFrom = expectsTable;
            this.expectsTable = expectsTable;
        }
    }

    private final SqlText sql;
    private final List<SqlToken> tokens;
    private final Set<String> commonTableExpressions;
    private final List<TableReference> found = new ArrayList<>();
    private final Deque<Level> levels = new ArrayDeque<>();

    private TableReferences(SqlText sql, List<SqlToken> tokens) {
        this.sql = sql;
        this.tokens = tokens;
        this.commonTableExpressions = commonTableExpressions(tokens);
    }

    static List<TableReference> in(SqlText sql, List<SqlToken> tokens) {
        TableReferences references = new TableReferences(sql, tokens);
        references.scan();
        references.refuseColumnsWithSchema();
        return List.copyOf(references.found);
    }

    private void scan() {
        levels.push(new Level(false, false));
        int i = 0;
        while (i < tokens.size()) {
            SqlToken token = tokens.get(i);
            Level level = levels.element();
            if (token.isSymbol("(")) {
                boolean function =
                        i > 0 && FUNCTIONS_WITH_FROM.contains(tokens.get(i - 1).keyword());
                levels.push(new Level(function, level.expectsTable));
                level.expectsTable = false;
            } else if (token.isSymbol("[") || token.isSymbol("{")) {
                levels.push(new Level(false, false));
            } else if (token.isSymbol(")") || token.isSymbol("]") || token.isSymbol("}")) {
                if (levels.size() > 1) {
                    levels.pop();
                }
            } else if (token.isSymbol(",")) {
                level.expectsTable = level.inFrom;
            } else if (startsTables(i) && !(token.isWord("FROM") && level.functionWithFrom)) {
                level.inFrom = true;
                level.expectsTable = true;
            } else if (endsTables(i)) {
                level.inFrom = false;
                level.expectsTable = false;
            } else if (level.expectsTable && token.isName() && !token.isWord("LATERAL") && !token.isWord("ONLY")) {
                level.expectsTable = false;
                i = reference(i);
                continue;
            } else if (level.expectsTable && token.kind() == SqlToken.Kind.STRING) {
                throw TableFunctions.readsByItself(sql, token);
            }
            i++;
        }
    }

    /** Other rows are handed to a statement under the table's own name, where {@code schema.table.column} is unknown. */
    private void refuseColumnsWithSchema() {
        Set<TableName> tables = new HashSet<>();
        found.forEach(reference -> tables.add(reference.table()));
        for (int i = 0; i + 4 < tokens.size(); i++) {
            if (isNameAndPoint(i)
                    && isNameAndPoint(i + 2)
                    && tables.contains(new TableName(
                            tokens.get(i).name(), tokens.get(i + 2).name()))) {
                throw sql.error(
                        tokens.get(i).start(),
                        "a column is named by its table without the schema: write "
                                + tokens.get(i + 2).text() + "."
                                + tokens.get(i + 4).text() + ".");
            }
        }
    }

    private boolean isNameAndPoint(int index) {
        return tokens.get(index).isName() && tokens.get(index + 1).isSymbol(".");
    }

    private boolean startsTables(int index) {
        SqlToken token = tokens.get(index);
        return isKeyword(index)
                && (token.isWord("JOIN") || token.isWord("TABLE") || (token.isWord("FROM") && !isDistinctFrom(index)));
    }

    private boolean endsTables(int index) {
        SqlToken token = tokens.get(index);
        // Elsewhere WITH belongs to a table or a type: WITH ORDINALITY, timestamp WITH time zone.
        boolean startsQuery =
                token.isWord("WITH") && (index == 0 || tokens.get(index - 1).isSymbol("("));
        return isKeyword(index) && (startsQuery || ENDS_FROM.contains(token.keyword()));
    }

    /** Whether a token may be a keyword: a word that is no column's name after a point and no alias after AS. */
    private boolean isKeyword(int index) {
        return tokens.get(index).kind() == SqlToken.Kind.WORD
                && (index == 0
                        || !(tokens.get(index - 1).isSymbol(".")
                                || tokens.get(index - 1).isWord("AS")));
    }

    /** Takes the name that starts at a token; gives the index of the token after it. */
    private int reference(int first) {
        int next = first + 1;
        while (next + 1 < tokens.size()
                && tokens.get(next).isSymbol(".")
                && tokens.get(next + 1).isName()) {
            next += 2;
        }
        if (next < tokens.size() && tokens.get(next).isSymbol("(")) {
            TableFunctions.requireOfItsArguments(sql, tokens.get(next - 1));
            return next;
        }
        SqlToken token = tokens.get(first);
        int parts = (next - first + 1) / 2;
        if (parts == 1) {
            if (!commonTableExpressions.contains(token.name())) {
                if (isFileName(token)) {
                    throw TableFunctions.readsByItself(sql, token);
                }
                throw sql.error(
                        token.start(), "the table '" + token.text() + "' has no schema. Write it as schema.table.");
            }
            return next;
        }
        if (parts > 2) {
            throw sql.error(
                    token.start(),
                    "a table is named by schema and name only, without a catalog, so that it is found on every engine");
        }
        TableName table = new TableName(token.name(), tokens.get(first + 2).name());
        found.add(new TableReference(table, token.start(), tokens.get(first + 2).end(), isAlias(next)));
        return next;
    }

    private static boolean isFileName(SqlToken token) {
        return token.name().indexOf('.') >= 0 || token.name().indexOf('/') >= 0;
    }

    private boolean isAlias(int index) {
        if (index >= tokens.size()) {
            return false;
        }
        SqlToken token = tokens.get(index);
        return token.isName() && (token.kind() == SqlToken.Kind.QUOTED_NAME || !NO_ALIAS.contains(token.keyword()));
    }

    /** Whether the FROM at an index belongs to IS [NOT] DISTINCT FROM. */
    private boolean isDistinctFrom(int index) {
        return index > 1
                && tokens.get(index - 1).isWord("DISTINCT")
                && (tokens.get(index - 2).isWord("IS") || tokens.get(index - 2).isWord("NOT"));
    }

    /** The names before {@code AS (} or {@code (columns) AS (}: common table expressions, and windows, which do no harm. */
    private static Set<String> commonTableExpressions(List<SqlToken> tokens) {
        Set<String> names = new HashSet<>();
        for (int i = 1; i + 1 < tokens.size(); i++) {
            if (!tokens.get(i).isWord("AS")) {
                continue;
            }
            int body = i + 1;
            while (body < tokens.size()
                    && (tokens.get(body).isWord("NOT") || tokens.get(body).isWord("MATERIALIZED"))) {
                body++;
            }
            if (body >= tokens.size() || !tokens.get(body).isSymbol("(")) {
                continue;
            }
            int name = i - 1;
            if (tokens.get(name).isSymbol(")")) {
                while (name > 0 && !tokens.get(name).isSymbol("(")) {
                    name--;
                }
                name--;
            }
            if (name >= 0 && tokens.get(name).isName()) {
                names.add(tokens.get(name).name());
            }
        }
        return names;
    }
}
