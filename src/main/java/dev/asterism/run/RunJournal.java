package dev.asterism.run;

import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.RunId;
import dev.asterism.catalog.RunStep;
import dev.asterism.lake.Day;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Writes down in the catalog what a run does. */
final class RunJournal {
    private final Catalog catalog;
    private final RunId run;

    RunJournal(Catalog catalog, RunId run) {
        this.catalog = catalog;
        this.run = run;
    }

    /** A batch is visible to all. */
    void published(Batch batch, List<RunStep> steps, List<CheckResult> results) {
        Map<String, NavigableSet<Day>> built = new HashMap<>();
        for (ModelWork work : batch.works()) {
            NavigableSet<Day> days = new TreeSet<>(work.days().keySet());
            days.addAll(work.removals());
            built.put(work.model().name().toString(), days);
        }
        catalog.recordPublished(run, steps, built, results);
    }

    /** A batch was not published as it is; what checks found says why. */
    void keptOut(List<CheckResult> results) {
        catalog.checks()
                .recordKeptOut(
                        run, results.stream().filter(CheckResult::isFailure).toList());
    }
}
