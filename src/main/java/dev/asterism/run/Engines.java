package dev.asterism.run;

import dev.asterism.config.Secret;
import dev.asterism.config.Settings;
import dev.asterism.config.WarehouseAddress.PostgresServer;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.duckdb.DuckDbBuilder;
import dev.asterism.engine.duckdb.DuckDbDescriber;
import dev.asterism.engine.duckdb.DuckDbReader;
import dev.asterism.engine.duckdb.DuckDbSessions;
import dev.asterism.engine.duckdb.Workshop;
import dev.asterism.engine.duckdb.WorkshopPlan;
import dev.asterism.engine.postgres.PostgresAddress;
import dev.asterism.engine.postgres.PostgresReader;
import dev.asterism.engine.postgres.PostgresTarget;
import dev.asterism.model.ModelGraph;
import java.nio.file.Path;

/** Chooses the engine by the warehouse's address: the one place that knows them all. */
public final class Engines {
    private Engines() {}

    /** Opens the warehouse of the settings for building. The caller closes it. */
    public static WarehouseBuilder forBuilding(Settings settings) {
        DuckDbSessions.Resources resources = new DuckDbSessions.Resources(memory(settings), settings.jobs());
        return settings.warehouse()
                .choose(
                        file -> DuckDbBuilder.open(file.path(), resources),
                        server -> Workshop.open(
                                WorkshopPlace.of(settings, server),
                                settings.workshopFile().isEmpty(),
                                resources,
                                PostgresTarget.open(
                                        address(server),
                                        new PostgresTarget.Options(settings.analystRole(), settings.jobs()))));
    }

    /**
     * Opens a DuckDB file for building, with what the settings allow of the machine. The caller closes it.
     *
     * @param file a file beside the warehouse, which is created if there is none
     */
    static WarehouseBuilder forBuildingBeside(Settings settings, Path file) {
        return DuckDbBuilder.open(file, new DuckDbSessions.Resources(memory(settings), settings.jobs()));
    }

    /** Opens such a file for reading. The caller closes it. */
    static WarehouseReader forReadingBeside(Settings settings, Path file) {
        return DuckDbReader.open(file, memory(settings), settings.sqlTimeout());
    }

    /** Opens the warehouse of the settings for reading. The caller closes it. */
    public static WarehouseReader forReading(Settings settings) {
        return settings.warehouse()
                .choose(
                        file -> DuckDbReader.open(file.path(), memory(settings), settings.sqlTimeout()),
                        server -> PostgresReader.open(
                                address(server),
                                new PostgresReader.Options(settings.analystRole(), settings.sqlTimeout()),
                                new WorkshopPlan()));
    }

    /**
     * Binds all models as {@link WarehouseReader#describe} does, without the warehouse if it is a file: so that a warehouse
     * in use hides no mistake in a model.
     */
    public static Shapes describe(Settings settings, ModelGraph graph) {
        return settings.warehouse().choose(file -> DuckDbDescriber.describe(graph), server -> {
            try (WarehouseReader reader = forReading(settings)) {
                return reader.describe(graph);
            }
        });
    }

    /** How to connect to the server of a warehouse. */
    static PostgresAddress address(PostgresServer server) {
        return new PostgresAddress(
                server.url(),
                server.shownUrl(),
                server.user(),
                server.password().map(Secret::value));
    }

    private static String memory(Settings settings) {
        return settings.warehouseMemory().bytes() + "B";
    }
}
