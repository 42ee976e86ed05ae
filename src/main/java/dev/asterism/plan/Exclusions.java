package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.EarlierDays;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must stay out after a failure: some days of some tables, and some tables altogether. Whatever depends on it stays
 * out too, for the same days. Later days that see what is left out as history are built, but will be built again.
 */
public final class Exclusions {
    private final ModelGraph graph;
    private final Map<TableName, NavigableSet<Day>> days = new HashMap<>();
    private final Set<TableName> tables = new TreeSet<>();
    private final Map<TableName, NavigableSet<Day>> incomplete = new HashMap<>();
    private final Map<TableName, ModelWork> wholesGivenUp = new HashMap<>();
    private final Set<CheckModel> checksGivenUp = new LinkedHashSet<>();
    private final Set<CheckModel> checksOut = new HashSet<>();

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

    /** Leaves out a check, which keeps nothing else out. */
    public void leaveOut(CheckModel check) {
        checksOut.add(check);
    }

    /**
     * Leaves out all days of a batch that was not published. What it was to build as a whole is left to the batches after
     * it, whose facts may refer to it, with the checks of the batch.
     */
    public void giveUp(Batch batch) {
        for (ModelWork work : batch.works()) {
            work.days().keySet().forEach(day -> add(work.model().name(), day));
            work.removals().forEach(day -> add(work.model().name(), day));
            if (work.whole().isPresent()) {
                wholesGivenUp.put(work.model().name(), work);
                batch.checks().stream()
                        .filter(check -> check.reads().contains(work.model().name()))
                        .forEach(checksGivenUp::add);
            }
        }
    }

    /**
     * The batch without what must stay out and what depends on it. What depends on it is remembered for later batches: a
     * table that is built as a whole from incomplete days is built, but not recorded, so that it is built again.
     */
    public Batch remaining(Batch batch) {
        if (isEmpty()) {
            return batch;
        }
        Map<TableName, ModelWork> planned = new HashMap<>(wholesGivenUp);
        batch.works().forEach(work -> planned.put(work.model().name(), work));
        List<ModelWork> works = graph.models().stream()
                .flatMap(model -> Stream.ofNullable(planned.get(model.name())))
                .flatMap(work -> remaining(work).stream())
                .toList();
        return withFilesAndChecks(batch, works);
    }

    private boolean isEmpty() {
        return tables.isEmpty()
                && incomplete.isEmpty()
                && wholesGivenUp.isEmpty()
                && checksGivenUp.isEmpty()
                && checksOut.isEmpty()
                && days.values().stream().allMatch(Set::isEmpty);
    }

    private Optional<ModelWork> remaining(ModelWork work) {
        Model model = work.model();
        NavigableSet<Day> out = days.computeIfAbsent(model.name(), name -> new TreeSet<>());
        for (Model upstream : requiredBy(model)) {
            if (tables.contains(upstream.name())) {
                tables.add(model.name());
            }
            if (!(model instanceof DataSetModel)) {
                out.addAll(daysOut(upstream.name()));
                out.addAll(daysThatSee(daysOut(upstream.name()), upstream, work));
            }
        }
        if (tables.contains(model.name())) {
            return Optional.empty();
        }
        NavigableMap<Day, Task> remaining = new TreeMap<>();
        work.days().forEach((day, task) -> {
            if (!out.contains(day)) {
                remaining.put(day, marked(model, day, task));
            }
        });
        if (remaining.isEmpty() && work.removals().isEmpty() && work.whole().isEmpty()) {
            return Optional.empty();
        }
        boolean complete = out.isEmpty()
                && (model instanceof DataSetModel
                        || requiredBy(model).stream().noneMatch(upstream -> incomplete.containsKey(upstream.name())));
        if (work.whole().isPresent() && !complete) {
            incomplete.putIfAbsent(model.name(), new TreeSet<>());
        }
        return Optional.of(new ModelWork(model, remaining, work.removals(), work.whole(), work.last() && complete));
    }

