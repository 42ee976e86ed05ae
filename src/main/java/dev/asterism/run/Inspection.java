package dev.asterism.run;

import dev.asterism.catalog.Catalog;
import dev.asterism.config.Settings;
import dev.asterism.engine.Engine;
import dev.asterism.lake.DigestCache;
import dev.asterism.lake.InMemoryDigestCache;
import dev.asterism.plan.PlanRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A look at models, lake and warehouse that changes nothing. Not thread-safe.
 *
 * @param engine the warehouse, open for reading
 * @param survey what was seen
 */
public record Inspection(Engine engine, Survey survey) implements AutoCloseable {
    /** Looks; the digests of day files that an earlier run left are used where there are any. */
    public static Inspection open(Settings settings, PlanRequest request, Clock clock) {
        Engine engine = Engines.forReading(settings);
        try {
            return new Inspection(engine, survey(settings, engine, request, clock));
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }

    private static Survey survey(Settings settings, Engine engine, PlanRequest request, Clock clock) {
        Path catalogFile = Engines.catalogFile(settings);
        if (Files.isWritable(catalogFile)) {
            try (Catalog catalog = Catalog.open(catalogFile)) {
                return Survey.of(settings, engine, catalog.digests(), clock, request.prune());
            }
        }
        DigestCache none = new InMemoryDigestCache();
        return Survey.of(settings, engine, none, clock, request.prune());
    }

    @Override
    public void close() {
        engine.close();
    }
}
