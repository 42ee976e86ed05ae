package dev.asterism.prove;

import dev.asterism.engine.Shapes;
import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.DaysRead;
import dev.asterism.plan.Staleness;
import dev.asterism.plan.Staleness.Status;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be built so that some days of some tables can be compared: the days themselves, those of what they read, and
 * the members that they refer to. A member whose attributes change is folded from all its days. Not thread-safe.
 */
final class Closure {
    private final Staleness staleness;
    private final ModelGraph graph;
    private final Shapes shapes;
    private final boolean wide;
    private final Map<TableName, NavigableSet<Day>> days = new HashMap<>();
    private final Set<TableName> wholes = new HashSet<>();
    private final Map<TableName, Set<TableName>> origins = new HashMap<>();

    /**
     * @param wide whether to take all days of every dimension, also of one whose members come from what the reader reads
     */
    Closure(Staleness staleness, Shapes shapes, boolean wide) {
        this.staleness = staleness;
        this.graph = staleness.graph();
        this.shapes = shapes;
        this.wide = wide;
    }

    /** The days to build of tables that are built by day, and to read of sources. */
    Map<TableName, NavigableSet<Day>> days() {
        return days;
    }

    /** The tables to build as a whole. */
    Set<TableName> wholes() {
        return wholes;
    }

    /** Adds a day of a table with all that it needs. */
    void add(Model model, Day day) {
        if (!days.computeIfAbsent(model.name(), name -> new TreeSet<>()).add(day)) {
            return;
        }
        for (Model upstream : graph.upstream(model)) {
            if (upstream instanceof DimensionModel dimension) {
                addMembers(dimension, model, day);
            } else {
                NavigableSet<Day> available = available(upstream);
                NavigableSet<Day> read = DaysRead.of(model, upstream.name(), new TreeSet<>(Set.of(day)), available);
                read.retainAll(available);
                read.forEach(each -> add(upstream, each));
            }
        }
        shapes.of(model).references().values().stream()
                .filter(dimension -> !dimension.equals(model))
                .forEach(dimension -> addMembers(dimension, model, day));
    }

    /** The days of a source that have a file, and of a table that can be built. */
    private NavigableSet<Day> available(Model model) {
        if (model instanceof SourceModel) {
            return staleness.lake().filesOf(model.name()).navigableKeySet();
        }
        NavigableSet<Day> available = new TreeSet<>();
        staleness.daysOf(model.name()).forEach((day, state) -> {
            if (state.status() == Status.CURRENT) {
                available.add(day);
            }
        });
        return available;
    }

    /** Adds a dimension with all its days. */
    void addAll(Model model) {
        if (!graph.isBuiltByDay(model)) {
            if (wholes.add(model.name())) {
                graph.upstream(model).stream()
                        .filter(upstream -> !(upstream instanceof DataSetModel))
                        .forEach(this::addAll);
            }
            return;
        }
        available(model).forEach(day -> add(model, day));
    }

    /** The members that a day of a table can refer to. */
    private void addMembers(DimensionModel dimension, Model reader, Day day) {
        boolean comesWithTheDay = !wide
                && graph.isBuiltByDay(dimension)
                && dimension.day().isEmpty()
                && origins(reader).containsAll(origins(dimension));
        if (!comesWithTheDay) {
            addAll(dimension);
        } else if (isCurrent(dimension, day)) {
            add(dimension, day);
        }
    }

    private boolean isCurrent(Model model, Day day) {
        Staleness.State state = staleness.daysOf(model.name()).get(day);
        return state != null && state.status() == Status.CURRENT;
    }

    /** The sources that a table's rows come from, be it through facts or members. */
    private Set<TableName> origins(Model model) {
        Set<TableName> known = origins.get(model.name());
        if (known != null) {
            return known;
        }
        Set<TableName> found = new LinkedHashSet<>();
        for (Model upstream : graph.upstream(model)) {
            if (upstream instanceof SourceModel) {
                found.add(upstream.name());
            } else if (!(model instanceof FactModel) || upstream instanceof FactModel) {
                found.addAll(origins(upstream));
            }
        }
        origins.put(model.name(), found);
        return found;
    }

    /** The tables with days that are not as they should be, among those whose other days a table depends on. */
    Set<TableName> unsettled(Model model) {
        Set<TableName> unsettled = new TreeSet<>();
        collectUnsettled(model, unsettled, new HashSet<>());
        return unsettled;
    }

    private void collectUnsettled(Model model, Set<TableName> unsettled, Set<TableName> seen) {
        if (!seen.add(model.name())) {
            return;
        }
        Set<Model> needed = new LinkedHashSet<>(graph.upstream(model));
        needed.addAll(shapes.of(model).references().values());
        for (Model upstream : needed) {
            if (upstream instanceof SourceModel) {
                continue;
            }
            boolean matters = upstream instanceof DimensionModel
                    || model.file().earlierDays().containsKey(upstream.name());
            if (matters && isUnsettled(upstream)) {
                unsettled.add(upstream.name());
            }
            collectUnsettled(upstream, unsettled, seen);
        }
    }

    /** Whether some day of a table is stale, orphaned or to be removed. */
    boolean isUnsettled(Model model) {
        Staleness.State whole = staleness.wholes().get(model.name());
        return (whole != null && whole.status() != Status.CURRENT)
                || staleness.days().getOrDefault(model.name(), Collections.emptyNavigableMap()).values().stream()
                        .anyMatch(state -> state.status() != Status.CURRENT);
    }
}
