package dev.asterism.engine.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.asterism.InputException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets only single queries through.
 *
 * <p>Opening the file for reading is not enough: DuckDB still copies results over its own database file and reads files
 * by function. So DuckDB parses the text into a tree first, which it does for queries only, and the tree is searched for
 * what a query of the stars never needs.
 */
final class QueryGate {
    private static final Pattern EXPLAIN = Pattern.compile("(?is)\\s*EXPLAIN(\\s+ANALYZE)?\\b(.*)");
    private static final Pattern WRITING_NODE = Pattern.compile("INSERT|UPDATE|DELETE|MERGE");
    private static final Set<String> FORBIDDEN_FUNCTIONS =
            Set.of("glob", "sniff_csv", "query", "query_table", "json_execute_serialized_sql", "getenv");
    private static final Pattern READS_FILES = Pattern.compile(
            "(read|parquet)_[a-z_]+|from_substrait.*|[a-z]+_scan(_[a-z]+)?|duckdb_secrets|which_secret|pragma_.*");
    private static final Pattern CHANGES_THE_SESSION =
            Pattern.compile("(enable|disable|truncate)_[a-z_]+|[a-z]+_external_resource(_type)?|(force_)?checkpoint"
                    + "|write_log|nextval|setval|setseed");

    private QueryGate() {}

    static void requireQuery(String sql) throws SQLException {
        Matcher explain = EXPLAIN.matcher(sql);
        String query = explain.matches() ? explain.group(2) : sql;
        String tree;
        try (Connection memory = DriverManager.getConnection("jdbc:duckdb:");
                PreparedStatement statement = memory.prepareStatement("SELECT json_serialize_sql(?)")) {
            statement.setString(1, query);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                tree = row.getString(1);
            }
        }
        try {
            requireHarmless(tree);
        } catch (IOException unreadable) {
            throw new IllegalStateException("DuckDB gave a tree that is no JSON", unreadable);
        }
    }

    private static void requireHarmless(String tree) throws IOException {
        boolean error = false;
        String message = "";
        String errorType = "";
        int statements = 0;
        try (JsonParser json = new JsonFactory().createParser(tree)) {
            int depth = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                    if (token == JsonToken.START_OBJECT && depth == 3) {
                        statements++;
                    }
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token.isScalarValue() && json.currentName() != null) {
                    String name = json.currentName();
                    String value = String.valueOf(json.getValueAsString());
                    if (depth == 1 && name.equals("error")) {
                        error = value.equals("true");
                    } else if (depth == 1 && name.equals("error_type")) {
                        errorType = value;
                    } else if (depth == 1 && name.equals("error_message")) {
                        message = value;
                    } else {
                        requireHarmless(name, value);
                    }
                }
            }
        }
        if (error && errorType.equals("parser")) {
            throw new InputException("This is not valid SQL: " + message);
        }
        if (error) {
            throw refused("this is no query");
        }
        if (statements != 1) {
            throw refused(statements == 0 ? "there is no query in it" : "it holds " + statements + " statements");
        }
    }

    private static void requireHarmless(String name, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (name.equals("type") && WRITING_NODE.matcher(value).find()) {
            throw refused("it changes data");
        }
        if (name.equals("function_name")
                && (FORBIDDEN_FUNCTIONS.contains(lower)
                        || READS_FILES.matcher(lower).matches())) {
            throw refused("the function " + value + " reaches beyond the warehouse");
        }
        if (name.equals("function_name") && CHANGES_THE_SESSION.matcher(lower).matches()) {
            throw refused("the function " + value + " changes more than it gives");
        }
        if (name.equals("table_name") && (value.indexOf('/') >= 0 || value.indexOf('\\') >= 0)) {
            throw refused("'" + value + "' is a file, no table");
        }
    }

    private static InputException refused(String why) {
        return new InputException("Only one query that reads the warehouse can be run here, and " + why
                + ". Expected SELECT, WITH, VALUES, FROM, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN; tables are changed by"
                + " models, with 'asterism run'.");
    }
}
