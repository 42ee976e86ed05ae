package dev.asterism.run;

import static java.util.Objects.requireNonNull;

import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.RunStatus;
import dev.asterism.catalog.RunStep;
import dev.asterism.check.FactResults;
import dev.asterism.check.ModelCheck;
import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.engine.BatchBuild.StagedFile;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Publication;
import dev.asterism.engine.Violation;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One attempt to build and publish a batch: it succeeds as a whole, or tells what must stay out. */
final class BatchAttempt {
    private final WarehouseBuilder engine;
    private final BuildContext context;
    private final RunListener listener;
    private final FileDiagnosis diagnosis;
    private final ModelDiagnosis models;
    private final Batch batch;
    private final Map<DayFile, FileToStage> readable;
    private final Runnable requireNotStopped;
    private final Map<FactModel, SortedMap<Day, Long>> rows = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Model, List<Violation>> violations = new LinkedHashMap<>();
    private final List<RunStep> steps = new ArrayList<>();
    private final List<CheckResult> results = new ArrayList<>();
    private Optional<CheckModel> unanswered = Optional.empty();
    private Publication publication = Publication.done();
    private boolean isSent;

    /**
     * @param readable the batch's files
     * @param requireNotStopped fails where the user has stopped the run
     */
    BatchAttempt(
            WarehouseBuilder engine,
            BuildContext context,
            RunListener listener,
            FileDiagnosis diagnosis,
            ModelDiagnosis models,
            Batch batch,
            Map<DayFile, FileToStage> readable,
            Runnable requireNotStopped) {
        this.engine = engine;
        this.context = context;
        this.listener = listener;
        this.diagnosis = diagnosis;
        this.models = models;
        this.batch = batch;
        this.readable = readable;
        this.requireNotStopped = requireNotStopped;
    }

    /**
     * Returns what kept the batch from being published; empty if it is on its way, or if only {@link #unanswered} did.
     *
     * @param beforePublishing called when the batch is built and well, before anything of it is published
     */
    List<Problem> run(Runnable beforePublishing) {
        try (BatchBuild build = engine.begin(context, batch)) {
            engine.notices().forEach(listener::notice);
            if (stage(build) && build(build) && verify(build) && check(build)) {
                beforePublishing.run();
                publication = build.publish(batch, rows);
                isSent = true;
            }
        } catch (ModelFailedException failure) {
            // A statement that was cancelled failed too, and no file or model is to blame for that.
            requireNotStopped.run();
            if (failure.model() instanceof CheckModel check) {
                results.add(ModelCheck.unanswered(check, batch.days(), String.valueOf(failure.getMessage())));
                unanswered = Optional.of(check).filter(failed -> failed.severity() == CheckModel.Severity.WARN);
            }
            if (unanswered.isEmpty()) {
                problems.addAll(problemsOf(failure));
            }
        }
        violations.forEach((model, found) -> found.stream()
                .filter(violation -> !isExplained(violation, found))
                .forEach(violation -> problems.add(models.problem(batch, model, violation))));
        return problems;
    }

    /**
     * A check of severity warn whose statement failed. It must not keep the batch out, but the transaction in which it
     * failed is lost on every engine: so the batch is to be attempted again without it.
     */
    Optional<CheckModel> unanswered() {
        return unanswered;
    }

    /** Returns whether the batch is on its way to the readers, or there; also if closing it failed. */
    boolean isSent() {
        return isSent;
    }

    /** Returns the batch on its way to the readers, if nothing kept it from being published. */
    Publication publication() {
        return publication;
    }

    /** What the checks found. */
    List<CheckResult> results() {
        return results;
    }

    /** The number of rows of each fact's days that were built. */
    Map<FactModel, SortedMap<Day, Long>> rows() {
        return rows;
    }

    /** What was done to each table. */
    List<RunStep> steps() {
        return steps;
    }

