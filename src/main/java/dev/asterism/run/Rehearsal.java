package dev.asterism.run;

import dev.asterism.engine.TableChange;
import dev.asterism.plan.Batch;
import java.util.List;
import java.util.Optional;

/**
 * What a run would have changed.
 *
 * @param result what was kept out; nothing was published
 * @param rehearsed the batches of the plan that were rehearsed, as one; empty if there was nothing to do
 * @param rehearsedBatches how many batches of the plan these were
 * @param batches how many batches the plan has
 * @param changes by table, in topological order; empty if nothing would be published
 */
public record Rehearsal(
        RunResult result, Optional<Batch> rehearsed, int rehearsedBatches, int batches, List<TableChange> changes) {}
