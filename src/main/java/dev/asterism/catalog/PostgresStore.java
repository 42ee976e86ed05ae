package dev.asterism.catalog;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.SQLDialect;

/**
 * A catalog in the schema {@code asterism} of the warehouse's own database. The build state is in that schema too, and
 * is none of the catalog's business.
 *
 * @param connections to the database, as a user that owns the schema, or may create it
 * @param name shown in messages, so without a password
 */
record PostgresStore(DataSource connections, String name) implements CatalogStore {
    private static final String SCHEMA = "asterism";

    /** "ASTERISM" in ASCII, so that nobody else comes to lock the same number. */
    private static final long LOCK = 0x415354455249534DL;

    private static final int PATIENCE_SECONDS = 60;
    private static final int ANSWER_SECONDS = 10;

    /** How a server reports that somebody else has just created a schema of that name. */
    private static final Set<String> ALREADY_THERE = Set.of("42P06", "23505");

    /** Classes of what passes by itself: no connection, too many of them, the server going down or coming up. */
    private static final Set<String> PASSING = Set.of("08", "53", "57");

    @Override
    public Connection connect() throws SQLException {
        Connection connection = connections.getConnection();
        try {
            connection.setSchema(SCHEMA);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public int version(Connection connection) throws SQLException {
        if (!isThere(connection, "to_regclass('asterism.flyway_schema_history')")) {
            return NO_VERSION;
        }
        try (Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery(
                        "SELECT max(CAST(version AS integer)) FROM asterism.flyway_schema_history WHERE success")) {
            return version.next() ? version.getInt(1) : NO_VERSION;
        }
    }

    /** Whether this user may use, and add to, the tables that hold what is remembered between runs. */
    boolean mayRemember(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("""
                        SELECT has_table_privilege('asterism.file_digest', 'SELECT')
                          AND has_table_privilege('asterism.file_digest', 'INSERT')
                          AND has_table_privilege('asterism.file_digest', 'UPDATE')""")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** Whether a statement failed because this user may not do that. */
    static boolean isRefused(SQLException failure) {
        return "42501".equals(failure.getSQLState());
    }

    @Override
    public void exclusively(Connection connection, Work work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            try {
                work.run();
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }

    /** An existing schema is not created "if missing": that takes the right to create one, which this user may lack. */
    @Override
    public void prepare(Connection connection) throws SQLException {
        if (isThere(connection, "to_regnamespace('asterism')")) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA asterism");
        } catch (SQLException e) {
            if (!ALREADY_THERE.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
        }
    }

    /** Where the build state was there first, Flyway would refuse a schema that is not empty. */
    @Override
    public FluentConfiguration configure(FluentConfiguration flyway) {
        return flyway.schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .createSchemas(false)
                .baselineOnMigrate(true)
                .baselineVersion(String.valueOf(NO_VERSION));
    }

    @Override
    public boolean isAlive(Connection connection) {
        try {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException neverOfAPositiveTimeout) {
            return false;
        }
    }

    @Override
    public AsterismException cannotOpen(Exception cause) {
        String message =
                "The catalog in schema asterism of " + name + " cannot be opened (" + cause.getMessage() + "). ";
        String state = cause instanceof SQLException failure ? String.valueOf(failure.getSQLState()) : "";
        if (state.length() == 5 && PASSING.contains(state.substring(0, 2))) {
            return new RunFailedException(
                    message + "Expected a server that answers. Check warehouse.url, or run again later.", cause);
        }
        return new InputException(
                message + "Expected a user who owns that schema or, where there is none, may create it. Check"
                        + " warehouse.user and warehouse.password, or have an administrator run: GRANT CREATE ON DATABASE"
                        + " ... TO ...",
                cause);
    }

    @Override
    public String expected() {
        return "Expected a server that answers, and permission to write to the schema asterism.";
    }

    @Override
    public String howToRemove() {
        return "drop the tables check_result, download, run_step, run, file_digest and flyway_schema_history of the"
                + " schema asterism: they are made anew, and only the history of runs is lost.";
    }

    private static boolean isThere(Connection connection, String thing) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT " + thing + " IS NOT NULL")) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
