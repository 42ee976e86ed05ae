package dev.asterism.run;

import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.RunHistory;
import dev.asterism.catalog.RunId;
import dev.asterism.catalog.RunRecord;
import dev.asterism.catalog.RunStatus;
import dev.asterism.config.Settings;
import dev.asterism.engine.TableChange;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.lake.Lake;
import dev.asterism.model.Pipelines;
import dev.asterism.plan.Plan;
import dev.asterism.plan.PlanRequest;
import dev.asterism.plan.Planner;
import dev.asterism.plan.Selection;
import dev.asterism.plan.Unfinished;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run from beginning to end: it holds the warehouse, knows the plan, executes it once, and keeps its history in the
 * catalog. Not thread-safe, except {@link #stop}.
 */
public final class BuildSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BuildSession.class);

    private final Settings settings;
    private final WarehouseBuilder engine;
    private final Catalog catalog;
    private final Survey survey;
    private final Plan plan;
    private final PlanRequest request;
    private final Unfinished unfinished;
    private final List<RunRecord> crashed;
    private final RunListener listener;
    private final boolean strict;
    private volatile boolean stopped;
    private volatile Runner runner;

    private BuildSession(
            Settings settings,
            WarehouseBuilder engine,
            Catalog catalog,
            Survey survey,
            Plan plan,
            PlanRequest request,
            Unfinished unfinished,
            List<RunRecord> crashed,
            RunListener listener,
            boolean strict) {
        this.settings = settings;
        this.engine = engine;
        this.catalog = catalog;
        this.survey = survey;
        this.plan = plan;
        this.request = request;
        this.unfinished = unfinished;
        this.crashed = crashed;
        this.listener = listener;
        this.strict = strict;
        this.runner = new Runner(engine, survey.context(), listener, strict);
    }

    /** As the other one, but leaves at once where another process holds the warehouse. */
    public static BuildSession open(
            Settings settings, PlanRequest request, Clock clock, RunListener listener, boolean strict) {
        return open(settings, request, clock, listener, strict, Patience.none());
    }

    /**
     * Takes the warehouse for building and makes the plan.
     *
     * @param listener hears what happens when the plan is executed
     * @param strict whether to stop at the first problem
     * @param patience how long to wait while another process holds the warehouse
     */
    public static BuildSession open(
            Settings settings,
            PlanRequest request,
            Clock clock,
            RunListener listener,
            boolean strict,
            Patience patience) {
        // Otherwise a misspelt folder would come to light as that of the warehouse, which lies in it by default.
        new Lake(settings.dataDir()).requireFolder();
        // Before anything is created: a mistake in folder, models or names leaves no trace.
        Pipelines pipelines = Pipelines.load(settings.pipelinesDir());
        Selection.of(pipelines.graph(), request.selectors(), request.excludes());
        Background<Catalog> opening = Background.start("catalog", () -> Catalogs.open(settings));
        WarehouseBuilder engine;
        try {
            engine = patience.open(() -> Engines.forBuilding(settings));
        } catch (RuntimeException failure) {
            closeQuietly(opening);
            throw failure;
        }
        try {
            Survey survey = Survey.of(
                    settings, pipelines, engine, () -> opening.await().fileContents(), clock, request.prune());
            Catalog catalog = opening.await();
            List<RunRecord> crashed = catalog.runs().markCrashedRuns();
            Unfinished unfinished = AgainForTheAsking.unfinished(catalog, pipelines.graph());
            Plan plan = Planner.plan(survey.staleness(), request, unfinished);
            return new BuildSession(
                    settings, engine, catalog, survey, plan, request, unfinished, crashed, listener, strict);
        } catch (RuntimeException failure) {
            closeQuietly(opening);
            engine.close();
            throw failure;
        }
    }

    /** Closes a catalog that may not have opened; what failed first is told. */
    private static void closeQuietly(Background<Catalog> opening) {
        try {
            opening.await().close();
        } catch (RuntimeException neverOpened) {
            LOG.debug("the catalog did not open", neverOpened);
        }
    }

    public Survey survey() {
        return survey;
    }

    public Plan plan() {
        return plan;
    }

    /** Runs that ended without a word since the last one; what they published is kept, the rest is built now. */
    public List<RunRecord> crashedRuns() {
        return crashed;
    }

    /**
     * Executes the plan, and keeps in the history that it was run, even if there is nothing to do.
     *
     * @param command the command line, for the history
     */
    public RunResult execute(String command) {
        return recorded(command, plan.isEmpty() ? "Nothing to do." : "", id -> {
            AgainForTheAsking.remember(catalog, plan, unfinished);
            return new LateDays(runner, listener)
                    .run(
                            plan,
                            new CatalogJournal(catalog, id),
                            () -> Planner.plan(survey.staleness(engine.buildState()), request.goingOn()));
        });
    }

    /**
     * Builds the first batches of the plan, proves them, and finds out what they would change. Nothing is published, and
     * of what checks find nothing is kept but the outcome.
     *
     * @param command the command line, for the history
     * @param most how many batches at most; they are built as one
     */
    public Rehearsal rehearse(String command, int most) {
        List<TableChange> changes = new ArrayList<>();
        Plan first = plan.first(most);
        runner = new Runner(new RehearsingBuilder(engine, changes::addAll), survey.context(), listener, strict);
        if (stopped) {
            runner.stop();
        }
        RunResult result = recorded(
                command,
                plan.isEmpty() ? "Nothing to do." : "A rehearsal: nothing was published.",
                id -> runner.run(first, RunJournal.none()));
        return new Rehearsal(
                new RunResult(result.problems(), 0, result.rows()),
                first.batches().stream().findFirst(),
                Math.min(most, plan.batches().size()),
                plan.batches().size(),
                List.copyOf(changes));
    }

    /** Executes something, and keeps in the history how it ended. */
    private RunResult recorded(String command, String message, Function<RunId, RunResult> work) {
        RunHistory history = catalog.runs();
        RunId id = history.startRun(command, settings.warehouse().shownUrl());
        try {
            RunResult result = work.apply(id);
            if (!result.problems().isEmpty()) {
                history.finishRun(id, RunStatus.FAILED, result.problems().get(0).message());
            } else if (message.isEmpty()) {
                history.finishRun(id, RunStatus.SUCCEEDED);
            } else {
                history.finishRun(id, RunStatus.SUCCEEDED, message);
            }
            return result;
        } catch (RuntimeException failure) {
            try {
                history.finishRun(
                        id, stopped ? RunStatus.INTERRUPTED : RunStatus.FAILED, String.valueOf(failure.getMessage()));
            } catch (RuntimeException catalogIsGoneToo) {
                failure.addSuppressed(catalogIsGoneToo);
            }
            throw failure;
        }
    }

    /** Makes {@link #execute} roll back the open batch and end soon; from any thread. */
    public void stop() {
        stopped = true;
        runner.stop();
    }

    @Override
    public void close() {
        catalog.close();
        engine.close();
    }
}
