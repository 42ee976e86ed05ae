package dev.asterism.run;

import dev.asterism.config.Secret;
import dev.asterism.config.Settings;
import dev.asterism.config.WarehouseAddress.PostgresServer;
import dev.asterism.engine.Engine;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.duckdb.DuckDbEngine;
import dev.asterism.engine.postgres.PostgresAddress;
import dev.asterism.engine.postgres.PostgresEngine;
import dev.asterism.model.ModelGraph;

/** Chooses the engine by the warehouse's address: the one place that knows them all. */
public final class Engines {
    private Engines() {}

    /** Opens the warehouse of the settings for building. The caller closes it. */
    public static Engine forBuilding(Settings settings) {
        return settings.warehouse()
                .choose(
                        file -> DuckDbEngine.openForBuilding(file.path(), memory(settings), settings.jobs()),
                        server -> PostgresEngine.openForBuilding(address(server), options(settings)));
    }

    /** Opens the warehouse of the settings for reading. The caller closes it. */
    public static Engine forReading(Settings settings) {
        return settings.warehouse()
                .choose(
                        file -> DuckDbEngine.openForReading(file.path(), memory(settings), settings.sqlTimeout()),
                        server -> PostgresEngine.openForReading(address(server), options(settings)));
    }

    /**
     * Binds all models as {@link Engine#describe} does, without the warehouse where the engine can do that by itself: so
     * that a warehouse in use hides no mistake in a model.
     */
    public static Shapes describe(Settings settings, ModelGraph graph) {
        return settings.warehouse().choose(file -> DuckDbEngine.shapes(graph), server -> {
            try (Engine engine = forReading(settings)) {
                return engine.describe(graph);
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

    private static PostgresEngine.Options options(Settings settings) {
        return new PostgresEngine.Options(settings.analystRole(), settings.sqlTimeout(), settings.jobs());
    }

    private static String memory(Settings settings) {
        return settings.warehouseMemory().bytes() + "B";
    }
}
