package dev.asterism.run;

import dev.asterism.catalog.AskedAgain;
import dev.asterism.catalog.Catalog;
import dev.asterism.lake.Day;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import dev.asterism.plan.Plan;
import dev.asterism.plan.Reason;
import dev.asterism.plan.Task;
import dev.asterism.plan.Unfinished;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Keeps in the catalog what {@code --full} asked for, until it is built. */
final class AgainForTheAsking {
    private AgainForTheAsking() {}

    /** What earlier runs did not reach of it, as far as the models still declare it. */
    static Unfinished unfinished(Catalog catalog, ModelGraph graph) {
        AskedAgain.Tables remaining = catalog.askedAgain().remaining();
        Map<TableName, NavigableSet<Day>> days = new HashMap<>();
        remaining.days().forEach((table, ofTable) -> find(graph, table).ifPresent(name -> days.put(name, ofTable)));
        Set<TableName> wholes = new HashSet<>();
        remaining.wholes().forEach(table -> find(graph, table).ifPresent(wholes::add));
        return new Unfinished(days, wholes);
    }

    private static Optional<TableName> find(ModelGraph graph, String table) {
        return graph.models().stream()
                .map(model -> model.name())
                .filter(name -> name.toString().equals(table))
                .findFirst();
    }

    /** Notes what a plan builds for the asking, beside what earlier runs have left. */
    static void remember(Catalog catalog, Plan plan, Unfinished unfinished) {
        Map<String, NavigableSet<Day>> days = new HashMap<>();
        Set<String> wholes = new HashSet<>();
        unfinished.days().forEach((table, ofTable) -> days.put(table.toString(), new TreeSet<>(ofTable)));
        unfinished.wholes().forEach(table -> wholes.add(table.toString()));
        boolean isAsked = false;
        for (Batch batch : plan.batches()) {
            for (ModelWork work : batch.works()) {
                String table = work.model().name().toString();
                for (Map.Entry<Day, Task> day : work.days().entrySet()) {
                    if (day.getValue().reason() instanceof Reason.FullAsked) {
                        isAsked = true;
                        days.computeIfAbsent(table, name -> new TreeSet<>()).add(day.getKey());
                    }
                }
                if (work.whole()
                        .map(Task::reason)
                        .filter(Reason.FullAsked.class::isInstance)
                        .isPresent()) {
                    isAsked = true;
                    wholes.add(table);
                }
            }
        }
        if (isAsked) {
            catalog.askedAgain().remember(new AskedAgain.Tables(days, wholes));
        }
    }
}
