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
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Batch batch;
    private final Map<DayFile, FileToStage> readable;
    private final Runnable requireNotStopped;
    private final Map<FactModel, SortedMap<Day, Long>> rows = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
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
            Batch batch,
            Map<DayFile, FileToStage> readable,
            Runnable requireNotStopped) {
        this.engine = engine;
        this.context = context;
        this.listener = listener;
        this.diagnosis = diagnosis;
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
                List<Violation> violations = build.verify(fact, work);
                violations.forEach(violation -> problems.add(problemOf(fact, violation)));
                results.addAll(
                        FactResults.of(context.shapes(), fact, work.days().navigableKeySet(), violations));
            } else if (work.model() instanceof DimensionModel dimension) {
                List<Violation> violations = build.verify(dimension, work);
                violations.forEach(violation -> problems.add(problemOf(dimension, violation)));
                results.addAll(FactResults.ofReferences(
                        context.shapes(), dimension, work.days().navigableKeySet(), violations));
            }
        }
        return problems.isEmpty();
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

    private Problem problemOf(Model model, Violation violation) {
        if (violation.kind() == Violation.Kind.GRAIN) {
            for (Model upstream : context.graph().upstream(model)) {
                Optional<Problem> inFile = upstream instanceof SourceModel source
                        ? diagnosis.problem(source, filesOf(source, violation.day()))
                        : Optional.empty();
                if (inFile.isPresent()) {
                    return inFile.get();
                }
            }
        }
        return new Problem(
                Problem.Kind.MODEL,
                model.name(),
                Optional.of(violation.day()),
                model.file().start().file() + ": on " + violation.day() + ", " + violation.text()
                        + ". The day stays out; correct the SELECT or its input.");
    }

    private List<DayFile> filesOf(SourceModel source, Day day) {
        return batch.files().getOrDefault(source, List.of()).stream()
                .filter(file -> file.day().equals(day))
                .toList();
    }

    private List<Problem> problemsOf(ModelFailedException failure) {
        if (failure.model() instanceof SourceModel source) {
            return diagnosis.unreadable(source, batch.files().getOrDefault(source, List.of()), failure, this::canStage);
        }
        Model model = failure.model();
        TableName table = model.name();
        String consequence =
                model instanceof CheckModel ? " The batch is kept out." : " What depends on it is skipped too.";
        return List.of(new Problem(
                Problem.Kind.MODEL,
                table,
                Optional.empty(),
                model.file().start().file() + ": " + table
                        + (model instanceof CheckModel ? " could not be checked: " : " could not be built: ")
                        + failure.getMessage()
                        + (String.valueOf(failure.getMessage()).endsWith(".") ? "" : ".")
                        + consequence));
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
