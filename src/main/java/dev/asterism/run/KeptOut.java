package dev.asterism.run;

import dev.asterism.model.CheckModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables without days, such as the calendar, of batches that a check kept out. Later batches refer to them, so the
 * next one builds them, and is checked for them, too. Not thread-safe.
 */
final class KeptOut {
    private final ModelGraph graph;
    private final List<ModelWork> works = new ArrayList<>();
    private final Set<CheckModel> checks = new LinkedHashSet<>();

    KeptOut(ModelGraph graph) {
        this.graph = graph;
    }

    /** Notes a batch that was kept out. */
    void add(Batch batch) {
        batch.works().stream().filter(work -> work.whole().isPresent()).forEach(work -> {
            works.add(work);
            batch.checks().stream()
                    .filter(check -> check.reads().contains(work.model().name()))
                    .forEach(checks::add);
        });
    }

    /** The batch with what was noted, which is forgotten. */
    Batch addedTo(Batch batch) {
        if (works.isEmpty()) {
            return batch;
        }
        List<Model> own = batch.works().stream().map(ModelWork::model).toList();
        List<ModelWork> all = new ArrayList<>(batch.works());
        works.stream().filter(work -> !own.contains(work.model())).forEach(all::add);
        all.sort(Comparator.comparing(work -> graph.models().indexOf(work.model())));
        Set<CheckModel> allChecks = new LinkedHashSet<>(batch.checks());
        allChecks.addAll(checks);
        works.clear();
        checks.clear();
        return new Batch(batch.number(), List.copyOf(all), batch.files(), List.copyOf(allChecks));
    }
}
