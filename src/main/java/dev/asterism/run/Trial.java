package dev.asterism.run;

import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.BatchBuild.FileToStage;
import dev.asterism.engine.BatchBuild.StagedFile;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.Violation;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.DaysRead;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Builds and proves some days of one table, with what they are made from, to see whether that can be done; nothing of it
 * is published. One may be made at a time, and none while a batch is open.
 */
final class Trial {
    private final WarehouseBuilder engine;
    private final BuildContext context;
    private final Runnable requireNotStopped;

    Trial(WarehouseBuilder engine, BuildContext context, Runnable requireNotStopped) {
        this.engine = engine;
        this.context = context;
        this.requireNotStopped = requireNotStopped;
    }

    /**
     * Only the first rows of a day file.
     *
     * @param rows how many
     */
    record FirstRows(SourceModel source, DayFile file, long rows) {}

    /**
     * What became of it.
     *
     * @param model the table's model
     * @param failure why it, or something that it is made from, could not be built; empty if it was
     * @param violations the promises of the table that are broken
     */
    record Outcome(Model model, Optional<ModelFailedException> failure, List<Violation> violations) {
        /** Whether a statement of the table failed, and the engine does not tell which days are to blame. */
        boolean isFailure() {
            return violations.isEmpty()
                    && failure.filter(failed -> failed.model().equals(model)).isPresent();
        }

        /** Whether all statements could be executed, whatever the proofs say. */
        boolean isBuilt() {
            return failure.isEmpty();
        }
    }

    /**
     * Builds some days of a table.
     *
     * @param batch the batch that builds them
     * @param readable its files
     */
    Outcome of(Batch batch, Model model, NavigableSet<Day> days, Map<DayFile, FileToStage> readable) {
        return of(batch, model, days, readable, Optional.empty());
    }

    /**
     * Builds some days of a table.
     *
     * @param batch the batch that builds them
     * @param readable its files
     * @param limit the one of them that is not read to its end
     */
    Outcome of(
            Batch batch,
            Model model,
            NavigableSet<Day> days,
            Map<DayFile, FileToStage> readable,
            Optional<FirstRows> limit) {
        requireNotStopped.run();
        Batch part = batch.part(withIngredients(batch, model, days));
        try (BatchBuild build = engine.begin(context, part)) {
            part.files().forEach((source, files) -> stage(build, source, files, readable, limit));
            List<Violation> violations = List.of();
            for (ModelWork work : part.works()) {
                requireNotStopped.run();
                if (work.model() instanceof DimensionModel dimension) {
                    build.extend(dimension, work);
                } else if (work.model() instanceof FactModel fact) {
                    build.replace(fact, work);
                }
            }
            for (ModelWork work : part.works()) {
                if (work.model() instanceof FactModel fact && fact.equals(model)) {
                    violations = build.verify(fact, work);
                } else if (work.model() instanceof DimensionModel dimension && dimension.equals(model)) {
                    violations = build.verify(dimension, work);
                }
            }
            return new Outcome(model, Optional.empty(), violations);
        } catch (ModelFailedException failure) {
            requireNotStopped.run();
            return new Outcome(
                    model, Optional.of(failure), failure.model().equals(model) ? failure.violations() : List.of());
        }
    }

    private static void stage(
            BatchBuild build,
            SourceModel source,
            List<DayFile> files,
            Map<DayFile, FileToStage> readable,
            Optional<FirstRows> limit) {
        List<FileToStage> toStage = new ArrayList<>();
        for (DayFile file : files) {
            FileToStage known = readable.get(file);
            if (known == null) {
                throw new ModelFailedException(source, file.path() + " cannot be read");
            }
            toStage.add(known);
        }
        Optional<FirstRows> limited = limit.filter(some -> some.source().equals(source));
        if (limited.isPresent()) {
            if (toStage.size() != 1) {
                throw new ModelFailedException(source, "rows are looked for in one file only");
            }
            build.stageFirst(source, toStage, limited.get().rows());
            return;
        }
        for (StagedFile staged : build.stage(source, toStage)) {
            if (staged.isRefused()) {
                throw new ModelFailedException(source, staged.file().path() + " is not as declared");
            }
        }
    }

    /** The days of the table, and of all that it reads or refers to, at whatever remove. */
    private Map<TableName, NavigableSet<Day>> withIngredients(Batch batch, Model model, NavigableSet<Day> days) {
        Map<TableName, NavigableSet<Day>> available = new HashMap<>();
        batch.works()
                .forEach(work -> available.put(work.model().name(), work.days().navigableKeySet()));
        batch.files()
                .forEach((source, files) -> available.put(
                        source.name(),
                        files.stream().map(DayFile::day).collect(Collectors.toCollection(TreeSet::new))));
        Map<TableName, NavigableSet<Day>> needed = new HashMap<>();
        add(model, days, available, needed);
        return needed;
    }

    private void add(
            Model model,
            NavigableSet<Day> days,
            Map<TableName, NavigableSet<Day>> available,
            Map<TableName, NavigableSet<Day>> needed) {
        NavigableSet<Day> known = needed.get(model.name());
        if (known != null && known.containsAll(days)) {
            return;
        }
        needed.computeIfAbsent(model.name(), name -> new TreeSet<>()).addAll(days);
        for (Model upstream : context.graph().upstream(model)) {
            NavigableSet<Day> there = available.getOrDefault(upstream.name(), Collections.emptyNavigableSet());
            add(upstream, DaysRead.of(model, upstream.name(), days, there), available, needed);
        }
        if (model instanceof FactModel || model instanceof DimensionModel) {
            context.shapes()
                    .of(model)
                    .references()
                    .values()
                    .forEach(dimension -> add(dimension, days, available, needed));
        }
    }
}
