package dev.asterism.engine.duckdb;

import dev.asterism.engine.jdbc.SqlSession;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens database files of DuckDB. */
public final class DuckDbSessions {
    /** The start of the addresses of this engine. */
    static final String URL_PREFIX = "jdbc:duckdb:";

    private DuckDbSessions() {}

    /** What DuckDB may use of the machine: how much memory, such as {@code 2GB}, and how many threads. */
    public record Resources(String memory, int threads) {}

    /** Opens a file to write it, and creates it if there is none. It is this process's until it is closed. */
    static SqlSession openForBuilding(Path file, Resources resources) {
        Properties properties = new Properties();
        properties.setProperty("threads", String.valueOf(resources.threads()));
        properties.setProperty("preserve_insertion_order", "false");
        properties.setProperty("memory_limit", resources.memory());
        NewFile.createWhereMissing(file);
        return connect(file, properties);
    }

    /** Opens a file to read it and no other file, beside other readers. */
    static SqlSession openForReading(Path file, String memory) {
        Properties properties = new Properties();
        properties.setProperty("access_mode", "READ_ONLY");
        properties.setProperty("enable_external_access", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("allow_persistent_secrets", "false");
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("memory_limit", memory);
        return connect(file, properties);
    }

    private static SqlSession connect(Path file, Properties properties) {
        try {
            SqlSession session = new SqlSession(DriverManager.getConnection(URL_PREFIX + file, properties));
            try {
                session.execute("SET integer_division = true");
                session.execute("SET TimeZone = 'UTC'");
                return session;
            } catch (SQLException failure) {
                session.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw DuckDbErrors.opening(file, failure);
        }
    }
}
