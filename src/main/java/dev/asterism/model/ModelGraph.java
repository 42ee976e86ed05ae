package dev.asterism.model;

import dev.asterism.InputException;
import dev.asterism.Suggestion;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All models and what reads what. Immutable.
 *
 * <p>The order is topological: a model stands after everything that it reads or refers to; models that do not depend on
 * each other stand in the order of their pipelines and files.
 */
public final class ModelGraph {
    private final Map<TableName, Model> models;
    private final Map<TableName, List<Model>> upstreams = new HashMap<>();
    private final Map<TableName, SortedSet<TableName>> readers = new TreeMap<>();

    /**
     * Builds the graph; fails with {@link InputException} for a cycle, an unknown table, a table declared twice, a fact
     * without days, or a table built from a view.
     */
    public ModelGraph(Collection<Model> models) {
        Map<TableName, Model> byName = new LinkedHashMap<>();
        models.stream()
                .sorted(Comparator.comparing(model -> model.file().id().toString()))
                .forEach(model -> {
                    Model other = byName.putIfAbsent(model.name(), model);
                    if (other != null) {
                        throw model.file()
                                .start()
                                .error(model.name() + " is also the table of "
                                        + other.file().start().file() + ". A table has one model.");
                    }
                });
        byName.values().forEach(model -> {
            requireUpstreams(model, byName);
            requireReferenced(model, byName);
        });
        this.models = TopologicalOrder.of(byName);
        Map<TableName, Integer> places = new HashMap<>();
        this.models.keySet().forEach(name -> places.put(name, places.size()));
        this.models.values().forEach(model -> {
            upstreams.put(
                    model.name(),
                    model.reads().stream()
                            .filter(places::containsKey)
                            .sorted(Comparator.comparing(places::get))
                            .map(this::get)
                            .toList());
            model.reads()
                    .forEach(table ->
                            readers.computeIfAbsent(table, t -> new TreeSet<>()).add(model.name()));
        });
    }

    /** The models in topological order. */
    public List<Model> models() {
        return List.copyOf(models.values());
    }

    public Optional<Model> find(TableName name) {
        return Optional.ofNullable(models.get(name));
    }

    /** The model of a table that is known to have one. */
    public Model get(TableName name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no model of " + name));
    }

    public List<SourceModel> sources() {
        return ofType(SourceModel.class);
    }

    public <M extends Model> List<M> ofType(Class<M> type) {
        return models.values().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The models that a model reads, in topological order; the calendar is none. */
    public List<Model> upstream(Model model) {
        return upstreams.getOrDefault(model.name(), List.of());
    }

    /** Whether a table is built day by day, because it reads a source or a fact; others are built as a whole. */
    public boolean isBuiltByDay(Model model) {
        return (model instanceof FactModel || model instanceof DimensionModel)
                && upstream(model).stream().anyMatch(Model::hasDays);
    }

    /** The names of the models that read a table directly. */
    public SortedSet<TableName> readers(TableName table) {
        return readers.getOrDefault(table, Collections.emptySortedSet());
    }

    /**
     * The dimension that a column of a fact or dimension refers to: the one that the header declares; else by its name:
     * {@code project_fk} refers to the dimension {@code project} of the model's own schema, else of a schema that the model
     * reads, else the only one of that name; {@code day_fk} to {@code time.day} where nothing else fits. Empty where there
     * is none.
     */
    public Optional<DimensionModel> referenced(Model model, String column) {
        return referenced(model, column, models.values());
    }

    /** Whether a column of a fact or dimension says by declaration or by its name that it refers to a dimension. */
    public static boolean isReference(Model model, String column) {
        return model.references().containsKey(column) || FactModel.isForeignKey(column);
    }

    static Optional<DimensionModel> referenced(Model model, String column, Collection<Model> models) {
        Reference declared = model.references().get(column);
        if (declared != null) {
            return models.stream()
                    .filter(other -> other.name().equals(declared.table()))
                    .filter(DimensionModel.class::isInstance)
                    .map(DimensionModel.class::cast)
                    .findFirst();
        }
        if (!FactModel.isForeignKey(column)) {
            return Optional.empty();
        }
        String name = FactModel.referencedName(column);
        List<DimensionModel> candidates = models.stream()
                .filter(DimensionModel.class::isInstance)
                .map(DimensionModel.class::cast)
                .filter(dimension -> !dimension.isAccumulating())
                .filter(dimension -> dimension.name().name().equals(name)
                        && !dimension.name().equals(model.name()))
                .toList();
        return candidates.stream()
                .filter(candidate ->
                        candidate.name().schema().equals(model.name().schema()))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(candidate -> model.reads().contains(candidate.name()))
                        .findFirst())
                .or(() -> candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty());
    }

