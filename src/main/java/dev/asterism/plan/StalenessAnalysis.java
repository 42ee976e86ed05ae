package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.EarlierDays;
import dev.asterism.model.FactModel;
import dev.asterism.model.Fingerprint;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState.Built;
import dev.asterism.plan.Staleness.State;
import dev.asterism.plan.Staleness.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares models and lake with what is recorded in the warehouse.
 *
 * <p>The version of a day of a table is the fingerprint of its definition and of the versions of what it reads for that
 * day: sources and facts count with that day's version, dimensions with their definition only, because the key of a
 * member never changes. A table that reads neither source nor fact is built as a whole; there a dimension counts with
 * all its days.
 */
final class StalenessAnalysis {
    private final ModelGraph graph;
    private final LakeState lake;
    private final BuildState built;
    private final CalendarRange calendar;
    private final boolean prune;
    private final Map<TableName, List<MemberUse>> uses;
    private final Reshapings reshapings;

    private final Map<TableName, NavigableMap<Day, State>> days = new TreeMap<>();
    private final Map<TableName, State> wholes = new TreeMap<>();
    private final Map<TableName, NavigableMap<Day, String>> versions = new HashMap<>();
    private final Map<TableName, NavigableMap<Day, String>> histories = new HashMap<>();
    private final Map<TableName, String> definitions = new HashMap<>();
    private final Map<TableName, String> structures = new HashMap<>();
    private final Map<TableName, String> contents = new HashMap<>();
    private final Map<TableName, Boolean> redefined = new HashMap<>();

    private StalenessAnalysis(
            ModelGraph graph,
            LakeState lake,
            BuildState built,
            CalendarRange calendar,
            boolean prune,
            Map<TableName, List<MemberUse>> uses,
            Reshapings reshapings) {
        this.uses = uses;
        this.graph = graph;
        this.lake = lake;
        this.built = built;
        this.calendar = calendar;
        this.prune = prune;
        this.reshapings = reshapings;
    }

    static Staleness of(
            ModelGraph graph,
            LakeState lake,
            BuildState built,
            CalendarRange calendar,
            boolean prune,
            Map<TableName, List<MemberUse>> uses,
            Reshapings reshapings) {
        StalenessAnalysis analysis = new StalenessAnalysis(graph, lake, built, calendar, prune, uses, reshapings);
        graph.models().forEach(analysis::analyse);
        List<TableName> withoutModel =
                new ArrayList<>(new TreeSet<>(built.days().keySet()));
        withoutModel.addAll(built.wholes().keySet());
        withoutModel.removeIf(table -> graph.find(table).filter(Model::hasTable).isPresent());
        return new Staleness(
                graph,
                lake,
                calendar,
                analysis.days,
                analysis.wholes,
                reshapings,
                analysis.stranded(),
                withoutModel.stream().distinct().sorted().toList());
    }

    /** The days whose files are gone of tables that were built by day and are not any more. */
    private Map<TableName, NavigableSet<Day>> stranded() {
        Map<TableName, NavigableSet<Day>> stranded = new HashMap<>();
        for (Reshaping reshaping : reshapings.all()) {
            if (prune || days.containsKey(reshaping.table())) {
                continue;
            }
            NavigableSet<Day> gone = new TreeSet<>();
            built.daysOf(reshaping.table()).forEach((day, recorded) -> {
                if (isFromGoneFiles(day, recorded)) {
                    gone.add(day);
                }
            });
            stranded.put(reshaping.table(), gone);
        }
        return stranded;
    }

    private void analyse(Model model) {
        String definition = model.definition();
        definitions.put(model.name(), definition);
        List<String> structure = new ArrayList<>(List.of(definition));
        model.reads().forEach(table -> structure.add(structures.getOrDefault(table, "calendar")));
        structures.put(model.name(), Fingerprint.of(structure));
        if (model instanceof SourceModel source) {
            NavigableMap<Day, String> files = new TreeMap<>();
            lake.filesOf(source.name()).forEach((day, file) -> files.put(day, definition + "/" + file.version()));
            versions.put(source.name(), files);
        } else if (graph.isBuiltByDay(model)) {
            partitioned(model);
        } else if (model instanceof DimensionModel || model instanceof DataSetModel) {
            whole(model);
        }
    }

