package dev.asterism.catalog;

import dev.asterism.testing.PostgresDatabase;
import dev.asterism.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** A place for a catalog, for one test. */
final class CatalogPlace implements AutoCloseable {
    /** The kinds of place there are; tests run on both. */
    enum Kind {
        SQLITE,
        POSTGRES;

        /** A place without a catalog. */
        CatalogPlace fresh(Path folder) {
            return switch (this) {
                case SQLITE -> sqlite(folder.resolve("catalog.sqlite"));
                case POSTGRES -> postgres(PostgresServer.freshDatabase());
            };
        }
    }

    private final CatalogStore store;
    private final List<String> address;
    private final Optional<PostgresDatabase> database;

    private CatalogPlace(CatalogStore store, List<String> address, Optional<PostgresDatabase> database) {
        this.store = store;
        this.address = address;
        this.database = database;
    }

    private static CatalogPlace sqlite(Path file) {
        return new CatalogPlace(new SqliteStore(file), List.of(file.toString()), Optional.empty());
    }

    private static CatalogPlace postgres(PostgresDatabase database) {
        return new CatalogPlace(
                new PostgresStore(database.dataSource(), database.url()),
                List.of(database.url(), database.user(), database.password()),
                Optional.of(database));
    }

    /** Opens the catalog at an address, in whatever process this is. */
    static Catalog open(List<String> address) {
        if (address.size() == 1) {
            return Catalog.open(Path.of(address.get(0)));
        }
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(address.get(0));
        dataSource.setUser(address.get(1));
        dataSource.setPassword(address.get(2));
        return Catalog.open(dataSource, address.get(0));
    }

    Catalog open() {
        return open(address);
    }

    CatalogDatabase openDatabase() {
        return Catalog.openDatabase(store);
    }

    CatalogStore store() {
        return store;
    }

    /** What {@link #open(List)} takes. */
    List<String> address() {
        return address;
    }

    void execute(String statement) throws SQLException {
        try (Connection connection = store.connect();
                Statement jdbc = connection.createStatement()) {
            jdbc.executeUpdate(statement);
        }
    }

    @Override
    public void close() {
        database.ifPresent(PostgresDatabase::close);
    }
}
