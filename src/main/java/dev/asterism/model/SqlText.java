package dev.asterism.model;

import dev.asterism.InputException;
import dev.asterism.header.Position;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of a model file, as its author wrote it. Immutable.
 *
 * <p>The header's comment belongs to the text, so that line numbers in an engine's messages are those of the file.
 */
public final class SqlText {
    private static final Set<String> QUERY_STARTS = Set.of("SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN");

    private static final Set<String> COMBINING = Set.of("UNION", "INTERSECT", "EXCEPT");

    private final Path file;
    private final String text;
    private final List<SqlToken> tokens;
    private final List<TableReference> references;
    private final SortedSet<TableName> tables;

    /** Reads the SQL of a file; fails with {@link InputException} where a string, name or comment is not closed. */
    public SqlText(Path file, String fileText) {
        this.file = file;
        List<SqlToken> all;
        try {
            all = SqlLexer.tokens(fileText);
        } catch (SqlLexer.UnclosedException unclosed) {
            throw position(fileText, unclosed.start()).error(String.valueOf(unclosed.getMessage()));
        }
        int last = all.size() - 1;
        if (last >= 0 && all.get(last).isSymbol(";")) {
            this.text = (fileText.substring(0, all.get(last).start())
                            + fileText.substring(all.get(last).end()))
                    .stripTrailing();
            this.tokens = all.subList(0, last);
        } else {
            this.text = fileText.stripTrailing();
            this.tokens = all;
        }
        this.references = isSelect() ? TableReferences.in(this, tokens) : List.of();
        this.tables = Collections.unmodifiableSortedSet(
                references.stream().map(TableReference::table).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The statement as written, header included, without a semicolon at its end. */
    public String text() {
        return text;
    }

    /** Whether the statement starts with SELECT, WITH, VALUES or a parenthesis. */
    public boolean isSelect() {
        return !tokens.isEmpty()
                && (tokens.get(0).isWord("SELECT")
                        || tokens.get(0).isWord("WITH")
                        || tokens.get(0).isWord("VALUES")
                        || tokens.get(0).isSymbol("("));
    }

    /**
     * Whether the statement as a whole is one SELECT DISTINCT, so that no two of its rows are equal. Not told of
     * statements that start with WITH or combine several SELECTs.
     */
    public boolean isSelectDistinct() {
        if (tokens.size() < 3
                || !tokens.get(0).isWord("SELECT")
                || !tokens.get(1).isWord("DISTINCT")
                || tokens.get(2).isWord("ON")) {
            return false;
        }
        int depth = 0;
        for (SqlToken token : tokens) {
            depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
            if (depth == 0 && COMBINING.contains(token.keyword())) {
                return false;
            }
        }
        return true;
    }

    /** Every table that stands after FROM or JOIN. */
    public SortedSet<TableName> tables() {
        return tables;
    }

    /** Where a table is first read; the start of the statement where it is not. */
    public Position positionOf(TableName table) {
        return references.stream()
                .filter(reference -> reference.table().equals(table))
                .findFirst()
                .map(reference -> position(reference.start()))
                .orElseGet(this::start);
    }

    /** Every name in the statement with its place, in order: those of tables, columns and functions, and keywords too. */
    public Stream<NameInSql> names() {
        return tokens.stream().filter(SqlToken::isName).map(token -> new NameInSql(token.name(), token.start()));
    }

    /** Returns the failure "what is wrong with this name", with its place. */
    public InputException error(NameInSql name, String whatIsWrong) {
        return error(name.start(), whatIsWrong);
    }

    /**
     * A name in a statement.
     *
     * @param name what it stands for: without quotes, in lower case if it was not quoted
     * @param start the offset of its first character in the text
     */
    public record NameInSql(String name, int start) {}

    /** Where the statement starts, after the header. */
    public Position start() {
        return tokens.isEmpty()
                ? new Position(file, 1, 1)
                : position(tokens.get(0).start());
    }

    /** The same statement reads the same: tokens joined by one blank, comments left out, keywords in lower case. */
    public String normalised() {
        return tokens.stream()
                .map(token -> token.kind() == SqlToken.Kind.WORD ? token.name() : token.text())
                .collect(Collectors.joining(" "));
    }

    /**
     * The statement with other relations in the place of some tables. Everything else stays as written, line by line.
     *
     * @param relation the relation to read for a table, such as {@code (SELECT …)}; empty to leave the table as it is
     */
    public String reading(Function<TableName, Optional<String>> relation) {
        StringBuilder result = new StringBuilder();
        int copied = 0;
        for (TableReference reference : references) {
            Optional<String> replacement = relation.apply(reference.table());
            if (replacement.isEmpty()) {
                continue;
            }
            result.append(text, copied, reference.start()).append(replacement.get());
            if (!reference.aliased()) {
                result.append(" AS \"")
                        .append(reference.table().name().replace("\"", "\"\""))
                        .append('"');
            }
            copied = reference.end();
        }
        return result.append(text, copied, text.length()).toString();
    }

    /**
     * Lets only the text of one query through: one statement that starts with SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN.
     *
     * @return the text without a semicolon at its end and what follows that
     * @throws InputException where it is something else
     */
    public static String requireSingleQuery(String sql) {
        List<SqlToken> all;
        try {
            all = SqlLexer.tokens(sql);
        } catch (SqlLexer.UnclosedException unclosed) {
            throw new InputException("This is not valid SQL: " + unclosed.getMessage() + ".", unclosed);
        }
        boolean ends = !all.isEmpty() && all.get(all.size() - 1).isSymbol(";");
        List<SqlToken> tokens = ends ? all.subList(0, all.size() - 1) : all;
        boolean isQuery = !tokens.isEmpty()
                && (tokens.get(0).isSymbol("(")
                        || QUERY_STARTS.contains(tokens.get(0).keyword()));
        if (!isQuery || tokens.stream().anyMatch(token -> token.isSymbol(";"))) {
            throw new InputException("Only one query that reads the warehouse can be run here. Expected SELECT, WITH,"
                    + " VALUES, TABLE, SHOW or EXPLAIN; tables are changed by models, with 'asterism run'.");
        }
        return ends ? sql.substring(0, all.get(all.size() - 1).start()) : sql;
    }

    List<SqlToken> tokens() {
        return tokens;
    }

    Position position(int offset) {
        return position(text, offset);
    }

    private Position position(String text, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        return new Position(file, line, offset - lineStart + 1);
    }

    InputException error(int offset, String whatIsWrong) {
        return position(offset).error(whatIsWrong);
    }
}
