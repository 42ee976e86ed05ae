package dev.asterism.plan;

import dev.asterism.InputException;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Staleness.State;
import dev.asterism.plan.Staleness.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to build: a pure function of models, lake, build state and request.
 *
 * <p>A table is never built from a stale one: what a selected table reads and what is stale of that is built too, for the
 * days in question.
 */
public final class Planner {
    private final Staleness staleness;
    private final ModelGraph graph;
    private final PlanRequest request;
    private final Map<TableName, NavigableMap<Day, Task>> builds = new HashMap<>();
    private final Map<TableName, NavigableSet<Day>> removals = new HashMap<>();
    private final Map<TableName, Task> wholes = new HashMap<>();

    private Planner(Staleness staleness, PlanRequest request) {
        this.staleness = staleness;
        this.graph = staleness.graph();
        this.request = request;
    }

    /** Compares models and lake with what the warehouse holds. */
    public static Staleness staleness(
            ModelGraph graph, LakeState lake, BuildState built, CalendarRange calendar, boolean prune) {
        return StalenessAnalysis.of(graph, lake, built, calendar, prune);
    }

    /** The work that makes what was asked for current; fails with {@link InputException} for a request without sense. */
    public static Plan plan(Staleness staleness, PlanRequest request) {
        Planner planner = new Planner(staleness, request);
        planner.requireRange();
        planner.collect();
        return new Plan(staleness, planner.batches());
    }

    private void requireRange() {
        if (request.from().isEmpty() && request.to().isEmpty()) {
            return;
        }
        NavigableSet<Day> days = new TreeSet<>(staleness.lake().days());
        staleness.days().values().forEach(table -> days.addAll(table.keySet()));
        if (request.from().isPresent()
                && request.to().isPresent()
                && request.from().get().compareTo(request.to().get()) > 0) {
            throw new InputException("--from " + request.from().get() + " is after --to "
                    + request.to().get() + ". Expected the earlier day first.");
        }
        if (days.isEmpty() || days.stream().noneMatch(request::includes)) {
            throw new InputException("The range "
                    + request.from().map(Day::toString).orElse("…") + " to "
                    + request.to().map(Day::toString).orElse("…") + " is outside the lake, which "
                    + (days.isEmpty() ? "has no days." : "has days from " + days.first() + " to " + days.last() + "."));
        }
    }

    private void collect() {
        Set<TableName> selected = Selection.of(graph, request.selectors(), request.excludes());
        List<Model> downstreamFirst = new ArrayList<>(graph.models());
        Collections.reverse(downstreamFirst);
        for (Model model : downstreamFirst) {
            if (selected.contains(model.name())) {
                select(model);
            }
            requireInputs(model);
        }
    }

    private void select(Model model) {
        staleness.daysOf(model.name()).forEach((day, state) -> {
            if (!request.includes(day)) {
                return;
            }
            if (state.status() == Status.STALE) {
                build(model.name(), day, state);
            } else if (state.status() == Status.CURRENT && request.full()) {
                builds.computeIfAbsent(model.name(), name -> new TreeMap<>())
                        .put(day, new Task(state.inputs(), new Reason.FullAsked()));
            } else if (state.status() == Status.REMOVABLE) {
                removals.computeIfAbsent(model.name(), name -> new TreeSet<>()).add(day);
            }
        });
        State whole = staleness.wholes().get(model.name());
        if (whole != null && (whole.status() == Status.STALE || request.full())) {
            wholes.put(model.name(), new Task(whole.inputs(), whole.reason().orElse(new Reason.FullAsked())));
        }
    }

    private void build(TableName table, Day day, State state) {
        builds.computeIfAbsent(table, name -> new TreeMap<>())
                .put(day, new Task(state.inputs(), state.reason().orElseThrow()));
    }

    /** Adds what is stale among the tables that a model reads or refers to, for the days that it is built. */
    private void requireInputs(Model model) {
        NavigableMap<Day, Task> days = builds.getOrDefault(model.name(), Collections.emptyNavigableMap());
        boolean whole = wholes.containsKey(model.name());
        if (days.isEmpty() && !whole) {
            return;
        }
        Set<Model> required = new HashSet<>(graph.upstream(model));
        if (model instanceof FactModel fact) {
            required.addAll(graph.referencedByGrain(fact));
        }
        for (Model upstream : required) {
            staleness.daysOf(upstream.name()).forEach((day, state) -> {
                boolean isRead = days.containsKey(day) || (whole && !(model instanceof DataSetModel));
                if (state.status() == Status.STALE && isRead) {
                    build(upstream.name(), day, state);
                }
            });
            State state = staleness.wholes().get(upstream.name());
            if (state != null && state.status() == Status.STALE) {
                wholes.put(
                        upstream.name(), new Task(state.inputs(), state.reason().orElseThrow()));
            }
        }
    }

