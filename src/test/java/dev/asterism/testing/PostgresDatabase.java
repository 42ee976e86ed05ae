package dev.asterism.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database, and a user of it.
 *
 * @param name of the database
 * @param user its owner, an ordinary role; or the superuser
 */
public record PostgresDatabase(PostgresServer server, String name, String user, String password)
        implements AutoCloseable {
    /** Without user and password. */
    public String url() {
        return "jdbc:postgresql://" + server.address() + "/" + name;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user, password);
    }

    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    /** The same database for a user who may do everything, such as creating roles. */
    public PostgresDatabase superuser() {
        return server.asSuperuser(name);
    }

    /** The same database for another user. */
    public PostgresDatabase as(String otherUser, String otherPassword) {
        return new PostgresDatabase(server, name, otherUser, otherPassword);
    }

    /** Executes statements, each in a transaction of its own. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement jdbc = connection.createStatement()) {
            for (String statement : statements) {
                jdbc.execute(statement);
            }
        }
    }

    /** The first column of the first row as text. */
    public String value(String query) throws SQLException {
        try (Connection connection = connect();
                Statement jdbc = connection.createStatement();
                ResultSet rows = jdbc.executeQuery(query)) {
            if (!rows.next()) {
                throw new AssertionError("No row: " + query);
            }
            return String.valueOf(rows.getString(1));
        }
    }

    /** Cuts every connection to the database, as a crash of its backends would, and returns how many there were. */
    public int killConnections() throws SQLException {
        String count = superuser()
                .value("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        return Integer.parseInt(count);
    }

    /** Drops the database and its owner, unless it is the superuser's view of it. */
    @Override
    public void close() {
        try {
            server.drop(this);
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + name + " cannot be dropped", e);
        }
    }
}
