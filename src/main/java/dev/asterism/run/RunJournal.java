package dev.asterism.run;

import dev.asterism.catalog.CheckHistory;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.RunHistory;
import dev.asterism.catalog.RunId;
import dev.asterism.catalog.RunStep;
import dev.asterism.lake.Day;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Writes down in the catalog what a run does. */
final class RunJournal {
    private final RunHistory runs;
    private final CheckHistory checks;
    private final RunId run;

    RunJournal(RunHistory runs, CheckHistory checks, RunId run) {
        this.runs = runs;
        this.checks = checks;
        this.run = run;
    }

    /** A batch is visible to all. */
    void published(Batch batch, List<RunStep> steps, List<CheckResult> results) {
        steps.forEach(step -> runs.recordStep(run, step));
        for (ModelWork work : batch.works()) {
            NavigableSet<Day> days = new TreeSet<>(work.days().keySet());
            days.addAll(work.removals());
            checks.clear(work.model().name().toString(), days);
        }
        checks.record(run, results);
    }

    /** A batch was not published as it is; what checks found says why. */
    void keptOut(List<CheckResult> results) {
        checks.recordKeptOut(
                run, results.stream().filter(CheckResult::isFailure).toList());
    }
}