    private void whole(Model model) {
        SortedMap<TableName, String> inputs = new TreeMap<>();
        for (TableName table : model.reads()) {
            if (table.equals(TableName.CALENDAR)) {
                inputs.put(table, calendar.toString());
            } else if (model instanceof DataSetModel) {
                inputs.put(table, structureOf(table));
            } else {
                inputs.put(table, contentOf(table));
            }
        }
        String text = Inputs.text(inputs);
        Optional<Built> recorded = built.whole(model.name());
        Optional<Reason> reason = reason(model, Optional.empty(), recorded, text);
        wholes.put(
                model.name(),
                new State(
                        reason.isPresent() ? Status.STALE : Status.CURRENT,
                        text,
                        reason,
                        recorded.map(Built::rows).orElse(0L)));
        contents.put(model.name(), Fingerprint.of(definitionOf(model), text));
    }

    private void partitioned(Model model) {
        NavigableMap<Day, Built> recordedDays = built.daysOf(model.name());
        NavigableSet<Day> wanted = new TreeSet<>();
        for (Model upstream : graph.upstream(model)) {
            if (upstream.hasDays()) {
                wanted.addAll(versionsOf(upstream.name()).keySet());
            }
        }
        NavigableSet<Day> all = new TreeSet<>(wanted);
        all.addAll(recordedDays.keySet());
        NavigableMap<Day, State> states = new TreeMap<>();
        NavigableMap<Day, String> effective = new TreeMap<>();
        for (Day day : all) {
            Optional<Built> recorded = Optional.ofNullable(recordedDays.get(day));
            State state = stateOf(model, day, wanted.contains(day), recorded);
            states.put(day, state);
            if (state.status() == Status.ORPHANED) {
                Built kept = recorded.orElseThrow();
                effective.put(day, Inputs.version(kept.definition(), kept.inputs()));
            } else if (state.status() != Status.REMOVABLE) {
                effective.put(day, Inputs.version(definitionOf(model), state.inputs()));
            }
        }
        days.put(model.name(), states);
        versions.put(model.name(), effective);
    }

    private State stateOf(Model model, Day day, boolean wanted, Optional<Built> recorded) {
        long rows = recorded.map(Built::rows).orElse(0L);
        boolean fileIsGone = recorded.isPresent()
                && (lostAFile(model, day, recorded.get()) || (!wanted && isFromGoneFiles(day, recorded.get())));
        if (fileIsGone && !prune) {
            return new State(Status.ORPHANED, recorded.orElseThrow().inputs(), Optional.empty(), rows);
        }
        if (!wanted) {
            return new State(Status.REMOVABLE, "", Optional.of(new Reason.FileRemoved()), rows);
        }
        String inputs = inputsOf(model, day, recorded);
        Optional<Reason> reason = reason(model, Optional.of(day), recorded, inputs);
        return new State(reason.isPresent() ? Status.STALE : Status.CURRENT, inputs, reason, rows);
    }

    /** Whether a day was built from a file of a source that the model still reads, and that file is gone. */
    private boolean lostAFile(Model model, Day day, Built recorded) {
        boolean aFileIsMissing = graph.upstream(model).stream()
                .anyMatch(upstream -> upstream instanceof SourceModel
                        && !lake.filesOf(upstream.name()).containsKey(day));
        if (!aFileIsMissing) {
            return false;
        }
        SortedMap<TableName, String> then = Inputs.parse(recorded.inputs());
        return graph.upstream(model).stream()
                .anyMatch(upstream -> upstream instanceof SourceModel
                        && !lake.filesOf(upstream.name()).containsKey(day)
                        && !Inputs.ofDay(then.getOrDefault(upstream.name(), Inputs.ABSENT))
                                .equals(Inputs.ABSENT));
    }

