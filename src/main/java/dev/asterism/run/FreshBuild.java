package dev.asterism.run;

import dev.asterism.config.Settings;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.plan.Plan;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A build from nothing, beside the warehouse: in a file of its own that nobody else reads. Not thread-safe, except
 * {@link #stop}.
 */
public final class FreshBuild {
    private final Path file;
    private final Settings settings;
    private volatile Optional<Runner> running = Optional.empty();
    private volatile boolean stopped;

    /**
     * @param file the file, which does not exist yet
     */
    public FreshBuild(Path file, Settings settings) {
        this.file = file;
        this.settings = settings;
    }

    /** Builds what a plan says; nothing of it is kept in the history. */
    public RunResult run(BuildContext context, Plan plan, RunListener listener) {
        try (WarehouseBuilder engine = Engines.forBuildingBeside(settings, file)) {
            Runner runner = new Runner(engine, context, listener, false);
            running = Optional.of(runner);
            if (stopped) {
                runner.stop();
            }
            return runner.run(plan, RunJournal.none());
        }
    }

    /** Opens what was built, for reading. The caller closes it. */
    public WarehouseReader read() {
        return Engines.forReadingBeside(settings, file);
    }

    /** Makes {@link #run} end soon; from any thread. */
    public void stop() {
        stopped = true;
        running.ifPresent(Runner::stop);
    }
}
