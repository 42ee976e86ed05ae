package dev.asterism.run;

import dev.asterism.catalog.AskedAgain;
import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.RunId;
import dev.asterism.catalog.RunStep;
import dev.asterism.lake.Day;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/** Writes down in the catalog what a run does. */
final class CatalogJournal implements RunJournal {
    private final Catalog catalog;
    private final RunId run;

    CatalogJournal(Catalog catalog, RunId run) {
        this.catalog = catalog;
        this.run = run;
    }

    @Override
    public void published(Batch batch, List<RunStep> steps, List<CheckResult> results) {
        Map<String, NavigableSet<Day>> built = new HashMap<>();
        Set<String> wholes = new HashSet<>();
        for (ModelWork work : batch.works()) {
            built.put(work.model().name().toString(), work.replaced());
            if (work.whole().isPresent() && work.last()) {
                wholes.add(work.model().name().toString());
            }
        }
        catalog.recordPublished(run, steps, new AskedAgain.Tables(built, wholes), results);
    }

    @Override
    public void keptOut(List<CheckResult> results) {
        catalog.checks()
                .recordKeptOut(
                        run, results.stream().filter(CheckResult::isFailure).toList());
    }
}
