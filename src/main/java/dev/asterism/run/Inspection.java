package dev.asterism.run;

import dev.asterism.catalog.Catalog;
import dev.asterism.config.Settings;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.lake.InMemoryFileContentCache;
import dev.asterism.model.Pipelines;
import dev.asterism.plan.PlanRequest;
import java.time.Clock;
import java.util.Optional;

/**
 * A look at models, lake and warehouse that changes nothing. Not thread-safe.
 *
 * @param engine the warehouse, open for reading
 * @param survey what was seen
 */
public record Inspection(WarehouseReader engine, Survey survey) implements AutoCloseable {
    /** Looks; what an earlier run has read of day files is not read again. */
    public static Inspection open(Settings settings, PlanRequest request, Clock clock) {
        Pipelines pipelines = Pipelines.load(settings.pipelinesDir());
        WarehouseReader engine = Engines.forReading(settings);
        try {
            return new Inspection(engine, survey(settings, pipelines, engine, request, clock));
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }

    private static Survey survey(
            Settings settings, Pipelines pipelines, WarehouseReader engine, PlanRequest request, Clock clock) {
        Optional<Catalog> catalog = Catalogs.openExisting(settings);
        if (catalog.isEmpty()) {
            return Survey.of(settings, pipelines, engine, InMemoryFileContentCache::new, clock, request.prune());
        }
        try (Catalog known = catalog.get()) {
            return Survey.of(settings, pipelines, engine, known::fileContents, clock, request.prune());
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