    private List<Batch> batches() {
        NavigableSet<Day> all = new TreeSet<>();
        builds.values().forEach(days -> all.addAll(days.keySet()));
        removals.values().forEach(all::addAll);
        List<NavigableSet<Day>> cuts = new ArrayList<>();
        NavigableSet<Day> current = new TreeSet<>();
        long bytes = 0;
        for (Day day : all) {
            long dayBytes = filesOn(day).stream().mapToLong(DayFile::bytes).sum();
            if (!current.isEmpty() && bytes + dayBytes > request.batchBytes()) {
                cuts.add(current);
                current = new TreeSet<>();
                bytes = 0;
            }
            current.add(day);
            bytes += dayBytes;
        }
        if (!current.isEmpty() || !wholes.isEmpty()) {
            cuts.add(current);
        }
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            batches.add(batch(i + 1, cuts.get(i), i == cuts.size() - 1));
        }
        return List.copyOf(batches);
    }

    private Collection<DayFile> filesOn(Day day) {
        Map<SourceModel, List<DayFile>> files = new LinkedHashMap<>();
        builds.forEach((table, days) -> {
            if (days.containsKey(day)) {
                addFiles(graph.get(table), day, files);
            }
        });
        return files.values().stream().flatMap(List::stream).toList();
    }

    private void addFiles(Model model, Day day, Map<SourceModel, List<DayFile>> files) {
        for (Model upstream : graph.upstream(model)) {
            if (upstream instanceof SourceModel source) {
                SourceFile file = staleness.lake().filesOf(source.name()).get(day);
                List<DayFile> known = files.computeIfAbsent(source, key -> new ArrayList<>());
                if (file != null && !known.contains(file.file())) {
                    known.add(file.file());
                }
            }
        }
    }

    private Batch batch(int number, NavigableSet<Day> days, boolean last) {
        List<ModelWork> works = new ArrayList<>();
        Map<SourceModel, List<DayFile>> files = new LinkedHashMap<>();
        Set<TableName> touched = new HashSet<>();
        for (Model model : graph.models()) {
            NavigableMap<Day, Task> build = within(builds.get(model.name()), days);
            NavigableSet<Day> remove = new TreeSet<>(removals.getOrDefault(model.name(), new TreeSet<>()));
            remove.retainAll(days);
            Optional<Task> whole = Optional.ofNullable(wholes.get(model.name()))
                    .filter(task -> number == 1 || touchesUpstream(model, touched));
            if (!build.isEmpty() || !remove.isEmpty() || whole.isPresent()) {
                works.add(new ModelWork(model, build, remove, whole, last || !readsDays(model)));
                touched.add(model.name());
                build.keySet().forEach(day -> addFiles(model, day, files));
            }
        }
        files.keySet().forEach(source -> touched.add(source.name()));
        files.values().forEach(list -> list.sort(Comparator.comparing(DayFile::day)));
        List<CheckModel> checks = graph.ofType(CheckModel.class).stream()
                .filter(check -> touchesUpstream(check, touched))
                .toList();
        return new Batch(number, List.copyOf(works), files, checks);
    }

    private static NavigableMap<Day, Task> within(@Nullable NavigableMap<Day, Task> tasks, NavigableSet<Day> days) {
        if (tasks == null || days.isEmpty()) {
            return new TreeMap<>();
        }
        return new TreeMap<>(tasks.subMap(days.first(), true, days.last(), true));
    }

    private static boolean touchesUpstream(Model model, Set<TableName> touched) {
        return model.reads().stream().anyMatch(touched::contains);
    }

    /** Whether a table that is built as a whole follows from tables that are built by day. */
    private boolean readsDays(Model model) {
        return graph.upstream(model).stream()
                .anyMatch(upstream -> staleness.days().containsKey(upstream.name()) || readsDays(upstream));
    }
}
