package dev.asterism.config;

import dev.asterism.InputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where the stars are built: what {@code warehouse.url} and its companions say, taken apart. Immutable. */
public sealed interface WarehouseAddress {
    /** The start of the addresses of DuckDB files. */
    String DUCKDB_PREFIX = "jdbc:duckdb:";

    /** The start of the addresses of PostgreSQL servers. */
    String POSTGRES_PREFIX = "jdbc:postgresql:";

    /** The address as messages, logs and the history of runs may hold it, without secrets. */
    String shownUrl();

    /** Returns what the function for this kind of warehouse makes of it; so that a new kind is thought of everywhere. */
    <R> R choose(Function<? super DuckDbFile, ? extends R> file, Function<? super PostgresServer, ? extends R> server);

    /** The file of the embedded engine; empty if the warehouse is on a server. */
    default Optional<Path> file() {
        return choose(file -> Optional.of(file.path()), server -> Optional.empty());
    }

    /**
     * A file of the embedded engine. Its path has nothing in it that DuckDB takes for anything but the name of a file.
     *
     * @param path where it is; a relative one is relative to the working directory
     */
    record DuckDbFile(Path path) implements WarehouseAddress {
        @Override
        public String shownUrl() {
            return DUCKDB_PREFIX + path;
        }

        @Override
        public <R> R choose(
                Function<? super DuckDbFile, ? extends R> file, Function<? super PostgresServer, ? extends R> server) {
            return file.apply(this);
        }
    }

    /**
     * A database of a PostgreSQL server.
     *
     * @param url the JDBC address; may hold a password
     * @param shownUrl the address without secrets
     * @param user who logs in; empty: the user in the address, else the driver's choice
     * @param password that user's; empty: the password in the address, else the driver's choice
     */
    record PostgresServer(String url, String shownUrl, Optional<String> user, Optional<Secret> password)
            implements WarehouseAddress {
        @Override
        public <R> R choose(
                Function<? super DuckDbFile, ? extends R> file, Function<? super PostgresServer, ? extends R> server) {
            return server.apply(this);
        }

        @Override
        public String toString() {
            return shownUrl;
        }
    }

    /**
     * Reads the address that the settings give.
     *
     * @throws InputException if it is of an unknown kind, or a path that DuckDB would not take as it is written
     */
    static WarehouseAddress of(Settings settings) {
        String url = settings.get(SettingKeys.WAREHOUSE_URL);
        String shownUrl = Redaction.redact(url);
        String subject = "The warehouse %s (%s, from %s) "
                .formatted(shownUrl, SettingKeys.WAREHOUSE_URL.name(), settings.origin(SettingKeys.WAREHOUSE_URL));
        if (url.startsWith(POSTGRES_PREFIX)) {
            return new PostgresServer(
                    url,
                    shownUrl,
                    settings.get(SettingKeys.WAREHOUSE_USER),
                    settings.get(SettingKeys.WAREHOUSE_PASSWORD));
        }
        if (url.startsWith(DUCKDB_PREFIX)) {
            return new DuckDbFile(
                    DuckDbPath.read(url.substring(DUCKDB_PREFIX.length()).strip(), subject));
        }
        throw new InputException(subject + "is of a kind that this version does not know. Expected " + DUCKDB_PREFIX
                + "FILE, such as " + DuckDbPath.EXAMPLE + ", or " + POSTGRES_PREFIX
                + "//HOST/DATABASE, such as jdbc:postgresql://localhost/warehouse.");
    }
}
