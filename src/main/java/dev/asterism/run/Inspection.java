package dev.asterism.run;

import dev.asterism.catalog.Catalog;
import dev.asterism.config.Settings;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.lake.InMemoryFileContentCache;
import dev.asterism.model.Pipelines;
import dev.asterism.plan.Plan;
import dev.asterism.plan.PlanRequest;
import dev.asterism.plan.Planner;
import dev.asterism.plan.Unfinished;
import java.time.Clock;
import java.util.Optional;

/**
 * A look at models, lake and warehouse that changes nothing. Not thread-safe.
 *
 * @param engine the warehouse, open for reading
 * @param survey what was seen
 * @param unfinished what earlier runs did not reach
 */
public record Inspection(WarehouseReader engine, Survey survey, Unfinished unfinished) implements AutoCloseable {
    /** Looks; what an earlier run has read of day files is not read again. */
    public static Inspection open(Settings settings, PlanRequest request, Clock clock) {
        Pipelines pipelines = Pipelines.load(settings.pipelinesDir());
        WarehouseReader engine = Engines.forReading(settings);
        try {
            Optional<Catalog> catalog = Catalogs.openExisting(settings);
            if (catalog.isEmpty()) {
                return new Inspection(
                        engine,
                        Survey.of(settings, pipelines, engine, InMemoryFileContentCache::new, clock, request.prune()),
                        Unfinished.nothing());
            }
            try (Catalog known = catalog.get()) {
                return new Inspection(
                        engine,
                        Survey.of(settings, pipelines, engine, known::fileContents, clock, request.prune()),
                        AgainForTheAsking.unfinished(known, pipelines.graph()));
            }
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }

    /** What a run would do now. */
    public Plan plan(PlanRequest request) {
        return Planner.plan(survey.staleness(), request, unfinished);
    }

    @Override
    public void close() {
        engine.close();
    }
}
