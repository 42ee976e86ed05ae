package dev.asterism.laboratory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** A DuckDB file in a folder. */
record DuckDbInFile(Path file) implements LaboratoryWarehouse {
    @Override
    public Map<String, String> environment() {
        return Map.of("ASTERISM_WAREHOUSE_URL", "jdbc:duckdb:" + file);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + file);
    }

    @Override
    public Connection connectToCatalog() throws SQLException {
        String name = file.getFileName().toString().replace(".duckdb", ".catalog.sqlite");
        return DriverManager.getConnection("jdbc:sqlite:" + file.resolveSibling(name));
    }

    @Override
    public LaboratoryWarehouse fresh() {
        return new DuckDbInFile(file.resolveSibling("fresh-" + UUID.randomUUID() + ".duckdb"));
    }

    @Override
    public String queryOfScratchTables() {
        return """
                SELECT schema_name || '.' || table_name FROM duckdb_tables()
                WHERE NOT internal AND (temporary OR schema_name IN ('main', 'temp') OR table_name LIKE '%staged%')""";
    }

    @Override
    public Optional<String> killSession(int choice) {
        return Optional.empty();
    }

    /** Removes the file and what belongs to it. */
    @Override
    public void close() {
        String name = file.getFileName().toString().replace(".duckdb", "");
        try (Stream<Path> files = Files.list(file.getParent())) {
            for (Path path : (Iterable<Path>) files::iterator) {
                if (path.getFileName().toString().startsWith(name + ".")) {
                    FileUtils.forceDelete(path.toFile());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
