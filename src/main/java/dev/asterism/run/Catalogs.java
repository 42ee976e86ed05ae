package dev.asterism.run;

import dev.asterism.catalog.Catalog;
import dev.asterism.config.Settings;
import dev.asterism.config.WarehouseAddress.DuckDbFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the catalog of a warehouse is: in the same database on PostgreSQL, else in a file beside the warehouse's. Not
 * beside the lake, which may be read-only and serve several warehouses.
 */
public final class Catalogs {
    private Catalogs() {}

    /** Opens the catalog, and creates it where there is none. The caller closes it. */
    public static Catalog open(Settings settings) {
        return settings.warehouse()
                .choose(
                        file -> Catalog.open(beside(file)),
                        server -> Catalog.open(Engines.address(server).dataSource(), server.shownUrl()));
    }

    /** Opens the catalog where there is one that can be used; creates nothing. The caller closes it. */
    public static Optional<Catalog> openExisting(Settings settings) {
        return settings.warehouse()
                .choose(
                        Catalogs::openExisting,
                        server -> Catalog.openExisting(Engines.address(server).dataSource(), server.shownUrl()));
    }

    private static Optional<Catalog> openExisting(DuckDbFile warehouse) {
        Path file = beside(warehouse);
        return Files.isWritable(file) ? Optional.of(Catalog.open(file)) : Optional.empty();
    }

    private static Path beside(DuckDbFile warehouse) {
        String name = warehouse.path().getFileName().toString();
        int dot = name.lastIndexOf('.');
        return warehouse.path().resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".catalog.sqlite");
    }
}
