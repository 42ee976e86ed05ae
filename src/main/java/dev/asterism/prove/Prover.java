package dev.asterism.prove;

import dev.asterism.RunFailedException;
import dev.asterism.config.Settings;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.NaturalSelect;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Plan;
import dev.asterism.plan.PlanRequest;
import dev.asterism.plan.Selection;
import dev.asterism.plan.Staleness;
import dev.asterism.plan.Staleness.State;
import dev.asterism.plan.Staleness.Status;
import dev.asterism.run.FreshBuild;
import dev.asterism.run.Inspection;
import dev.asterism.run.Problem;
import dev.asterism.run.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds days and members anew from the files, beside the warehouse, and compares them with what is published. Surrogate
 * keys differ, so rows are compared with natural keys in their place.
 *
 * <p>{@link #stop} may be called from any thread; the rest by one.
 */
public final class Prover {
    private final Settings settings;
    private final Inspection inspection;
    private final PlanRequest request;
    private final RunListener listener;
    private final Consumer<String> progress;
    private final Staleness staleness;
    private final ModelGraph graph;
    private final BuildContext context;
    private volatile Optional<FreshBuild> building = Optional.empty();
    private volatile boolean stopped;

    /**
     * @param inspection what is published and what should be
     * @param request which tables and days
     * @param listener hears how the days are built
     * @param progress told what is compared
     */
    public Prover(
            Settings settings,
            Inspection inspection,
            PlanRequest request,
            RunListener listener,
            Consumer<String> progress) {
        this.settings = settings;
        this.inspection = inspection;
        this.request = request;
        this.listener = listener;
        this.progress = progress;
        this.staleness = inspection.survey().staleness();
        this.graph = staleness.graph();
        this.context = inspection.survey().context();
    }

    /** Makes {@link #prove} end soon. */
    public void stop() {
        stopped = true;
        building.ifPresent(FreshBuild::stop);
        inspection.engine().cancel();
    }

    /** Proves the tables asked for. */
    public Proof prove(Sample sample) {
        request.requireRangeWithin(staleness.allDays());
        Set<TableName> selected = Selection.of(graph, request.selectors(), request.excludes());
        List<Model> models = graph.models().stream()
                .filter(model -> selected.contains(model.name()))
                .filter(model -> model instanceof FactModel || model instanceof DimensionModel)
                .toList();
        Map<Model, NavigableSet<Day>> provable = new LinkedHashMap<>();
        models.stream().filter(this::isProvenByDay).forEach(model -> provable.put(model, days(model, Status.CURRENT)));
        Map<Model, NavigableSet<Day>> chosen = sample.of(provable);
        List<Model> wholes =
                models.stream().filter(model -> !isProvenByDay(model)).toList();
        List<Problem> problems = new ArrayList<>();
        Map<TableName, TableProof> proofs = attempt(chosen, wholes, false, problems);
        // What a day alone does not show may be explained by members that other days brought.
        Map<Model, NavigableSet<Day>> doubtful = new LinkedHashMap<>();
        List<Model> doubtfulWholes = new ArrayList<>();
        for (TableProof proof : proofs.values()) {
            if (proof.differing() == 0) {
                continue;
            }
            if (chosen.containsKey(proof.model())) {
                doubtful.put(proof.model(), chosen.getOrDefault(proof.model(), new TreeSet<>()));
            } else {
                doubtfulWholes.add(proof.model());
            }
        }
        if (!doubtful.isEmpty()) {
            problems.clear();
            proofs.putAll(attempt(doubtful, doubtfulWholes, true, problems));
        }
        List<TableProof> inOrder = models.stream()
                .flatMap(model -> Stream.ofNullable(proofs.get(model.name())))
                .toList();
        return new Proof(sample.seed(), inOrder, List.copyOf(problems));
    }

    /** Whether single days of it can be proven: the attributes of members follow from all days together. */
    private boolean isProvenByDay(Model model) {
        return graph.isBuiltByDay(model)
                && !(model instanceof DimensionModel dimension
                        && dimension.day().isPresent());
    }

    private NavigableSet<Day> days(Model model, Status status) {
        NavigableSet<Day> days = new TreeSet<>();
        staleness.daysOf(model.name()).forEach((day, state) -> {
            if (state.status() == status && request.includes(day)) {
                days.add(day);
            }
        });
        return days;
    }

    private Map<TableName, TableProof> attempt(
            Map<Model, NavigableSet<Day>> days, List<Model> wholes, boolean wide, List<Problem> problems) {
        Closure closure = new Closure(staleness, context.shapes(), wide);
        days.forEach((model, ofModel) -> ofModel.forEach(day -> closure.add(model, day)));
        wholes.forEach(closure::addAll);
        Path folder = temporaryFolder();
        try {
            FreshBuild build = new FreshBuild(folder.resolve("anew.duckdb"), settings);
            building = Optional.of(build);
            requireNotStopped();
            Plan plan = FreshPlan.of(staleness, closure, request.batchBytes());
            problems.addAll(build.run(context, plan, listener).problems());
            requireNotStopped();
            try (WarehouseReader anew = build.read()) {
                return compare(days, wholes, closure, anew);
            }
        } finally {
            remove(folder);
        }
    }

    private void requireNotStopped() {
        if (stopped) {
            throw new RunFailedException("The proof was interrupted. Nothing of it is left.");
        }
    }

    private Map<TableName, TableProof> compare(
            Map<Model, NavigableSet<Day>> days, List<Model> wholes, Closure closure, WarehouseReader anew) {
        RowComparison comparison = new RowComparison(inspection.engine(), anew);
        Set<TableName> built = new HashSet<>(anew.buildState().days().keySet());
        built.addAll(anew.buildState().wholes().keySet());
        Map<TableName, TableProof> proofs = new LinkedHashMap<>();
        days.forEach((model, ofModel) -> {
            NavigableSet<Day> there = new TreeSet<>(ofModel);
            there.retainAll(anew.buildState()
                    .days()
                    .getOrDefault(model.name(), Collections.emptyNavigableMap())
                    .keySet());
            Map<String, NavigableSet<Day>> notProven = notCurrent(model);
            NavigableSet<Day> missing = new TreeSet<>(ofModel);
            missing.removeAll(there);
            if (!missing.isEmpty()) {
                notProven.put("could not be built anew", missing);
            }
            int ofDays = days(model, Status.CURRENT).size();
            progress.accept("comparing " + model.name());
            proofs.put(
                    model.name(),
                    model instanceof FactModel fact
                            ? ofFact(fact, there, ofDays, notProven, closure, comparison)
                            : ofMembers(
                                    (DimensionModel) model,
                                    there,
                                    ofDays,
                                    notProven,
                                    there.size() < ofDays,
                                    comparison));
        });
        for (Model model : wholes) {
            Map<String, NavigableSet<Day>> notProven = notCurrent(model);
            DimensionModel dimension = (DimensionModel) model;
            Set<TableName> unsettled = new TreeSet<>(closure.unsettled(model));
            boolean isUnsettled = closure.isUnsettled(model) || !unsettled.isEmpty();
            progress.accept("comparing " + model.name());
            if (isUnsettled || !built.contains(model.name())) {
                if (notProven.isEmpty()) {
                    notProven.put(
                            unsettled.isEmpty() ? "could not be built anew" : "reads what is not current: " + unsettled,
                            new TreeSet<>());
                }
                proofs.put(
                        model.name(), new TableProof(model, new TreeSet<>(), 0, 0, notProven, List.of(), List.of(), 0));
            } else {
                proofs.put(
                        model.name(),
                        ofMembers(dimension, days(model, Status.CURRENT), 0, notProven, false, comparison));
            }
        }
        return proofs;
    }

    /** The days that cannot be proven as they are not what they should be, by how they stand. */
    private Map<String, NavigableSet<Day>> notCurrent(Model model) {
        Map<String, NavigableSet<Day>> notCurrent = new TreeMap<>();
        putIfAny(notCurrent, "stale", days(model, Status.STALE));
        putIfAny(notCurrent, "orphaned", days(model, Status.ORPHANED));
        putIfAny(notCurrent, "to be removed", days(model, Status.REMOVABLE));
        State whole = staleness.wholes().get(model.name());
        if (whole != null && whole.status() != Status.CURRENT) {
            notCurrent.put("stale", new TreeSet<>());
        }
        return notCurrent;
    }

    private static void putIfAny(Map<String, NavigableSet<Day>> all, String reason, NavigableSet<Day> days) {
        if (!days.isEmpty()) {
            all.put(reason, days);
        }
    }

    private TableProof ofFact(
            FactModel fact,
            NavigableSet<Day> days,
            int ofDays,
            Map<String, NavigableSet<Day>> notProven,
            Closure closure,
            RowComparison comparison) {
        NavigableSet<Day> proven = new TreeSet<>();
        NavigableSet<Day> doubtful = new TreeSet<>();
        List<Difference> differences = new ArrayList<>();
        Set<TableName> unsettled = closure.unsettled(fact);
        long rows = 0;
        long differing = 0;
        for (Day day : days) {
            requireNotStopped();
            NaturalSelect select = new NaturalSelect(context, SqlNames.quoted(fact.name()));
            context.shapes().of(fact).names().forEach(column -> select.add(fact, column));
            RowComparison.Found found = comparison.compare(
                    fact.name(),
                    Optional.of(day),
                    select,
                    "t0." + SqlNames.quoted(fact.day()) + " = " + day.id(),
                    new HashSet<>(fact.grain()),
                    false);
            if (found.differing() == 0) {
                proven.add(day);
                rows += found.rows();
            } else if (unsettled.isEmpty()) {
                differences.addAll(found.differences());
                differing += found.differing();
            } else {
                doubtful.add(day);
            }
        }
        if (!doubtful.isEmpty()) {
            notProven.put("differ, and refer to members that are not current: " + unsettled, doubtful);
        }
        return new TableProof(fact, proven, rows, ofDays, notProven, List.of(), differences, differing);
    }

    /**
     * Compares members.
     *
     * @param isSubset whether only some of the days that bring members were built
     */
    private TableProof ofMembers(
            DimensionModel dimension,
            NavigableSet<Day> days,
            int ofDays,
            Map<String, NavigableSet<Day>> notProven,
            boolean isSubset,
            RowComparison comparison) {
        requireNotStopped();
        NaturalSelect select = new NaturalSelect(context, SqlNames.quoted(dimension.name()));
        Set<String> key = new HashSet<>(dimension.naturalKey());
        boolean hasHistory = dimension.history() == DimensionModel.History.TYPE_2;
        DimensionColumns.of(dimension, context.shapes().of(dimension), "INTEGER", "BOOLEAN").keySet().stream()
                .filter(column -> dimension.ownKey().isPresent() || !column.equals(dimension.key()))
                .forEach(column -> select.add(dimension, column));
        if (hasHistory) {
            key.add(DimensionColumns.VALID_FROM);
        }
        RowComparison.Found found = comparison.compare(
                dimension.name(),
                Optional.empty(),
                select,
                hasHistory
                        ? "t0." + SqlNames.quoted(DimensionColumns.VALID_FROM) + " <= t0."
                                + SqlNames.quoted(DimensionColumns.VALID_TO)
                        : "TRUE",
                key,
                true);
        return new TableProof(
                dimension,
                found.differing() == 0 ? days : new TreeSet<>(),
                found.rows(),
                ofDays,
                notProven,
                isSubset || !notProven.isEmpty() ? List.of() : found.others(),
                found.differences(),
                found.differing());
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("asterism-prove");
        } catch (IOException failure) {
            throw new RunFailedException(
                    "A folder for what is built anew cannot be made (" + failure
                            + "). Expected free disk space; java.io.tmpdir in ASTERISM_JAVA_OPTS names another place.",
                    failure);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
