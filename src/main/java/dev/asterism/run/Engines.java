package dev.asterism.run;

import dev.asterism.InputException;
import dev.asterism.config.Redaction;
import dev.asterism.config.Secret;
import dev.asterism.config.Settings;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.duckdb.DuckDbBuilder;
import dev.asterism.engine.duckdb.DuckDbDescriber;
import dev.asterism.engine.duckdb.DuckDbFile;
import dev.asterism.engine.duckdb.DuckDbReader;
import dev.asterism.engine.duckdb.Workshop;
import dev.asterism.engine.duckdb.WorkshopPlan;
import dev.asterism.engine.postgres.PostgresAddress;
import dev.asterism.engine.postgres.PostgresReader;
import dev.asterism.engine.postgres.PostgresTarget;
import dev.asterism.model.ModelGraph;
import java.nio.file.Path;
import java.util.Optional;

/** Chooses the engine by the warehouse's address: the one place that knows them all. */
public final class Engines {
    private Engines() {}

    /** Opens the warehouse of the settings for building. The caller closes it. */
    public static WarehouseBuilder forBuilding(Settings settings) {
        DuckDbFile.Resources resources = new DuckDbFile.Resources(memory(settings), settings.jobs());
        return isPostgres(settings)
                ? Workshop.open(
                        workshopFile(settings),
                        resources,
                        PostgresTarget.open(
                                address(settings), new PostgresTarget.Options(settings.analystRole(), settings.jobs())))
                : DuckDbBuilder.open(duckDbFile(settings), resources);
    }

    /** Opens the warehouse of the settings for reading. The caller closes it. */
    public static WarehouseReader forReading(Settings settings) {
        return isPostgres(settings)
                ? PostgresReader.open(
                        address(settings),
                        new PostgresReader.Options(settings.analystRole(), settings.sqlTimeout()),
                        new WorkshopPlan())
                : DuckDbReader.open(duckDbFile(settings), memory(settings), settings.sqlTimeout());
    }

    /**
     * Binds all models as {@link WarehouseReader#describe} does, without the warehouse if it is a file: so that a warehouse
     * in use hides no mistake in a model.
     */
    public static Shapes describe(Settings settings, ModelGraph graph) {
        if (!isPostgres(settings)) {
            return DuckDbDescriber.describe(graph);
        }
        try (WarehouseReader reader = forReading(settings)) {
            return reader.describe(graph);
        }
    }

    /** The file of the workshop that computes for a warehouse on a server. */
    private static Path workshopFile(Settings settings) {
        return settings.dataDir().resolve("workshop.duckdb");
    }

    /** The file of the settings' warehouse; empty where it is on a server. */
    public static Optional<Path> warehouseFile(Settings settings) {
        return isPostgres(settings) ? Optional.empty() : Optional.of(duckDbFile(settings));
    }

    static boolean isPostgres(Settings settings) {
        String url = settings.warehouseUrl();
        if (url.startsWith(PostgresAddress.URL_PREFIX)) {
            return true;
        }
        if (url.startsWith(DuckDbFile.URL_PREFIX)) {
            return false;
        }
        throw new InputException("The warehouse " + Redaction.redact(url) + " (warehouse.url) is of a kind that this"
                + " version does not know. Expected " + DuckDbFile.URL_PREFIX + "FILE, such as"
                + " jdbc:duckdb:data/warehouse.duckdb, or " + PostgresAddress.URL_PREFIX
                + "//HOST/DATABASE, such as jdbc:postgresql://localhost/warehouse.");
    }

    static Path duckDbFile(Settings settings) {
        return DuckDbFile.of(settings.warehouseUrl());
    }

    static PostgresAddress address(Settings settings) {
        return new PostgresAddress(
                settings.warehouseUrl(),
                Redaction.redact(settings.warehouseUrl()),
                settings.warehouseUser(),
                settings.warehousePassword().map(Secret::value));
    }

    private static String memory(Settings settings) {
        return settings.warehouseMemory().bytes() + "B";
    }
}
