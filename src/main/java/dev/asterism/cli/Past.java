package dev.asterism.cli;

import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.CheckHistory.Standing;
import dev.asterism.config.Settings;
import dev.asterism.run.Catalogs;
import java.util.List;
import java.util.Optional;

/**
 * What the catalog knows of earlier runs.
 *
 * @param runs the latest ones, the newest first
 * @param failures what checks found wrong, where it still stands
 */
record Past(List<PastRun> runs, List<Standing> failures) {
    /** Looks into the catalog, where there is one that can be used. */
    static Past of(Settings settings, int mostRuns) {
        Optional<Catalog> existing = Catalogs.openExisting(settings);
        if (existing.isEmpty()) {
            return new Past(List.of(), List.of());
        }
        try (Catalog catalog = existing.get()) {
            return new Past(
                    PastRun.latest(catalog.runs(), mostRuns), catalog.checks().standing());
        }
    }
}
