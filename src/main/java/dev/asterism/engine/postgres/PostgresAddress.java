package dev.asterism.engine.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL warehouse is and how to log in.
 *
 * @param url the JDBC address
 * @param shownUrl the address without secrets, for messages
 * @param user the role to log in as; empty leaves it to the address and the driver's defaults
 * @param password the role's password; empty leaves it to the address and the driver's defaults
 */
public record PostgresAddress(String url, String shownUrl, Optional<String> user, Optional<String> password) {
    private static final int SECONDS_TO_CONNECT = 10;

    /**
     * Connects.
     *
     * @param purpose what for, shown by the server beside the process
     */
    Connection connect(String purpose) throws SQLException {
        Properties properties = new Properties();
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(secret -> properties.setProperty("password", secret));
        properties.setProperty("ApplicationName", purpose);
        properties.setProperty("connectTimeout", String.valueOf(SECONDS_TO_CONNECT));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        return DriverManager.getConnection(url, properties);
    }

    /** Connections for whoever else works in the database. */
    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        user.ifPresent(dataSource::setUser);
        password.ifPresent(dataSource::setPassword);
        dataSource.setApplicationName("asterism catalog");
        dataSource.setConnectTimeout(SECONDS_TO_CONNECT);
        return dataSource;
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return shownUrl;
    }
}
