package dev.asterism.prove;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.LakeState;
import dev.asterism.plan.ModelWork;
import dev.asterism.plan.Plan;
import dev.asterism.plan.PlanRequest;
import dev.asterism.plan.Planner;
import dev.asterism.plan.SourceDay;
import dev.asterism.plan.Staleness;
import dev.asterism.plan.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/** The plan of a build from nothing that builds just what a closure says. */
final class FreshPlan {
    private FreshPlan() {}

    static Plan of(Staleness staleness, Closure closure, long batchBytes) {
        Map<TableName, NavigableMap<Day, SourceDay>> files = new HashMap<>();
        for (SourceModel source : staleness.graph().sources()) {
            NavigableMap<Day, SourceDay> wanted = new TreeMap<>(staleness.lake().filesOf(source.name()));
            wanted.keySet().retainAll(days(closure, source.name()));
            files.put(source.name(), wanted);
        }
        Staleness fresh = Planner.staleness(
                staleness.graph(), new LakeState(files), BuildState.empty(), staleness.calendar(), false);
        Plan everything = Planner.plan(fresh, PlanRequest.everything(batchBytes));
        List<Batch> batches = new ArrayList<>();
        for (Batch batch : everything.batches()) {
            List<ModelWork> works = new ArrayList<>();
            for (ModelWork work : batch.works()) {
                NavigableMap<Day, Task> kept = new TreeMap<>(work.days());
                kept.keySet().retainAll(days(closure, work.model().name()));
                boolean isWhole = work.whole().isPresent()
                        && closure.wholes().contains(work.model().name())
                        && !(work.model() instanceof DataSetModel);
                if (!kept.isEmpty() || isWhole) {
                    works.add(new ModelWork(work.model(), kept, work.removals(), work.whole(), work.last()));
                }
            }
            if (!works.isEmpty()) {
                batches.add(new Batch(batches.size() + 1, works, read(batch, works), List.of()));
            }
        }
        return new Plan(fresh, batches, everything.selected());
    }

    private static NavigableSet<Day> days(Closure closure, TableName table) {
        return closure.days().getOrDefault(table, Collections.emptyNavigableSet());
    }

    /** The files of a batch whose source is read for what is left of it. */
    private static Map<SourceModel, List<DayFile>> read(Batch batch, List<ModelWork> works) {
        Map<SourceModel, List<DayFile>> read = new LinkedHashMap<>();
        batch.files().forEach((source, files) -> {
            if (works.stream().anyMatch(work -> work.model().reads().contains(source.name()))) {
                read.put(source, files);
            }
        });
        return read;
    }
}
