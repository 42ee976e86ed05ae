package dev.asterism.run;

import dev.asterism.InputException;
import dev.asterism.config.ByteSize;
import dev.asterism.config.Redaction;
import dev.asterism.config.Settings;
import dev.asterism.engine.Engine;
import dev.asterism.engine.duckdb.DuckDbEngine;
import java.nio.file.Path;
import java.util.Optional;

/** Chooses the engine by the warehouse's address: the one place that knows them all. */
public final class Engines {
    private Engines() {}

    /** Opens the warehouse of the settings for building. The caller closes it. */
    public static Engine forBuilding(Settings settings) {
        requireKnown(settings);
        return DuckDbEngine.openForBuilding(
                DuckDbEngine.fileOf(settings.warehouseUrl()), memory(settings), settings.jobs());
    }

    /** Opens the warehouse of the settings for reading. The caller closes it. */
    public static Engine forReading(Settings settings) {
        requireKnown(settings);
        return DuckDbEngine.openForReading(DuckDbEngine.fileOf(settings.warehouseUrl()), memory(settings));
    }

    /** Where the catalog of the settings' warehouse is: beside the warehouse's file. */
    public static Path catalogFile(Settings settings) {
        requireKnown(settings);
        Path file = DuckDbEngine.fileOf(settings.warehouseUrl());
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".catalog.sqlite");
    }

    private static Optional<String> memory(Settings settings) {
        return settings.warehouseMemory().map((ByteSize size) -> size.bytes() + "B");
    }

    private static void requireKnown(Settings settings) {
        String url = settings.warehouseUrl();
        if (!url.startsWith(DuckDbEngine.URL_PREFIX)) {
            throw new InputException("The warehouse " + Redaction.redact(url)
                    + " (warehouse.url) is of a kind that this version does not know. Expected "
                    + DuckDbEngine.URL_PREFIX + "FILE, such as jdbc:duckdb:data/warehouse.duckdb.");
        }
    }
}
