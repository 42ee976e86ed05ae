package dev.asterism.run;

import dev.asterism.catalog.Catalog;
import dev.asterism.config.Redaction;
import dev.asterism.config.Settings;
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
        return Engines.isPostgres(settings)
                ? Catalog.open(Engines.address(settings).dataSource(), Redaction.redact(settings.warehouseUrl()))
                : Catalog.open(file(settings));
    }

    /** Opens the catalog where there is one that can be used; creates nothing. The caller closes it. */
    public static Optional<Catalog> openExisting(Settings settings) {
        if (Engines.isPostgres(settings)) {
            return Catalog.openExisting(
                    Engines.address(settings).dataSource(), Redaction.redact(settings.warehouseUrl()));
        }
        Path file = file(settings);
        return Files.isWritable(file) ? Optional.of(Catalog.open(file)) : Optional.empty();
    }

    private static Path file(Settings settings) {
        Path file = Engines.duckDbFile(settings);
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".catalog.sqlite");
    }
}
