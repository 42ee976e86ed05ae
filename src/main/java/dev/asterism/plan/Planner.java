package dev.asterism.plan;

import dev.asterism.InputException;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayPortions;
import dev.asterism.lake.DayRanges;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.EarlierDays;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Staleness.State;
import dev.asterism.plan.Staleness.Status;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to build: a pure function of models, lake, build state and request.
 *
 * <p>A table is never built from a stale one: what a selected table reads and what is stale of that is built too, for the
 * days in question.
 */
public final class Planner {
    /** About what a row of a fact takes as a compressed line of a day file. */
    private static final long BYTES_PER_ROW = 12;

    /** How many ranges of days a message names. */
    private static final int DAYS_SHOWN = 3;

    private final Staleness staleness;
    private final ModelGraph graph;
    private final PlanRequest request;
    private final Unfinished unfinished;
    private final Set<TableName> selected;
    private final Set<TableName> excluded;
    private final Map<TableName, NavigableMap<Day, Task>> builds = new HashMap<>();
    private final Map<TableName, NavigableSet<Day>> removals = new HashMap<>();
    private final Map<TableName, Task> wholes = new HashMap<>();
    private final Set<TableName> incomplete = new HashSet<>();
    private final Map<SourceModel, NavigableSet<Day>> daysToRead = new LinkedHashMap<>();

    private Planner(Staleness staleness, PlanRequest request, Unfinished unfinished) {
        this.staleness = staleness;
        this.graph = staleness.graph();
        this.request = request;
        this.unfinished = unfinished;
        this.selected = Selection.of(graph, request.selectors(), request.excludes());
        this.excluded = Selection.excluded(graph, request.excludes());
    }

    /** Compares models and lake with what the warehouse holds. */
    public static Staleness staleness(
            ModelGraph graph, LakeState lake, BuildState built, CalendarRange calendar, boolean prune) {
        return staleness(graph, lake, built, calendar, prune, Map.of(), Map.of());
    }

    /**
     * Compares models and lake with what the warehouse holds.
     *
     * @param uses by table, what it takes from dimensions besides the keys of its own rows
     * @param declared the forms that models declare of their tables
     */
    public static Staleness staleness(
            ModelGraph graph,
            LakeState lake,
            BuildState built,
            CalendarRange calendar,
            boolean prune,
            Map<TableName, List<MemberUse>> uses,
            Map<TableName, TableForm> declared) {
        Reshapings reshapings = Reshapings.of(graph, built.forms(), declared);
        return StalenessAnalysis.of(graph, lake, built, calendar, prune, uses, reshapings);
    }

    /** The work that makes what was asked for current; fails with {@link InputException} for a request without sense. */
    public static Plan plan(Staleness staleness, PlanRequest request) {
        return plan(staleness, request, Unfinished.nothing());
    }

    /**
     * As {@link #plan(Staleness, PlanRequest)}, going on with what an earlier run did not reach.
     *
     * @param unfinished what is to be built although it is current
     */
    public static Plan plan(Staleness staleness, PlanRequest request, Unfinished unfinished) {
        Planner planner = new Planner(staleness, request, unfinished);
        request.requireRangeWithin(staleness.allDays());
        planner.collect();
        planner.collectIncomplete();
        planner.collectDaysToRead();
        return new Plan(staleness, planner.batches(), planner.selected);
    }

    private void collect() {
        graph.models().stream().filter(model -> selected.contains(model.name())).forEach(this::select);
        List<Model> downstreamFirst = new ArrayList<>(graph.models());
        Collections.reverse(downstreamFirst);
        boolean grown = true;
        while (grown) {
            // Once is enough, except where a dimension follows from a fact that refers to it.
            grown = false;
            for (Model model : downstreamFirst) {
                grown |= requireInputs(model);
            }
            for (Reshaping reshaping : staleness.reshapings().all()) {
                grown |= hasWork(reshaping.table()) && requireWhatGoesWith(reshaping);
            }
        }
        staleness.reshapings().all().stream()
                .filter(reshaping -> selected.contains(reshaping.table()) || hasWork(reshaping.table()))
                .forEach(this::requireNoLoss);
    }

