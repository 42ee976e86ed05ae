package dev.asterism.laboratory;

import dev.asterism.config.Settings;
import dev.asterism.config.SettingsReader;
import dev.asterism.model.Model;
import dev.asterism.plan.Batch;
import dev.asterism.plan.PlanRequest;
import dev.asterism.run.BuildSession;
import dev.asterism.run.Problem;
import dev.asterism.run.RunListener;
import dev.asterism.run.RunResult;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Builds everything in one go into a warehouse of its own, within this process, as that is quicker. */
final class CleanBuild implements RunListener {
    private static final long ONE_BATCH = 1_000_000_000;

    private CleanBuild() {}

    /**
     * The rows of the stars as a clean build gives them.
     *
     * @param environment the settings of lake and pipelines
     */
    static Map<String, List<String>> of(LaboratoryWarehouse fresh, Map<String, String> environment) {
        build(environment, Clock.systemUTC());
        return StarRows.of(fresh);
    }

    /** Builds what is stale; fails where anything stays out. */
    static void build(Map<String, String> environment, Clock clock) {
        SettingsReader reader = new SettingsReader().environment(environment);
        Settings settings = reader.read();
        PlanRequest everything = PlanRequest.everything(ONE_BATCH);
        try (BuildSession session = BuildSession.open(settings, everything, clock, new CleanBuild(), false)) {
            RunResult result = session.execute("clean build");
            if (!result.problems().isEmpty()) {
                throw new AssertionError("The clean build failed: " + result.problems());
            }
        }
    }

    @Override
    public void batchStarted(Batch batch) {}

    @Override
    public void staged(Batch batch, Model source, int files, long rows, Duration duration) {}

    @Override
    public void built(Batch batch, Model model, int days, long rows, Duration duration) {}

    @Override
    public void published(Batch batch, Duration duration) {}

    @Override
    public void problem(Problem problem) {}

    @Override
    public void warning(String text) {}

    @Override
    public void notice(String text) {}
}
