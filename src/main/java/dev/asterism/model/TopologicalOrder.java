package dev.asterism.model;

import dev.asterism.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Puts every model after what it reads, and after the dimensions that its header says it refers to.
 *
 * <p>A reference gives way where the dimension follows from the fact itself, such as one of all days on which something
 * happened: only what is read decides whether something can be built.
 */
final class TopologicalOrder {
    private final Map<TableName, Model> models;
    private final Map<TableName, SortedSet<TableName>> predecessors = new HashMap<>();

    private TopologicalOrder(Map<TableName, Model> models) {
        this.models = models;
    }

    /** The models in order; fails with {@link InputException} where tables read each other in a circle. */
    static Map<TableName, Model> of(Map<TableName, Model> models) {
        TopologicalOrder order = new TopologicalOrder(models);
        models.forEach((name, model) -> {
            SortedSet<TableName> read = new TreeSet<>(model.reads());
            read.retainAll(models.keySet());
            order.predecessors.put(name, read);
        });
        order.ordered();
        models.values().forEach(order::addReferences);
        return order.ordered();
    }

    private void addReferences(Model model) {
        for (DimensionModel dimension : ModelGraph.referencedByHeader(model, models.values())) {
            if (!follows(dimension.name(), model.name(), new HashSet<>())) {
                predecessorsOf(model.name()).add(dimension.name());
            }
        }
    }

    private boolean follows(TableName table, TableName other, Set<TableName> visited) {
        return table.equals(other)
                || (visited.add(table)
                        && predecessorsOf(table).stream()
                                .anyMatch(predecessor -> follows(predecessor, other, visited)));
    }

    private SortedSet<TableName> predecessorsOf(TableName table) {
        return predecessors.getOrDefault(table, Collections.emptySortedSet());
    }

    private Map<TableName, Model> ordered() {
        Map<TableName, Model> ordered = new LinkedHashMap<>();
        Set<TableName> path = new LinkedHashSet<>();
        models.values().forEach(model -> visit(model, ordered, path));
        return Collections.unmodifiableMap(ordered);
    }

    private void visit(Model model, Map<TableName, Model> ordered, Set<TableName> path) {
        if (ordered.containsKey(model.name())) {
            return;
        }
        if (!path.add(model.name())) {
            List<String> cycle = new ArrayList<>(path.stream()
                    .dropWhile(name -> !name.equals(model.name()))
                    .map(TableName::toString)
                    .toList());
            cycle.add(model.name().toString());
            throw model.file().start().error("these tables read each other in a circle: " + String.join(" → ", cycle));
        }
        for (TableName table : predecessorsOf(model.name())) {
            Model predecessor = models.get(table);
            if (predecessor != null) {
                visit(predecessor, ordered, path);
            }
        }
        path.remove(model.name());
        ordered.put(model.name(), model);
    }
}