    private void select(Model model) {
        staleness.daysOf(model.name()).forEach((day, state) -> {
            if (!request.includes(day)) {
                return;
            }
            if (state.status() == Status.STALE) {
                build(model.name(), day, state);
            } else if (state.status() == Status.CURRENT && (request.full() || unfinished.includes(model.name(), day))) {
                builds.computeIfAbsent(model.name(), name -> new TreeMap<>())
                        .put(day, new Task(state.inputs(), againForTheAsking()));
            } else if (state.status() == Status.REMOVABLE) {
                removals.computeIfAbsent(model.name(), name -> new TreeSet<>()).add(day);
            }
        });
        State whole = staleness.wholes().get(model.name());
        boolean isAsked = request.full() || unfinished.wholes().contains(model.name());
        if (whole != null && (whole.status() == Status.STALE || isAsked)) {
            wholes.put(model.name(), new Task(whole.inputs(), whole.reason().orElse(againForTheAsking())));
        }
    }

    private Reason againForTheAsking() {
        return request.full() ? new Reason.FullAsked() : new Reason.FullUnfinished();
    }

    private boolean build(TableName table, Day day, State state) {
        return builds.computeIfAbsent(table, name -> new TreeMap<>())
                        .putIfAbsent(
                                day, new Task(state.inputs(), state.reason().orElseThrow()))
                == null;
    }

    /**
     * Adds what is not current among the tables that a model reads or refers to, for the days that it is built; for a
     * table that is built as a whole, for all days that were asked for.
     *
     * @return whether there was anything to add
     */
    private boolean requireInputs(Model model) {
        NavigableMap<Day, Task> days = builds.getOrDefault(model.name(), Collections.emptyNavigableMap());
        boolean whole = wholes.containsKey(model.name());
        if (days.isEmpty() && !whole) {
            return false;
        }
        Set<Model> required = new HashSet<>(graph.upstream(model));
        required.addAll(graph.referencedByHeader(model));
        boolean isWhole = whole && !(model instanceof DataSetModel);
        boolean added = false;
        for (Model upstream : required) {
            boolean mustFit = model instanceof DataSetModel && mustChangeFirst(upstream);
            for (Map.Entry<Day, State> day : staleness.daysOf(upstream.name()).entrySet()) {
                if (mustFit || (isWhole && request.includes(day.getKey())) || isRead(model, upstream, day.getKey())) {
                    added |= require(upstream.name(), day.getKey(), day.getValue());
                }
            }
            added |= requireWhole(upstream.name());
        }
        return added;
    }

    /** Whether a view cannot be made before a table that it reads has its new columns. */
    private boolean mustChangeFirst(Model upstream) {
        return !hasWork(upstream.name())
                && staleness
                        .reshapings()
                        .find(upstream.name())
                        .filter(Reshaping::changesColumns)
                        .isPresent();
    }

    /** Whether a day of a table matters to the days for which another one is built. */
    private boolean isRead(Model model, Model upstream, Day day) {
        NavigableMap<Day, Task> days = builds.getOrDefault(model.name(), Collections.emptyNavigableMap());
        EarlierDays earlier = model.file().earlierDays().get(upstream.name());
        if (earlier != null) {
            Day reader = days.ceilingKey(day);
            return reader != null
                    && earlier.lastReader(day)
                            .map(last -> reader.compareTo(last) <= 0)
                            .orElse(true);
        }
        boolean hasHistory = upstream instanceof DimensionModel dimension
                && dimension.history() == DimensionModel.History.TYPE_2
                && model.reads().contains(upstream.name());
        return hasHistory ? days.ceilingKey(day) != null : days.containsKey(day);
    }

    private boolean hasWork(TableName table) {
        return builds.containsKey(table) || wholes.containsKey(table) || removals.containsKey(table);
    }