    /**
     * The other dimensions that a fact or dimension refers to, as far as its header tells: by what it declares, and by the
     * columns of the grain or of the natural key.
     */
    public List<DimensionModel> referencedByHeader(Model model) {
        return referencedByHeader(model, models.values());
    }

    static List<DimensionModel> referencedByHeader(Model model, Collection<Model> models) {
        Set<String> columns = new LinkedHashSet<>();
        if (model instanceof FactModel fact) {
            columns.addAll(fact.grain());
        } else if (model instanceof DimensionModel dimension) {
            columns.addAll(dimension.naturalKey());
        }
        columns.addAll(model.references().keySet());
        return columns.stream()
                .flatMap(column -> referenced(model, column, models).stream())
                .filter(dimension -> !dimension.name().equals(model.name()))
                .distinct()
                .toList();
    }

    private static void requireReferenced(Model model, Map<TableName, Model> models) {
        model.references().forEach((column, reference) -> {
            Model referenced = models.get(reference.table());
            if (referenced == null) {
                List<String> dimensions = models.values().stream()
                        .filter(DimensionModel.class::isInstance)
                        .map(dimension -> dimension.name().toString())
                        .toList();
                throw reference
                        .where()
                        .error("no model declares the dimension " + reference.table() + ", to which '" + column
                                + "' is to refer."
                                + Suggestion.didYouMean(reference.table().toString(), dimensions));
            }
            if (!(referenced instanceof DimensionModel) || isAccumulating(referenced)) {
                throw reference
                        .where()
                        .error(reference.table() + ", to which '" + column + "' is to refer, is "
                                + (isAccumulating(referenced)
                                        ? "an accumulating snapshot"
                                        : "a " + referenced.kind().replace('_', ' '))
                                + ". Expected a dimension.");
            }
        });
    }

    private static void requireUpstreams(Model model, Map<TableName, Model> models) {
        boolean hasDays = false;
        for (TableName table : model.reads()) {
            Model upstream = models.get(table);
            hasDays |= upstream != null && upstream.hasDays();
            if (model instanceof DataSetModel
                    && (table.equals(TableName.CALENDAR) || upstream instanceof SourceModel)) {
                throw model.file()
                        .sql()
                        .positionOf(table)
                        .error(table + " exists only while a batch is built, and a"
                                + " data set is a view. Read a dimension or a fact.");
            }
            if (upstream instanceof DataSetModel view
                    && !view.isSeed()
                    && (model instanceof FactModel || model instanceof DimensionModel)) {
                throw model.file()
                        .sql()
                        .positionOf(table)
                        .error(table + " is a data set: a view that knows no days. Read the tables that it reads.");
            }
            if (model.file().earlierDays().containsKey(table)
                    && !(upstream != null && upstream.hasDays())
                    && (isReadable(upstream) || table.equals(TableName.CALENDAR))) {
                throw model.file()
                        .sql()
                        .positionOf(table)
                        .error(table + " has no days, so that 'reads' cannot say which of them are seen. Leave it out"
                                + " there: all of its rows are.");
            }
            if (isAccumulating(upstream) && (model instanceof FactModel || model instanceof DimensionModel)) {
                throw model.file()
                        .sql()
                        .positionOf(table)
                        .error(table
                                + " is an accumulating snapshot: what it says follows from all days at once, so that"
                                + " no day can be built from it. Read the tables that it reads.");
            }
            if (table.equals(TableName.CALENDAR) || isReadable(upstream)) {
                continue;
            }
            List<String> known = models.values().stream()
                    .filter(ModelGraph::isReadable)
                    .map(readable -> readable.name().toString())
                    .toList();
            throw model.file()
                    .sql()
                    .positionOf(table)
                    .error("no model declares the table " + table + "."
                            + Suggestion.nearest(table.toString(), known)
                                    .map(nearest -> " Did you mean " + nearest + "?")
                                    .orElse(" Every table after FROM or JOIN is declared by a model file."));
        }
        if (isAccumulating(model) && !hasDays) {
            throw model.file()
                    .start()
                    .error(
                            "an accumulating snapshot follows from what each day says, but this one reads neither a source"
                                    + " nor a fact.");
        }
        if (model instanceof FactModel && !hasDays) {
            throw model.file()
                    .start()
                    .error("a fact is built day by day, but this one reads neither a source nor a fact.");
        }
    }

    private static boolean isAccumulating(@Nullable Model model) {
        return model instanceof DimensionModel dimension && dimension.isAccumulating();
    }

    private static boolean isReadable(@Nullable Model model) {
        return model != null && !(model instanceof CheckModel);
    }
}