    /**
     * Whether a day was built from files of sources, none of which is there any more as far as is known; also if the model
     * reads other tables now.
     */
    private boolean isFromGoneFiles(Day day, Built recorded) {
        boolean hadFiles = false;
        for (Map.Entry<TableName, String> input :
                Inputs.parse(recorded.inputs()).entrySet()) {
            Optional<Model> upstream = graph.find(input.getKey());
            boolean isPresentFact = upstream.isPresent() && upstream.get() instanceof FactModel;
            if (isPresentFact || lake.filesOf(input.getKey()).containsKey(day)) {
                return false;
            }
            boolean mayBeSource = upstream.isEmpty() && !input.getKey().equals(TableName.CALENDAR);
            hadFiles |= (mayBeSource || (upstream.isPresent() && upstream.get() instanceof SourceModel))
                    && !Inputs.ofDay(input.getValue()).equals(Inputs.ABSENT);
        }
        return hadFiles;
    }

    private String inputsOf(Model model, Day day, Optional<Built> recorded) {
        SortedMap<TableName, String> inputs = new TreeMap<>();
        for (TableName table : model.reads()) {
            if (table.equals(TableName.CALENDAR)) {
                inputs.put(table, "calendar");
            } else {
                Model upstream = graph.get(table);
                EarlierDays earlier = model.file().earlierDays().get(table);
                String version = versionOn(upstream, day);
                inputs.put(
                        table,
                        earlier == null ? version : Inputs.withEarlier(version, versionBefore(table, earlier, day)));
            }
        }
        for (MemberUse use : uses.getOrDefault(model.name(), List.of())) {
            inputs.computeIfPresent(
                    use.dimension(),
                    (dimension, version) -> new MemberVersions.Seen(version)
                            .withMembers(
                                    built.members().seen(use),
                                    knownMembers(model, day, use, recorded.map(Built::inputs)))
                            .text());
        }
        return Inputs.text(inputs);
    }

    /**
     * The version of the members that rows look for: those of today if one has come that the day waits for, else those that
     * it knew, as others do not matter to it.
     */
    private String knownMembers(Model model, Day day, MemberUse use, Optional<String> recorded) {
        boolean waits = built.arrivals().contains(new BuildState.Arrival(model.name(), day, use.dimension()));
        Optional<String> then = recorded.flatMap(
                inputs -> Optional.ofNullable(Inputs.parse(inputs).get(use.dimension())));
        return waits || then.isEmpty() || use.lookups().isEmpty()
                ? built.members().known(use)
                : new MemberVersions.Seen(then.get()).known();
    }

    /**
     * The version of a table as a model sees it that is built for a day. Of a dimension with history of type 2 a day sees
     * all versions up to it, so that a day that arrives late rebuilds the days after it.
     */
    private String versionOn(Model upstream, Day day) {
        if (upstream.hasDays()) {
            return versionsOf(upstream.name()).getOrDefault(day, Inputs.ABSENT);
        }
        if (upstream instanceof DimensionModel dimension && dimension.history() == DimensionModel.History.TYPE_2) {
            Map.Entry<Day, String> until = historiesOf(dimension.name()).floorEntry(day);
            return structureOf(dimension.name()) + "/" + (until == null ? Inputs.ABSENT : until.getValue());
        }
        return structureOf(upstream.name());
    }

    /** The version of the days before a day that are seen when it is built. */
    private String versionBefore(TableName table, EarlierDays earlier, Day day) {
        Optional<Day> first = earlier.first(day);
        if (first.isEmpty()) {
            Map.Entry<Day, String> until = historiesOf(table).lowerEntry(day);
            return until == null ? Inputs.ABSENT : until.getValue();
        }
        return Fingerprint.of(
                versionsOf(table).subMap(first.get(), true, day, false).toString());
    }

    /** For each day of a table, the version of everything up to it. */
    private NavigableMap<Day, String> historiesOf(TableName table) {
        return histories.computeIfAbsent(table, name -> {
            NavigableMap<Day, String> history = new TreeMap<>();
            String sofar = "";
            for (Map.Entry<Day, String> day : versionsOf(name).entrySet()) {
                sofar = Fingerprint.of(sofar, day.getKey().toString(), day.getValue());
                history.put(day.getKey(), sofar);
            }
            return history;
        });
    }

