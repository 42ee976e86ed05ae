package dev.asterism.run;

import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.RunStep;
import dev.asterism.plan.Batch;
import java.util.List;

/** Is told what a run does, to write it down. */
interface RunJournal {
    /** A batch is visible to all. */
    void published(Batch batch, List<RunStep> steps, List<CheckResult> results);

    /** A batch was not published as it is; what checks found says why. */
    void keptOut(List<CheckResult> results);

    /** A journal of what nobody is to remember. */
    static RunJournal none() {
        return new RunJournal() {
            @Override
            public void published(Batch batch, List<RunStep> steps, List<CheckResult> results) {}

            @Override
            public void keptOut(List<CheckResult> results) {}
        };
    }
}
