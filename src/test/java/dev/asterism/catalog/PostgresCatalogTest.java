package dev.asterism.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.testing.PostgresDatabase;
import dev.asterism.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresCatalogTest {
    private static final String WAREHOUSE = "jdbc:postgresql://host/db";

    @AutoClose
    private final PostgresDatabase database = PostgresServer.freshDatabase();

    @Test
    void theCatalogIsInItsSchemaOnly() throws SQLException {
        open().close();

        assertThat(database.value("SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY tablename)"
                        + " FROM pg_tables WHERE tableowner = current_user"))
                .isEqualTo("asterism.asked_again asterism.check_result asterism.download asterism.file_digest"
                        + " asterism.flyway_schema_history asterism.run asterism.run_step");
    }

    @Test
    void aBuildStateThatWasThereFirstStaysAsItIs() throws SQLException {
        database.execute(
                "CREATE SCHEMA asterism",
                "CREATE TABLE asterism.build_state (table_name text)",
                "INSERT INTO asterism.build_state VALUES ('time.day')");

        try (Catalog catalog = open()) {
            catalog.runs().startRun("run", WAREHOUSE);
        }

        try (Catalog catalog = open()) {
            assertThat(catalog.runs().latestRuns(10)).hasSize(1);
        }
        assertThat(database.value("SELECT table_name FROM asterism.build_state"))
                .isEqualTo("time.day");
    }

    @Test
    void theSchemaMayBeCreatedByTheEngineInTheSameMoment() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection engine = database.connect();
                Statement statement = engine.createStatement()) {
            engine.setAutoCommit(false);
            statement.execute("CREATE SCHEMA asterism");
            Future<Catalog> opening = thread.submit(() -> open());
            // The catalog does not see the schema yet, and waits for what becomes of it.
            while (!"t"
                    .equals(database.value("SELECT count(*) > 0 FROM pg_stat_activity"
                            + " WHERE wait_event_type = 'Lock' AND datname = current_database()"))) {
                Thread.onSpinWait();
            }
            statement.execute("CREATE TABLE asterism.build_state (table_name text)");
            engine.commit();

            opening.get(60, TimeUnit.SECONDS).close();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aRoleThatMayNotCreateSchemasNeedsOneThatIsThere() throws SQLException {
        database.superuser()
                .execute(
                        "REVOKE ALL ON DATABASE " + database.name() + " FROM PUBLIC",
                        "CREATE ROLE " + guest().user() + " LOGIN PASSWORD 'guest'",
                        "GRANT CONNECT ON DATABASE " + database.name() + " TO " + guest().user());
        try {
            assertThatThrownBy(() -> open(guest()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("permission denied", database.url(), "GRANT CREATE ON DATABASE");

            database.superuser().execute("CREATE SCHEMA asterism AUTHORIZATION " + guest().user());
            try (Catalog catalog = open(guest())) {
                assertThat(catalog.runs().latestRuns(1)).isEmpty();
            }
        } finally {
            database.superuser().execute("DROP OWNED BY " + guest().user(), "DROP ROLE " + guest().user());
        }
    }

    @Test
    void aWrongPasswordIsAnInputErrorThatDoesNotRepeatIt() {
        assertThatThrownBy(() -> open(database.as(database.user(), "s3cret")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("password authentication failed", "warehouse.password")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aServerThatDoesNotAnswerIsAFailureOfTheRun() {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://localhost:1/db");

        assertThatThrownBy(() -> Catalog.open(nobody, WAREHOUSE))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContainingAll(WAREHOUSE, "Expected a server that answers");
    }

    @Test
    void aBrokenConnectionIsOpenedAnew() throws SQLException {
        try (Catalog catalog = open()) {
            RunId run = catalog.runs().startRun("run", WAREHOUSE);
            assertThat(database.killConnections()).isPositive();

            catalog.runs().finishRun(run, RunStatus.SUCCEEDED);

            assertThat(database.killConnections()).isPositive();
            assertThat(catalog.runs().latestRuns(1)).singleElement().returns(RunStatus.SUCCEEDED, RunRecord::status);
        }
    }

    @Test
    void lookingCreatesNothingAndFindsWhatIsThere() throws SQLException {
        assertThat(openExisting(database)).isEmpty();
        assertThat(database.value("SELECT to_regnamespace('asterism')")).isEqualTo("null");

        open().close();
        try (Catalog catalog = openExisting(database).orElseThrow()) {
            assertThat(catalog.runs().latestRuns(1)).isEmpty();
        }
        database.execute(
                "DELETE FROM asterism.flyway_schema_history WHERE version = '" + CatalogMigration.NEWEST_VERSION + "'");
        assertThat(openExisting(database)).isEmpty();
    }

    @Test
    void lookingDoesWithoutACatalogThatItsUserMayNotWriteTo() throws SQLException {
        open().close();
        database.superuser().execute("CREATE ROLE " + guest().user() + " LOGIN PASSWORD 'guest'");
        try {
            assertThat(openExisting(guest())).isEmpty();

            database.execute(
                    "GRANT USAGE ON SCHEMA asterism TO " + guest().user(),
                    "GRANT SELECT ON ALL TABLES IN SCHEMA asterism TO " + guest().user());
            assertThat(openExisting(guest())).isEmpty();
        } finally {
            database.superuser().execute("DROP OWNED BY " + guest().user(), "DROP ROLE " + guest().user());
        }
    }

    private PostgresDatabase guest() {
        return database.as("guest_" + database.user(), "guest");
    }

    private Catalog open() {
        return open(database);
    }

    private static Catalog open(PostgresDatabase place) {
        return Catalog.open(place.dataSource(), place.url());
    }

    private static Optional<Catalog> openExisting(PostgresDatabase place) {
        return Catalog.openExisting(place.dataSource(), place.url());
    }
}
