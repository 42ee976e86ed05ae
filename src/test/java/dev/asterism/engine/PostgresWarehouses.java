package dev.asterism.engine;

import dev.asterism.testing.PostgresDatabase;
import dev.asterism.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Databases of one PostgreSQL server, each owned by an ordinary role, asked with the server's own catalog. */
final class PostgresWarehouses implements TestWarehouses {
    private final Map<String, PostgresDatabase> databases = new HashMap<>();

    /**
     * @param folder not used: the server keeps its files elsewhere
     */
    PostgresWarehouses(Path folder) {}

    @Override
    public String fresh() {
        PostgresDatabase database = PostgresServer.freshDatabase();
        String url = address(database);
        databases.put(url, database);
        return url;
    }

    /** The address with user and password, as a test hands it to the program. */
    static String address(PostgresDatabase database) {
        return database.url() + "?user=" + database.user() + "&password=" + database.password();
    }

    @Override
    public void delete(String url) {
        List<String> schemas = ask(url, """
                        SELECT nspname FROM pg_namespace
                        WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public')""").stream().map(row -> row.get(0)).toList();
        schemas.forEach(schema -> execute(database(url), "DROP SCHEMA \"" + schema + "\" CASCADE"));
    }

    /** Makes the database anew from a template, as restoring a backup would. */
    @Override
    public void copy(String from, String to) {
        PostgresDatabase source = database(from);
        PostgresDatabase target = databases.containsKey(to) ? database(to) : null;
        if (target == null) {
            throw new IllegalArgumentException(to + " is no database of this test");
        }
        PostgresDatabase superuser = target.superuser();
        PostgresDatabase maintenance =
                new PostgresDatabase(superuser.server(), "postgres", superuser.user(), superuser.password());
        execute(
                maintenance,
                "DROP DATABASE \"" + target.name() + "\" WITH (FORCE)",
                "CREATE DATABASE \"" + target.name() + "\" TEMPLATE \"" + source.name() + "\" OWNER \"" + target.user()
                        + "\"");
        // Reassigning takes databases, too, which belong to the server and not to one database.
        execute(target.superuser(), "REASSIGN OWNED BY \"" + source.user() + "\" TO \"" + target.user() + "\"");
        execute(maintenance, "ALTER DATABASE \"" + source.name() + "\" OWNER TO \"" + source.user() + "\"");
    }

    @Override
    public Map<String, String> comments(String url, String schema, String table) {
        Map<String, String> comments = new LinkedHashMap<>();
        ask(url, """
                        SELECT coalesce(a.attname, ''), d.description
                        FROM pg_description d
                          JOIN pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass
                          JOIN pg_namespace n ON n.oid = c.relnamespace
                          LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
                        WHERE n.nspname = ? AND c.relname = ?""", schema, table).forEach(row -> comments.put(row.get(0), row.get(1)));
        return comments;
    }

    @Override
    public List<String> scratchTables(String url) {
        return ask(url, """
                        SELECT n.nspname || '.' || c.relname
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind IN ('r', 'p') AND (n.nspname = 'asterism_staging' OR n.nspname LIKE 'pg\\_temp%')""").stream().map(row -> row.get(0)).toList();
    }

    @Override
    public String portableType(String type) {
        return type;
    }

    PostgresDatabase database(String url) {
        PostgresDatabase database = databases.get(url);
        if (database == null) {
            throw new IllegalArgumentException(url + " is no database of this test");
        }
        return database;
    }

    private static void execute(PostgresDatabase database, String... statements) {
        try {
            database.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot change " + database.name(), e);
        }
    }

    private static List<List<String>> ask(String url, String sql, String... parameters) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask the database", e);
        }
    }
}