    /** The days to build of a model that also see one of some days of a table, which come before. */
    private static List<Day> daysThatSee(NavigableSet<Day> days, Model upstream, ModelWork work) {
        EarlierDays earlier = work.model().file().earlierDays().get(upstream.name());
        return earlier == null || days.isEmpty()
                ? List.of()
                : work.days().keySet().stream()
                        .filter(day -> !earlier.seenFrom(day, days).isEmpty())
                        .toList();
    }

    /** The day's task as it is to be recorded: marked where the day sees a history that is incomplete, so that it is stale. */
    private Task marked(Model model, Day day, Task task) {
        List<TableName> incompleteInputs = new ArrayList<>();
        for (Model upstream : graph.upstream(model)) {
            boolean hasHistory = upstream instanceof DimensionModel dimension
                    && dimension.history() == DimensionModel.History.TYPE_2;
            NavigableSet<Day> incompleteDays = incomplete.getOrDefault(upstream.name(), new TreeSet<>());
            if (hasHistory
                    ? daysOut(upstream.name()).floor(day) != null || incompleteDays.floor(day) != null
                    : upstream instanceof FactModel && incompleteDays.contains(day)) {
                incompleteInputs.add(upstream.name());
            }
        }
        if (incompleteInputs.isEmpty()) {
            return task;
        }
        SortedMap<TableName, String> inputs = Inputs.parse(task.inputs());
        incompleteInputs.forEach(upstream -> inputs.put(upstream, Inputs.INCOMPLETE));
        incomplete.computeIfAbsent(model.name(), name -> new TreeSet<>()).add(day);
        return new Task(Inputs.text(inputs), task.reason());
    }

    private List<Model> requiredBy(Model model) {
        List<Model> required = new ArrayList<>(graph.upstream(model));
        required.addAll(graph.referencedByHeader(model));
        return required;
    }

    private NavigableSet<Day> daysOut(TableName table) {
        return days.getOrDefault(table, Collections.emptyNavigableSet());
    }

    private Batch withFilesAndChecks(Batch batch, List<ModelWork> works) {
        Batch remaining = new Batch(batch.number(), works, Map.of(), List.of());
        Set<TableName> touched = new TreeSet<>();
        works.forEach(work -> touched.add(work.model().name()));
        Map<TableName, NavigableSet<Day>> toRead = new TreeMap<>();
        batch.files().forEach((source, files) -> {
            NavigableSet<Day> available =
                    files.stream().map(DayFile::day).collect(Collectors.toCollection(TreeSet::new));
            NavigableSet<Day> needed = new TreeSet<>();
            works.stream()
                    .filter(work -> work.model().reads().contains(source.name()))
                    .forEach(work -> needed.addAll(
                            DaysRead.of(work.model(), source.name(), work.days().navigableKeySet(), available)));
            if (!needed.isEmpty()) {
                touched.add(source.name());
                toRead.put(source.name(), needed);
            }
        });
        List<CheckModel> checks = Stream.concat(batch.checks().stream(), checksGivenUp.stream())
                .distinct()
                .filter(check ->
                        !checksOut.contains(check) && check.reads().stream().anyMatch(touched::contains))
                .toList();
        checks.forEach(check -> check.reads()
                .forEach(table ->
                        toRead.computeIfAbsent(table, none -> new TreeSet<>()).addAll(remaining.days())));
        Map<SourceModel, List<DayFile>> files = new LinkedHashMap<>();
        batch.files().forEach((source, all) -> {
            NavigableSet<Day> needed = toRead.get(source.name());
            if (needed != null) {
                files.put(
                        source,
                        all.stream()
                                .filter(file -> needed.contains(file.day())
                                        && !daysOut(source.name()).contains(file.day()))
                                .toList());
            }
        });
        return new Batch(batch.number(), works, files, checks);
    }
}