    /** Adds what must be built with a table that changes its form: views of it, and if it is built anew, all that follows. */
    private boolean requireWhatGoesWith(Reshaping reshaping) {
        boolean added = false;
        if (reshaping.changesColumns()) {
            for (TableName reader : Selection.withReaders(graph, reshaping.table())) {
                added |= graph.get(reader) instanceof DataSetModel && requireWhole(reader);
            }
        }
        if (!reshaping.sweeps()) {
            return added;
        }
        Reason reason = new Reason.BuiltAnew(reshaping.why());
        for (TableName table : swept(reshaping)) {
            for (Map.Entry<Day, State> day : staleness.daysOf(table).entrySet()) {
                added |= force(table, day.getKey(), day.getValue(), reason);
            }
            State whole = staleness.wholes().get(table);
            if (whole != null) {
                Task task = new Task(whole.inputs(), reason);
                added |= !task.equals(wholes.put(table, task));
            }
        }
        if (reshaping.before().isDimension()) {
            // Its members get other keys, so that nothing may be left that follows from the old ones.
            for (TableName table : Selection.withReaders(graph, reshaping.table())) {
                for (Map.Entry<Day, State> day : staleness.daysOf(table).entrySet()) {
                    added |= require(table, day.getKey(), day.getValue());
                }
                added |= requireWhole(table);
            }
        }
        return added;
    }

    /** The tables of which all days are built with a table that is built anew. */
    private Set<TableName> swept(Reshaping reshaping) {
        Set<TableName> swept = new LinkedHashSet<>(Set.of(reshaping.table()));
        swept.addAll(staleness.reshapings().emptied(Set.of(reshaping.table())));
        return swept;
    }

    private boolean force(TableName table, Day day, State state, Reason reason) {
        return switch (state.status()) {
            case STALE, CURRENT -> {
                Task task = new Task(state.inputs(), reason);
                yield !task.equals(
                        builds.computeIfAbsent(table, name -> new TreeMap<>()).put(day, task));
            }
            case REMOVABLE ->
                removals.computeIfAbsent(table, name -> new TreeSet<>()).add(day);
            case ORPHANED -> false;
        };
    }

    /** Refuses what would lose values of days that cannot be built again. */
    private void requireNoLoss(Reshaping reshaping) {
        if (reshaping.sweeps()) {
            for (TableName table : swept(reshaping)) {
                NavigableSet<Day> orphans = staleness.orphansOf(table);
                if (!orphans.isEmpty()) {
                    throw refusal(
                            reshaping,
                            reshaping.why() + ", so " + table + " must be built anew, but files of "
                                    + DayRanges.text(orphans, DAYS_SHOWN)
                                    + " are gone, whose rows would be lost.");
                }
            }
            return;
        }
        Map<String, String> losses = reshaping.losses();
        NavigableSet<Day> orphans = staleness.orphansOf(reshaping.table());
        if (!losses.isEmpty() && !orphans.isEmpty()) {
            Map.Entry<String, String> loss = losses.entrySet().iterator().next();
            throw refusal(
                    reshaping,
                    "the column '" + loss.getKey() + "' of " + reshaping.table() + " " + loss.getValue()
                            + ", but files of " + DayRanges.text(orphans, DAYS_SHOWN)
                            + " are gone, so that these days cannot be built again.");
        }
    }

    private InputException refusal(Reshaping reshaping, String problem) {
        return graph.get(reshaping.table())
                .file()
                .start()
                .error(problem + " Nothing was changed. Bring the files back, or remove such days with --prune."
                        + reshaping
                                .possibleRename()
                                .map(rename -> " If the column only has another name now, say so in the header: "
                                        + rename + ".")
                                .orElse(""));
    }

    /** Whether a table is built anew, so that all of it is published at once. */
    private boolean isSweeping() {
        return staleness.reshapings().all().stream()
                .anyMatch(reshaping -> reshaping.sweeps() && hasWork(reshaping.table()));
    }

    private boolean requireWhole(TableName table) {
        State state = staleness.wholes().get(table);
        return state != null
                && state.status() == Status.STALE
                && wholes.putIfAbsent(
                                table, new Task(state.inputs(), state.reason().orElseThrow()))
                        == null;
    }

    private boolean require(TableName table, Day day, State state) {
        return switch (state.status()) {
            case STALE -> build(table, day, state);
            case REMOVABLE ->
                removals.computeIfAbsent(table, name -> new TreeSet<>()).add(day);
            case CURRENT, ORPHANED -> false;
        };
    }