    long rowsBuilt() {
        return rows.values().stream()
                .flatMap(days -> days.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private boolean stage(BatchBuild build) {
        batch.files().forEach((source, files) -> {
            requireNotStopped.run();
            long start = System.nanoTime();
            List<FileToStage> toStage = files.stream().map(this::toStage).toList();
            List<StagedFile> staged = build.stage(source, toStage);
            staged.forEach(file -> diagnosis
                    .stagedAs(source, file, toStage(file.file()).content())
                    .ifPresent(problems::add));
            long total = staged.stream().mapToLong(StagedFile::rows).sum();
            listener.staged(batch, source, files.size(), total, since(start));
        });
        return problems.isEmpty();
    }

    private FileToStage toStage(DayFile file) {
        return requireNonNull(readable.get(file));
    }

    private boolean build(BatchBuild build) {
        for (ModelWork work : batch.works()) {
            requireNotStopped.run();
            Instant startedAt = Instant.now();
            long start = System.nanoTime();
            long changed = 0;
            if (work.model() instanceof DimensionModel dimension) {
                changed = build.extend(dimension, work);
            } else if (work.model() instanceof FactModel fact) {
                SortedMap<Day, Long> days = build.replace(fact, work);
                rows.put(fact, days);
                changed = days.values().stream().mapToLong(Long::longValue).sum();
            } else if (work.model() instanceof DataSetModel dataSet) {
                build.define(dataSet);
            }
            Duration duration = since(start);
            steps.add(new RunStep(
                    batch.number(),
                    work.model().name().toString(),
                    work.days().size(),
                    changed,
                    startedAt,
                    duration,
                    RunStatus.SUCCEEDED,
                    Optional.empty()));
            listener.built(batch, work.model(), work.days().size(), changed, duration);
        }
        return true;
    }

    private boolean verify(BatchBuild build) {
        for (ModelWork work : batch.works()) {
            requireNotStopped.run();
            if (work.model() instanceof FactModel fact) {
                List<Violation> found = build.verify(fact, work);
                if (!found.isEmpty()) {
                    violations.put(fact, found);
                }
                results.addAll(
                        FactResults.of(context.shapes(), fact, work.days().navigableKeySet(), found));
            } else if (work.model() instanceof DimensionModel dimension) {
                List<Violation> found = build.verify(dimension, work);
                if (!found.isEmpty()) {
                    violations.put(dimension, found);
                }
                results.addAll(FactResults.ofReferences(
                        context.shapes(), dimension, work.days().navigableKeySet(), found));
            }
        }
        return violations.isEmpty();
    }

    /** Rows without a value in the grain are alike for that reason alone. */
    private static boolean isExplained(Violation violation, List<Violation> all) {
        return violation.kind() == Violation.Kind.GRAIN
                && all.stream()
                        .anyMatch(other -> other.kind() == Violation.Kind.NOT_NULL
                                && other.day().equals(violation.day()));
    }

    private boolean check(BatchBuild build) {
        for (CheckModel check : batch.checks()) {
            requireNotStopped.run();
            BatchBuild.CheckResult found = build.check(check);
            if (found.rows() == 0) {
                results.add(ModelCheck.passed(check, batch.days()));
                continue;
            }
            CheckResult result = ModelCheck.found(check, batch.days(), found.rows(), found.example());
            results.add(result);
            String text = check.file().start().file() + ": " + result.message();
            if (result.isError()) {
                problems.add(new Problem(
                        Problem.Kind.MODEL, check.name(), Optional.empty(), text + " The batch is kept out."));
            } else {
                listener.warning(text);
            }
        }
        return problems.isEmpty();
    }

    private List<Problem> problemsOf(ModelFailedException failure) {
        return failure.model() instanceof SourceModel source
                ? diagnosis.unreadable(source, batch.files().getOrDefault(source, List.of()), failure, this::canStage)
                : models.problems(batch, failure);
    }

    /** Whether the engine can read a file by itself. */
    private boolean canStage(SourceModel source, DayFile file) {
        requireNotStopped.run();
        try (BatchBuild build = engine.begin(context, batch)) {
            build.stage(source, List.of(toStage(file)));
            return true;
        } catch (ModelFailedException unreadable) {
            return false;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
