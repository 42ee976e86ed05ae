package dev.asterism.run;

import dev.asterism.InputException;
import dev.asterism.config.Redaction;
import dev.asterism.config.Secret;
import dev.asterism.config.Settings;
import dev.asterism.engine.Engine;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.duckdb.DuckDbEngine;
import dev.asterism.engine.postgres.PostgresAddress;
import dev.asterism.engine.postgres.PostgresEngine;
import dev.asterism.model.ModelGraph;
import java.nio.file.Path;
import java.util.Optional;

/** Chooses the engine by the warehouse's address: the one place that knows them all. */
public final class Engines {
    private Engines() {}

    /** Opens the warehouse of the settings for building. The caller closes it. */
    public static Engine forBuilding(Settings settings) {
        return isPostgres(settings)
                ? PostgresEngine.openForBuilding(address(settings), options(settings))
                : DuckDbEngine.openForBuilding(duckDbFile(settings), memory(settings), settings.jobs());
    }

    /** Opens the warehouse of the settings for reading. The caller closes it. */
    public static Engine forReading(Settings settings) {
        return isPostgres(settings)
                ? PostgresEngine.openForReading(address(settings), options(settings))
                : DuckDbEngine.openForReading(duckDbFile(settings), memory(settings), settings.sqlTimeout());
    }

    /**
     * Binds all models as {@link Engine#describe} does, without the warehouse where the engine can do that by itself: so
     * that a warehouse in use hides no mistake in a model.
     */
    public static Shapes describe(Settings settings, ModelGraph graph) {
        if (!isPostgres(settings)) {
            return DuckDbEngine.shapes(graph);
        }
        try (Engine engine = forReading(settings)) {
            return engine.describe(graph);
        }
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
        if (url.startsWith(DuckDbEngine.URL_PREFIX)) {
            return false;
        }
        throw new InputException("The warehouse " + Redaction.redact(url) + " (warehouse.url) is of a kind that this"
                + " version does not know. Expected " + DuckDbEngine.URL_PREFIX + "FILE, such as"
                + " jdbc:duckdb:data/warehouse.duckdb, or " + PostgresAddress.URL_PREFIX
                + "//HOST/DATABASE, such as jdbc:postgresql://localhost/warehouse.");
    }

    static Path duckDbFile(Settings settings) {
        return DuckDbEngine.fileOf(settings.warehouseUrl());
    }

    static PostgresAddress address(Settings settings) {
        return new PostgresAddress(
                settings.warehouseUrl(),
                Redaction.redact(settings.warehouseUrl()),
                settings.warehouseUser(),
                settings.warehousePassword().map(Secret::value));
    }

    private static PostgresEngine.Options options(Settings settings) {
        return new PostgresEngine.Options(settings.analystRole(), settings.sqlTimeout(), settings.jobs());
    }

    private static String memory(Settings settings) {
        return settings.warehouseMemory().bytes() + "B";
    }
}
