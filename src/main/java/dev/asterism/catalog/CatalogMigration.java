package dev.asterism.catalog;

import dev.asterism.InputException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * Creates and updates the tables of a catalog. Flyway takes longer to start than a run with nothing to do may take, so
 * it is started only where there is something to migrate.
 */
final class CatalogMigration {
    /** The version of the newest file in {@code schema/}. */
    static final int NEWEST_VERSION = 6;

    private static final String LOCATION = "classpath:dev/asterism/catalog/schema";

    private final CatalogStore store;

    CatalogMigration(CatalogStore store) {
        this.store = store;
    }

    /** Migrates where the catalog is older than this program; one process at a time, the others wait. */
    void bringUpToDate(Connection connection) throws SQLException, IOException {
        if (isUpToDate(connection)) {
            return;
        }
        store.exclusively(connection, () -> {
            if (!isUpToDate(connection)) {
                migrate(connection);
            }
        });
    }

    /** Whether nothing is to be done; a catalog of a newer program is refused. */
    boolean isUpToDate(Connection connection) throws SQLException {
        int version = store.version(connection);
        if (version > NEWEST_VERSION) {
            throw new InputException("The catalog " + store.name() + " is of version " + version
                    + ", written by a newer Asterism. Expected at most version " + NEWEST_VERSION
                    + ". Use the newer program, or " + store.howToRemove());
        }
        return version == NEWEST_VERSION;
    }

    private void migrate(Connection connection) throws SQLException {
        store.prepare(connection);
        LogFactory.setFallbackLogCreator(flywayClass -> new FlywayLog());
        try {
            // "console" means the fallback set above.
            store.configure(Flyway.configure(CatalogMigration.class.getClassLoader())
                            .loggers("console")
                            .dataSource(store.connections())
                            .locations(LOCATION))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new InputException(
                    "The catalog " + store.name() + " cannot be brought to version " + NEWEST_VERSION + " ("
                            + e.getMessage() + "). Expected a catalog that this program wrote. To go on, "
                            + store.howToRemove(),
                    e);
        }
    }
}
