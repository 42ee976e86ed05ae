package dev.asterism.plan;

import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables whose models declare another form than they were made in. Immutable. */
public final class Reshapings {
    private final ModelGraph graph;
    private final Map<TableName, TableForm> declared;
    private final Map<TableName, Reshaping> reshapings = new LinkedHashMap<>();

    private Reshapings(ModelGraph graph, Map<TableName, TableForm> declared) {
        this.graph = graph;
        this.declared = declared;
    }

    /**
     * Compares the forms of tables.
     *
     * @param made the forms in which tables were made
     * @param declared the forms that models declare
     */
    public static Reshapings of(ModelGraph graph, Map<TableName, TableForm> made, Map<TableName, TableForm> declared) {
        Reshapings all = new Reshapings(graph, Map.copyOf(declared));
        for (Model model : graph.models()) {
            TableForm before = made.get(model.name());
            TableForm now = declared.get(model.name());
            if (before != null && now != null && !before.isSameAs(now)) {
                all.reshapings.put(
                        model.name(),
                        Reshaping.between(
                                model.name(), before, now, model.file().renamedFrom()));
            }
        }
        return all;
    }

    public Optional<Reshaping> find(TableName table) {
        return Optional.ofNullable(reshapings.get(table));
    }

    /** All of them, in the order of the models. */
    Collection<Reshaping> all() {
        return reshapings.values();
    }

    /**
     * Returns the tables that are emptied when some are worked on, each after those that refer to it: those that are built
     * anew, and what refers to members that are no longer there.
     */
    public Set<TableName> emptied(Collection<TableName> worked) {
        Set<TableName> facts = new LinkedHashSet<>();
        Set<TableName> dimensions = new LinkedHashSet<>();
        Set<TableName> others = new LinkedHashSet<>();
        for (TableName table : worked) {
            Reshaping reshaping = reshapings.get(table);
            if (reshaping == null) {
                continue;
            }
            boolean wasDimension = reshaping.before().isDimension();
            if (reshaping.isBuiltAnew() && wasDimension) {
                Set<TableName> gone = new LinkedHashSet<>();
                addReferring(table, new HashSet<>(), gone);
                gone.forEach(dimension -> facts.addAll(factsOf(dimension)));
                dimensions.addAll(gone);
            } else if (reshaping.isBuiltAnew()) {
                others.add(table);
            } else if (reshaping.hasLostTheUnknownMember()) {
                facts.addAll(factsOf(table));
            }
        }
        Set<TableName> emptied = new LinkedHashSet<>(facts);
        emptied.addAll(others);
        emptied.addAll(dimensions);
        return emptied;
    }

    private List<TableName> factsOf(TableName dimension) {
        List<TableName> facts = new ArrayList<>();
        for (FactModel fact : graph.ofType(FactModel.class)) {
            if (refers(fact.name(), dimension)) {
                facts.add(fact.name());
            }
        }
        return facts;
    }

    /** Adds a dimension after those whose members refer to its members. */
    private void addReferring(TableName dimension, Set<TableName> seen, Set<TableName> referring) {
        if (seen.add(dimension)) {
            graph.ofType(DimensionModel.class).stream()
                    .map(DimensionModel::name)
                    .filter(other -> refers(other, dimension))
                    .forEach(other -> addReferring(other, seen, referring));
            referring.add(dimension);
        }
    }

    private boolean refers(TableName table, TableName dimension) {
        TableForm form = declared.get(table);
        return form != null && form.references().containsValue(dimension.toString());
    }
}
