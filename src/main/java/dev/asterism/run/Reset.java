package dev.asterism.run;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.RunId;
import dev.asterism.catalog.RunStatus;
import dev.asterism.config.Settings;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.model.Model;
import dev.asterism.model.Pipelines;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a warehouse as if nothing had been built: tables, views, keys and what is known of them are gone, with the
 * workshop that computed them. The lake stays, and so does the history.
 */
public final class Reset {
    private Reset() {}

    /** Returns what is built now. */
    public static BuildState built(Settings settings) {
        try (WarehouseReader engine = Engines.forReading(settings)) {
            return engine.buildState();
        }
    }

    /**
     * Removes what is built.
     *
     * @param patience how long to wait while another process holds the warehouse
     */
    public static void execute(Settings settings, Patience patience) {
        Set<TableName> declared = declared(settings);
        Optional<Path> file = settings.warehouse().file();
        if (file.isPresent() && !Files.exists(file.get())) {
            return;
        }
        boolean isEmpty;
        try (Catalog catalog = Catalogs.open(settings)) {
            RunId run = catalog.runs().startRun("reset", settings.warehouse().shownUrl());
            try (WarehouseBuilder engine = patience.open(() -> Engines.forBuilding(settings))) {
                isEmpty = engine.reset(
                        declared,
                        Catalog.tables().stream()
                                .map(table -> new TableName("asterism", table))
                                .collect(Collectors.toUnmodifiableSet()));
                catalog.forgetWhatWasBuilt();
            } catch (RuntimeException failure) {
                catalog.runs().finishRun(run, RunStatus.FAILED, String.valueOf(failure.getMessage()));
                throw failure;
            }
            catalog.runs().finishRun(run, RunStatus.SUCCEEDED);
        }
        settings.warehouse()
                .choose(
                        database -> isEmpty ? remove(database.path()) : List.of(),
                        server -> remove(WorkshopPlace.of(settings, server)));
    }

    /** The tables that the models declare; what is on record is enough if they cannot be read. */
    private static Set<TableName> declared(Settings settings) {
        Set<TableName> declared = new HashSet<>();
        try {
            for (Model model : Pipelines.load(settings.pipelinesDir()).graph().models()) {
                declared.add(model.name());
            }
        } catch (InputException notReadable) {
            return Set.of();
        }
        return declared;
    }

    private static List<Path> remove(Path file) {
        List<Path> files = List.of(file, file.resolveSibling(file.getFileName() + ".wal"));
        for (Path each : files) {
            try {
                Files.deleteIfExists(each);
            } catch (IOException failure) {
                throw new RunFailedException(
                        each + " is empty now, but cannot be removed (" + failure
                                + "). Remove it by hand, or leave it.",
                        failure);
            }
        }
        return files;
    }
}