    /** Why something is stale; empty where it is not. */
    private Optional<Reason> reason(Model model, Optional<Day> day, Optional<Built> recorded, String inputs) {
        if (recorded.isEmpty()) {
            return Optional.of(reasonOfFirstBuild(model, day));
        }
        if (!recorded.get().definition().equals(definitionOf(model))) {
            return Optional.of(new Reason.SqlChanged(model.name()));
        }
        if (recorded.get().inputs().equals(inputs)) {
            return Optional.empty();
        }
        SortedMap<TableName, String> then = Inputs.parse(recorded.get().inputs());
        SortedMap<TableName, String> now = Inputs.parse(inputs);
        if (!Objects.equals(then.get(TableName.CALENDAR), now.get(TableName.CALENDAR))) {
            return Optional.of(new Reason.CalendarChanged());
        }
        return Optional.of(graph.upstream(model).stream()
                .filter(upstream -> !Objects.equals(then.get(upstream.name()), now.get(upstream.name())))
                .findFirst()
                .map(upstream -> changeOf(
                        upstream, then.getOrDefault(upstream.name(), ""), now.getOrDefault(upstream.name(), "")))
                .orElseGet(() -> new Reason.SqlChanged(model.name())));
    }

    /** Why a table, or a day of it, is built that is not in the warehouse. */
    private Reason reasonOfFirstBuild(Model model, Optional<Day> day) {
        if (day.isEmpty() || built.daysOf(model.name()).isEmpty()) {
            return new Reason.NotBuiltYet();
        }
        List<Model> bringing = graph.upstream(model).stream()
                .filter(Model::hasDays)
                .filter(upstream -> versionsOf(upstream.name()).containsKey(day.get()))
                .toList();
        return bringing.stream().anyMatch(SourceModel.class::isInstance)
                ? new Reason.NewFile()
                : bringing.stream()
                        .findFirst()
                        .<Reason>map(upstream -> new Reason.UpstreamChanged(upstream.name()))
                        .orElse(new Reason.NotBuiltYet());
    }

    private Reason changeOf(Model upstream, String before, String after) {
        String then = Inputs.ofDay(before);
        String now = Inputs.ofDay(after);
        if (then.equals(now)) {
            return new Reason.EarlierDayChanged(upstream.name());
        }
        if (upstream instanceof SourceModel) {
            if (then.equals(Inputs.ABSENT)) {
                return new Reason.NewFile();
            }
            if (now.equals(Inputs.ABSENT)) {
                return new Reason.FileRemoved();
            }
            boolean sameDefinition = then.startsWith(definitionOf(upstream) + "/");
            return sameDefinition ? new Reason.FileChanged() : new Reason.SqlChanged(upstream.name());
        }
        MemberVersions.Seen seenThen = new MemberVersions.Seen(then);
        MemberVersions.Seen seenNow = new MemberVersions.Seen(now);
        if (upstream instanceof DimensionModel && seenThen.definition().equals(seenNow.definition())) {
            return seenThen.seen().equals(seenNow.seen())
                    ? new Reason.MembersCame(upstream.name())
                    : new Reason.MembersChanged(upstream.name());
        }
        return upstream instanceof DimensionModel && isRedefined(upstream.name())
                ? new Reason.SqlChanged(upstream.name())
                : new Reason.UpstreamChanged(upstream.name());
    }

    /** Whether a table, or some day of it, is stale because its own model says something else. */
    private boolean isRedefined(TableName table) {
        return redefined.computeIfAbsent(
                table,
                name -> Stream.concat(
                                Stream.ofNullable(wholes.get(name)),
                                days.getOrDefault(name, new TreeMap<>()).values().stream())
                        .anyMatch(state -> state.reason().equals(Optional.of(new Reason.SqlChanged(name)))));
    }

    private String definitionOf(Model model) {
        return definitions.getOrDefault(model.name(), "");
    }

    private NavigableMap<Day, String> versionsOf(TableName table) {
        return versions.getOrDefault(table, new TreeMap<>());
    }

    private String structureOf(TableName table) {
        return structures.getOrDefault(table, "");
    }

    /** The version of everything in a table that models without days read as a whole. */
    private String contentOf(TableName table) {
        return contents.computeIfAbsent(
                table, name -> Fingerprint.of(structureOf(name), String.valueOf(versions.get(name))));
    }
}