    /** Finds the tables that are built as a whole although days that they follow from stay stale. */
    private void collectIncomplete() {
        for (Model model : graph.models()) {
            if (wholes.containsKey(model.name()) && !(model instanceof DataSetModel)) {
                boolean complete = graph.upstream(model).stream()
                        .allMatch(upstream -> !incomplete.contains(upstream.name()) && isCurrentAfterwards(upstream));
                if (!complete) {
                    incomplete.add(model.name());
                }
            }
        }
    }

    private boolean isCurrentAfterwards(Model model) {
        NavigableMap<Day, Task> built = builds.getOrDefault(model.name(), Collections.emptyNavigableMap());
        NavigableSet<Day> removed = removals.getOrDefault(model.name(), Collections.emptyNavigableSet());
        return staleness.daysOf(model.name()).entrySet().stream()
                .allMatch(day -> switch (day.getValue().status()) {
                    case STALE -> built.containsKey(day.getKey());
                    case REMOVABLE -> removed.contains(day.getKey());
                    case CURRENT, ORPHANED -> true;
                });
    }

    private void collectDaysToRead() {
        for (SourceModel source : graph.sources()) {
            NavigableSet<Day> days = new TreeSet<>();
            graph.readers(source.name())
                    .forEach(reader -> days.addAll(
                            builds.getOrDefault(reader, new TreeMap<>()).keySet()));
            if (!days.isEmpty()) {
                daysToRead.put(source, days);
            }
        }
    }

    private List<SourceModel> sourcesOf(Model model) {
        return graph.upstream(model).stream()
                .filter(SourceModel.class::isInstance)
                .map(SourceModel.class::cast)
                .toList();
    }

    private List<Batch> batches() {
        NavigableSet<Day> all = new TreeSet<>();
        builds.values().forEach(days -> all.addAll(days.keySet()));
        removals.values().forEach(all::addAll);
        List<NavigableSet<Day>> cuts =
                isSweeping() && !all.isEmpty() ? new ArrayList<>(List.of(all)) : cuts(all, sourcesToCheck());
        if (cuts.isEmpty() && !wholes.isEmpty()) {
            cuts.add(new TreeSet<>());
        }
        List<Batch> batches = new ArrayList<>();
        Set<TableName> completed = new HashSet<>();
        for (int i = cuts.size() - 1; i >= 0; i--) {
            Batch batch = batch(i + 1, cuts.get(i), completed);
            batch.works().forEach(work -> completed.add(work.model().name()));
            batches.add(0, batch);
        }
        return List.copyOf(batches);
    }

    /** The days of each batch: as few batches as the limit allows, and all about as large. */
    private List<NavigableSet<Day>> cuts(NavigableSet<Day> days, Set<SourceModel> checked) {
        NavigableMap<Day, Long> bytes = new TreeMap<>();
        days.forEach(day -> bytes.put(day, bytesOn(day, checked)));
        long total = bytes.values().stream().mapToLong(Long::longValue).sum();
        List<NavigableSet<Day>> fewest = DayPortions.cut(bytes, request.batchBytes());
        for (long limit = total / Math.max(1, fewest.size()); limit < request.batchBytes(); limit += limit / 16 + 1) {
            List<NavigableSet<Day>> even = DayPortions.cut(bytes, limit);
            if (even.size() == fewest.size()) {
                return even;
            }
        }
        return fewest;
    }

    /** The sources that are read by the checks that will run. */
    private Set<SourceModel> sourcesToCheck() {
        Set<TableName> touched = new HashSet<>(builds.keySet());
        touched.addAll(removals.keySet());
        touched.addAll(wholes.keySet());
        daysToRead.keySet().forEach(source -> touched.add(source.name()));
        Set<SourceModel> sources = new HashSet<>();
        checksOf(touched).forEach(check -> sources.addAll(sourcesOf(check)));
        return sources;
    }

    /** The checks to run where some tables are built: those that read one of them, unless they are excluded. */
    private List<CheckModel> checksOf(Set<TableName> touched) {
        return graph.ofType(CheckModel.class).stream()
                .filter(check -> readsAny(check, touched) && !excluded.contains(check.name()))
                .toList();
    }

