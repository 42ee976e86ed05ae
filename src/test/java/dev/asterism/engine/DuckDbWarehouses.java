package dev.asterism.engine;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** DuckDB files in a folder, asked with DuckDB's own driver. */
final class DuckDbWarehouses implements TestWarehouses {
    private static final String PREFIX = "jdbc:duckdb:";

    private final Path folder;
    private int count;

    DuckDbWarehouses(Path folder) {
        this.folder = folder;
    }

    @Override
    public String fresh() {
        count++;
        return PREFIX + folder.resolve("warehouse" + count + ".duckdb");
    }

    @Override
    public void delete(String url) {
        try {
            Files.delete(file(url));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void copy(String from, String to) {
        try {
            Files.copy(file(from), file(to), REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> comments(String url, String schema, String table) {
        Map<String, String> comments = new LinkedHashMap<>();
        List<List<String>> rows = ask(url, """
                SELECT '', comment FROM duckdb_tables() WHERE schema_name = ?1 AND table_name = ?2
                UNION ALL SELECT '', comment FROM duckdb_views() WHERE schema_name = ?1 AND view_name = ?2
                UNION ALL SELECT column_name, comment FROM duckdb_columns() WHERE schema_name = ?1 AND table_name = ?2
                """, schema, table);
        rows.forEach(row -> comments.put(row.get(0), row.get(1)));
        comments.values().removeIf("∅"::equals);
        return comments;
    }

    @Override
    public List<String> scratchTables(String url) {
        return ask(url, """
                SELECT schema_name || '.' || table_name FROM duckdb_tables()
                WHERE NOT internal AND (temporary OR schema_name IN ('main', 'temp') OR table_name LIKE '%staged%')
                """).stream().map(row -> row.get(0)).toList();
    }

    @Override
    public String portableType(String type) {
        return type.equals("VARCHAR") ? "text" : type.toLowerCase(Locale.ROOT);
    }

    /** The tables in a file. */
    static List<String> tables(Path file) {
        return ask(
                        PREFIX + file,
                        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal ORDER BY 1")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    static Path file(String url) {
        return Path.of(url.substring(PREFIX.length()));
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
                        String value = result.getString(i);
                        row.add(value == null ? "∅" : value);
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask " + url, e);
        }
    }
}
