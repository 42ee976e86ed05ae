package dev.asterism.catalog;

import dev.asterism.AsterismException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.SQLDialect;

/** Where a catalog is kept, and all that is particular to that kind of place. */
sealed interface CatalogStore permits PostgresStore, SqliteStore {
    /** The version of a catalog that is not there yet. */
    int NO_VERSION = 0;

    /** Names the place in messages, after "The catalog". */
    String name();

    /** A new connection, on which the tables are known by their bare names. The caller closes it. */
    Connection connect() throws SQLException;

    /** Connections for Flyway. */
    DataSource connections();

    SQLDialect dialect();

    /** The version of the last migration, {@link #NO_VERSION} where there is no catalog yet. */
    int version(Connection connection) throws SQLException;

    /** Does the work while no other process does such work; waits for those that do. */
    void exclusively(Connection connection, Work work) throws SQLException, IOException;

    /** Makes the place ready for the first migration; does no harm where it is. */
    void prepare(Connection connection) throws SQLException;

    /** Adds what Flyway needs to know about the place. */
    FluentConfiguration configure(FluentConfiguration flyway);

    /** Whether a connection can still be used. */
    boolean isAlive(Connection connection);

    /** The failure to show where the catalog cannot be opened. */
    AsterismException cannotOpen(Exception cause);

    /** What is needed to work with an open catalog, as a sentence. */
    String expected();

    /** How to get rid of a catalog that is beyond help, as the end of a sentence. */
    String howToRemove();

    /** A piece of work on the catalog. */
    interface Work {
        void run() throws SQLException;
    }
}
