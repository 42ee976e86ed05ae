package dev.asterism.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
    @Test
    void aFreshDatabaseBelongsToAnOrdinaryRole() throws SQLException {
        try (PostgresDatabase database = PostgresServer.freshDatabase()) {
            assertThat(database.value("SELECT current_user")).isEqualTo(database.user());
            assertThat(database.value("SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls FROM pg_roles"
                            + " WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThat(database.value(
                            "SELECT pg_get_userbyid(datdba) FROM pg_database" + " WHERE datname = current_database()"))
                    .isEqualTo(database.user());
            database.execute("CREATE SCHEMA mine", "CREATE TABLE mine.table_of_mine (id integer)");
        }
    }

    @Test
    void everyDatabaseIsEmptyAndGoneWhenClosed() throws SQLException {
        PostgresDatabase first = PostgresServer.freshDatabase();
        first.execute("CREATE TABLE only_here (id integer)");
        try (PostgresDatabase second = PostgresServer.freshDatabase();
                Connection open = first.connect()) {
            assertThat(second.value("SELECT to_regclass('only_here')")).isEqualTo("null");
            first.close();
            assertThat(second.superuser()
                            .value("SELECT count(*) FROM pg_database WHERE datname = '" + first.name() + "'"))
                    .isEqualTo("0");
            assertThat(open.isValid(1)).isFalse();
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (PostgresDatabase database = PostgresServer.freshDatabase()) {
            assertThatThrownBy(() -> database.as(database.user(), "wrong").connect())
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThatThrownBy(() -> database.as("postgres", "").connect()).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theSuperuserMayCreateRoles() throws SQLException {
        try (PostgresDatabase database = PostgresServer.freshDatabase()) {
            assertThat(database.superuser().value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("t");
        }
    }

    @Test
    void connectionsCanBeKilled() throws SQLException {
        try (PostgresDatabase database = PostgresServer.freshDatabase();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            assertThat(database.killConnections()).isEqualTo(1);

            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
        }
    }

    @Test
    void anOwnServerKeepsItsDataAndAddressWhenItIsStoppedAndStarted() throws SQLException {
        try (PostgresServer server = PostgresServer.startOwn()) {
            PostgresDatabase database = server.createDatabase();
            database.execute("CREATE TABLE kept (id integer)");

            server.stop();
            assertThatThrownBy(database::connect)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));

            server.start();
            assertThat(database.value("SELECT count(*) FROM kept")).isEqualTo("0");
            // As on most servers: by bytes B would come first.
            assertThat(database.value("SELECT 'a' < 'B'")).isEqualTo("t");
        }
    }

    @Test
    void whereThereIsNoServerTheMessageSaysHowToGetOne() {
        ServerSource broken = new ServerSource("Broken", () -> {
            throw new IllegalStateException("out of order");
        });

        assertThatThrownBy(() -> ServerSource.first(List.of(broken)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("Broken: out of order", "Docker", "ASTERISM_TEST_POSTGRES_URL=");
    }

    @Test
    void theUrlOfAGivenServerNamesItsSuperuser() {
        assertThat(GivenServer.at("jdbc:postgresql://db.example/postgres?user=ann&password=p%26q"))
                .isEqualTo(new GivenServer("db.example:5432", "ann", "p&q"));
        assertThatThrownBy(() -> GivenServer.at("db.example")).hasMessageContaining("ASTERISM_TEST_POSTGRES_URL");
    }
}
