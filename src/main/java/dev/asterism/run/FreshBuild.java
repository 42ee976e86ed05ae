package dev.asterism.run;

import dev.asterism.config.Settings;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.star.Forms;
import dev.asterism.lake.Day;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.ModelWork;
import dev.asterism.plan.Plan;
import dev.asterism.plan.PlanRequest;
import dev.asterism.plan.Planner;
import dev.asterism.plan.Staleness;
import dev.asterism.plan.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

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
            return new LateDays(runner, listener).run(plan, RunJournal.none(), () -> again(engine, context, plan));
        }
    }

    /** What has become stale of the days that were built: there are no others here. */
    private Plan again(WarehouseBuilder engine, BuildContext context, Plan plan) {
        BuildState built = engine.buildState();
        Staleness staleness = Planner.staleness(
                context.graph(),
                plan.staleness().lake(),
                built,
                context.calendar(),
                false,
                context.shapes().uses(),
                Forms.declared(context.graph(), context.shapes()));
        Plan everything = Planner.plan(
                staleness, PlanRequest.everything(settings.batchBytes().bytes()));
        List<Batch> batches = new ArrayList<>();
        for (Batch batch : everything.batches()) {
            List<ModelWork> works = new ArrayList<>();
            for (ModelWork work : batch.works()) {
                NavigableMap<Day, Task> days = new TreeMap<>(work.days());
                days.keySet().retainAll(built.daysOf(work.model().name()).keySet());
                if (!days.isEmpty()) {
                    works.add(new ModelWork(work.model(), days, work.removals(), Optional.empty(), work.last()));
                }
            }
            if (!works.isEmpty()) {
                batches.add(new Batch(batches.size() + 1, works, batch.files(), List.of()));
            }
        }
        return new Plan(staleness, batches, everything.selected());
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
