package dev.asterism.run;

import dev.asterism.model.Model;
import dev.asterism.plan.Batch;
import dev.asterism.plan.Plan;
import java.time.Duration;

/** Hears what happens in a run, on the thread of the run. */
public interface RunListener {
    /**
     * Days are built again in the same run, as members have come that they waited for, or others that they depend on have
     * changed.
     */
    default void goesOn(Plan plan) {}

    void batchStarted(Batch batch);

    /**
     * The files of a source were read.
     *
     * @param rows how many rows they have
     */
    void staged(Batch batch, Model source, int files, long rows, Duration duration);

    /**
     * A table has its days of a batch, not yet visible to others.
     *
     * @param days how many days were built
     * @param rows how many rows they have; for a dimension, how many members are new or changed
     */
    void built(Batch batch, Model model, int days, long rows, Duration duration);

    /** A batch is visible to all. */
    void published(Batch batch, Duration duration);

    /** Something was kept out. */
    void problem(Problem problem);

    void warning(String text);

    /** Something worth knowing, though nothing is wrong. */
    void notice(String text);
}
