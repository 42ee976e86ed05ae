package dev.asterism.run;

import dev.asterism.plan.Plan;
import java.util.function.Supplier;

/**
 * Executes a plan, and after it what it has made stale itself: days that were built before members came that they waited
 * for, or before others changed that they depend on.
 */
final class LateDays {
    private final Runner runner;
    private final RunListener listener;

    /**
     * @param listener told when it goes on
     */
    LateDays(Runner runner, RunListener listener) {
        this.runner = runner;
        this.listener = listener;
    }

    /**
     * Executes it all.
     *
     * @param again tells what is stale now
     */
    RunResult run(Plan plan, RunJournal journal, Supplier<Plan> again) {
        RunResult result = runner.run(plan, journal);
        // Tables read each other in no circle, so that a day waits at most once for each of them.
        int most = plan.isEmpty() ? 0 : plan.staleness().graph().models().size();
        for (int i = 0; i < most; i++) {
            if (runner.isStopped()) {
                break;
            }
            Plan late = runner.remaining(again.get());
            if (!late.followsFromRun()) {
                break;
            }
            listener.goesOn(late);
            result = runner.run(late, journal);
        }
        return result;
    }
}
