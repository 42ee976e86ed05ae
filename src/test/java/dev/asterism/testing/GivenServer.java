package dev.asterism.testing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A server that somebody else runs. It is neither stopped nor left with anything.
 *
 * @param address host and port
 * @param superuser of the URL
 * @param password of the URL
 */
record GivenServer(String address, String superuser, String password) implements ServerProcess {
    /** Holds a JDBC URL with a superuser, such as {@code jdbc:postgresql://localhost/postgres?user=u&password=p}. */
    static final String VARIABLE = "ASTERISM_TEST_POSTGRES_URL";

    static Optional<String> urlOfTheEnvironment() {
        return Optional.ofNullable(System.getenv(VARIABLE)).filter(url -> !url.isBlank());
    }

    static GivenServer at(String url) {
        Properties parts = Driver.parseURL(url, new Properties());
        if (parts == null || parts.getProperty("user") == null) {
            throw new IllegalStateException(
                    VARIABLE + " is no URL such as jdbc:postgresql://localhost/postgres?user=u&password=p");
        }
        return new GivenServer(
                parts.getProperty("PGHOST") + ":" + parts.getProperty("PGPORT"),
                parts.getProperty("user"),
                parts.getProperty("password", ""));
    }

    /** It may be too old for more. */
    @Override
    public String databaseOptions() {
        return "TEMPLATE template0 ENCODING 'UTF8'";
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException("The server of " + VARIABLE + " belongs to somebody else");
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException("The server of " + VARIABLE + " belongs to somebody else");
    }

    /** Its processes are not ours, so the session is ended in a way that the server allows. */
    @Override
    public void killSession(int processId) throws IOException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://" + address + "/postgres", superuser, password);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + processId + ")");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {}
}