    /** The bytes of day files to read for a day; for the rows of facts that are read, what they would take in one. */
    private long bytesOn(Day day, Set<SourceModel> checked) {
        Set<SourceModel> read = new HashSet<>(checked);
        daysToRead.forEach((source, days) -> {
            if (days.contains(day)) {
                read.add(source);
            }
        });
        long fileBytes = read.stream()
                .flatMap(source -> Stream.ofNullable(
                        staleness.lake().filesOf(source.name()).get(day)))
                .mapToLong(SourceDay::bytes)
                .sum();
        return fileBytes + BYTES_PER_ROW * factRowsOn(day);
    }

    private long factRowsOn(Day day) {
        Set<Model> facts = new HashSet<>();
        builds.forEach((table, days) -> {
            if (days.containsKey(day)) {
                graph.upstream(graph.get(table)).stream()
                        .filter(FactModel.class::isInstance)
                        .forEach(facts::add);
            }
        });
        return facts.stream()
                .flatMap(fact -> Stream.ofNullable(staleness.daysOf(fact.name()).get(day)))
                .mapToLong(State::rows)
                .sum();
    }

    /** @param completed the tables that a later batch completes */
    private Batch batch(int number, NavigableSet<Day> days, Set<TableName> completed) {
        List<ModelWork> works = new ArrayList<>();
        Set<TableName> touched = new HashSet<>();
        for (Model model : graph.models()) {
            NavigableMap<Day, Task> build = within(builds.get(model.name()), days);
            NavigableSet<Day> remove = within(removals.getOrDefault(model.name(), new TreeSet<>()), days);
            Optional<Task> whole = Optional.ofNullable(wholes.get(model.name()))
                    .filter(task -> number == 1 || readsAny(model, touched));
            if (!build.isEmpty() || !remove.isEmpty() || whole.isPresent()) {
                boolean completes = !completed.contains(model.name()) && !incomplete.contains(model.name());
                works.add(new ModelWork(model, build, remove, whole, completes));
                touched.add(model.name());
            }
        }
        Map<SourceModel, NavigableSet<Day>> toRead = new LinkedHashMap<>();
        daysToRead.forEach((source, all) -> {
            NavigableSet<Day> read = within(all, days);
            if (!read.isEmpty()) {
                toRead.put(source, withEarlier(source, read, works));
                touched.add(source.name());
            }
        });
        List<CheckModel> checks = checksOf(touched);
        checks.forEach(check -> sourcesOf(check)
                .forEach(source ->
                        toRead.computeIfAbsent(source, none -> new TreeSet<>()).addAll(days)));
        Map<SourceModel, List<DayFile>> files = new LinkedHashMap<>();
        toRead.forEach((source, read) -> files.put(source, filesOf(source, read)));
        return new Batch(number, List.copyOf(works), files, checks);
    }

    /** Adds the days before that are seen by what is built. */
    private NavigableSet<Day> withEarlier(SourceModel source, NavigableSet<Day> days, List<ModelWork> works) {
        NavigableSet<Day> read = new TreeSet<>(days);
        NavigableSet<Day> available = staleness.lake().filesOf(source.name()).navigableKeySet();
        works.stream()
                .filter(work -> work.model().reads().contains(source.name()))
                .forEach(work -> read.addAll(
                        DaysRead.of(work.model(), source.name(), work.days().navigableKeySet(), available)));
        return read;
    }

    private List<DayFile> filesOf(SourceModel source, NavigableSet<Day> days) {
        NavigableMap<Day, SourceDay> files = staleness.lake().filesOf(source.name());
        return days.stream()
                .flatMap(day -> Stream.ofNullable(files.get(day)))
                .flatMap(day -> day.dayFiles().stream())
                .toList();
    }

    private static NavigableMap<Day, Task> within(@Nullable NavigableMap<Day, Task> tasks, NavigableSet<Day> days) {
        if (tasks == null || days.isEmpty()) {
            return new TreeMap<>();
        }
        return new TreeMap<>(tasks.subMap(days.first(), true, days.last(), true));
    }

    private static NavigableSet<Day> within(NavigableSet<Day> all, NavigableSet<Day> days) {
        return days.isEmpty() ? new TreeSet<>() : new TreeSet<>(all.subSet(days.first(), true, days.last(), true));
    }

    private static boolean readsAny(Model model, Set<TableName> tables) {
        return model.reads().stream().anyMatch(tables::contains);
    }
}
