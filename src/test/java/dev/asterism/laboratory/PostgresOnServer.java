package dev.asterism.laboratory;

import dev.asterism.testing.PostgresDatabase;
import dev.asterism.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database of an ordinary role on a PostgreSQL server whose sessions may be killed. */
final class PostgresOnServer implements LaboratoryWarehouse {
    private final PostgresServer server;
    private final PostgresDatabase database;

    PostgresOnServer(PostgresServer server) {
        this.server = server;
        this.database = server.createDatabase();
        try {
            // Servers of tests save time by keeping the last commits in memory only, which a crash would lose.
            database.superuser().execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = on");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    PostgresDatabase database() {
        return database;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "ASTERISM_WAREHOUSE_URL", database.url(),
                "ASTERISM_WAREHOUSE_USER", database.user(),
                "ASTERISM_WAREHOUSE_PASSWORD", database.password());
    }

    @Override
    public Connection connect() throws SQLException {
        server.awaitAnswer();
        return database.connect();
    }

    @Override
    public Connection connectToCatalog() throws SQLException {
        Connection connection = connect();
        connection.setSchema("asterism");
        return connection;
    }

    @Override
    public LaboratoryWarehouse fresh() {
        return new PostgresOnServer(server);
    }

    @Override
    public String queryOfScratchTables() {
        return """
                SELECT n.nspname || '.' || c.relname
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND (n.nspname = 'asterism_staging' OR n.nspname LIKE 'pg\\_temp%')
                UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'asterism_staging'""";
    }

    @Override
    public Optional<String> killSession(int choice) throws SQLException {
        List<Integer> processes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (Connection connection = database.superuser().connect();
                Statement statement = connection.createStatement();
                ResultSet sessions = statement.executeQuery("SELECT pid, application_name FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name LIKE 'asterism%' ORDER BY pid")) {
            while (sessions.next()) {
                processes.add(sessions.getInt(1));
                names.add(sessions.getString(2).split(" on ", -1)[0]);
            }
        }
        if (processes.isEmpty()) {
            return Optional.empty();
        }
        int chosen = choice % processes.size();
        server.killSession(processes.get(chosen));
        return Optional.of(names.get(chosen));
    }

    @Override
    public void close() {
        server.awaitAnswer();
        database.close();
    }
}
