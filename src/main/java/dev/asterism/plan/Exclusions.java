package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must stay out after a failure: some days of some tables, and some tables altogether. Whatever depends on it stays
 * out too, for the same days.
 */
public final class Exclusions {
    private final ModelGraph graph;
    private final Map<TableName, NavigableSet<Day>> days = new HashMap<>();
    private final Set<TableName> tables = new TreeSet<>();

    public Exclusions(ModelGraph graph) {
        this.graph = graph;
    }

    /** Leaves out a day of a source or table. */
    public void add(TableName table, Day day) {
        days.computeIfAbsent(table, name -> new TreeSet<>()).add(day);
    }

    /** Leaves out a table altogether. */
    public void add(TableName table) {
        tables.add(table);
    }

    /** The batch without what must stay out and what depends on it. */
    public Batch remaining(Batch batch) {
        Map<TableName, NavigableSet<Day>> outDays = new HashMap<>();
        Set<TableName> outTables = new TreeSet<>(tables);
        days.forEach((table, excluded) -> outDays.put(table, new TreeSet<>(excluded)));
        List<ModelWork> works = new ArrayList<>();
        for (ModelWork work : batch.works()) {
            Model model = work.model();
            List<Model> required = new ArrayList<>(graph.upstream(model));
            if (model instanceof FactModel fact) {
                required.addAll(graph.referencedByGrain(fact));
            }
            NavigableSet<Day> out = outDays.computeIfAbsent(model.name(), name -> new TreeSet<>());
            for (Model upstream : required) {
                if (outTables.contains(upstream.name())) {
                    outTables.add(model.name());
                }
                out.addAll(outDays.getOrDefault(upstream.name(), new TreeSet<>()));
            }
            if (outTables.contains(model.name())) {
                continue;
            }
            NavigableMap<Day, Task> remaining = new TreeMap<>(work.days());
            remaining.keySet().removeAll(out);
            Optional<Task> whole = out.isEmpty() ? work.whole() : Optional.empty();
            if (!remaining.isEmpty() || !work.removals().isEmpty() || whole.isPresent()) {
                works.add(new ModelWork(model, remaining, work.removals(), whole, work.last()));
            }
        }
        return new Batch(
                batch.number(),
                works,
                filesFor(works, batch),
                batch.checks().stream()
                        .filter(check -> works.stream()
                                .anyMatch(work ->
                                        check.reads().contains(work.model().name())))
                        .toList());
    }

    private static Map<SourceModel, List<DayFile>> filesFor(List<ModelWork> works, Batch batch) {
        Map<SourceModel, List<DayFile>> files = new LinkedHashMap<>();
        batch.files().forEach((source, all) -> {
            NavigableSet<Day> needed = new TreeSet<>();
            works.stream()
                    .filter(work -> work.model().reads().contains(source.name()))
                    .forEach(work -> needed.addAll(work.days().keySet()));
            if (!needed.isEmpty()) {
                files.put(
                        source,
                        all.stream().filter(file -> needed.contains(file.day())).toList());
            }
        });
        return files;
    }
}
