package dev.asterism.run;

import dev.asterism.config.Settings;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.WarehouseState;
import dev.asterism.engine.star.Forms;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.FileContent;
import dev.asterism.lake.FileContentCache;
import dev.asterism.lake.FileContents;
import dev.asterism.lake.FilePattern;
import dev.asterism.lake.Lake;
import dev.asterism.lake.LakeListing;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Pipelines;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.CalendarRange;
import dev.asterism.plan.LakeState;
import dev.asterism.plan.Planner;
import dev.asterism.plan.SourceDay;
import dev.asterism.plan.SourceFile;
import dev.asterism.plan.Staleness;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Everything that a plan is made from, gathered once: models, columns, day files and build state.
 *
 * @param pipelines the models
 * @param shapes the columns of every table
 * @param staleness how everything compares with what it should be
 * @param prune whether days whose files are gone are to be removed
 * @param warnings what the user should know although nothing is wrong
 */
public record Survey(Pipelines pipelines, Shapes shapes, Staleness staleness, boolean prune, List<String> warnings) {

    /**
     * Looks at lake and warehouse.
     *
     * @param pipelines the models
     * @param contents where it is kept between runs what day files hold; asked for only once the lake is listed
     * @param clock tells yesterday, the last day of the calendar
     * @param prune whether days whose files are gone are to be removed
     */
    public static Survey of(
            Settings settings,
            Pipelines pipelines,
            WarehouseState engine,
            Supplier<FileContentCache> contents,
            Clock clock,
            boolean prune) {
        ModelGraph graph = pipelines.graph();
        List<FilePattern> patterns =
                graph.sources().stream().map(SourceModel::files).toList();
        Background<Seen> looking = Background.start("lake", () -> {
            LakeListing listing = new Lake(settings.dataDir()).list(patterns);
            return new Seen(listing, lake(graph, listing, settings, contents.get()));
        });
        Shapes shapes = engine.describe(graph);
        BuildState built = engine.buildState();
        LakeState lake = looking.await().lake();
        CalendarRange calendar = calendar(lake, built, settings, clock);
        List<String> warnings = new ArrayList<>(looking.await().listing().warnings());
        warnings.addAll(withoutFiles(graph, looking.await().listing()));
        warnings.addAll(unreconciled(graph));
        warnings.addAll(builtByDay(graph, shapes));
        return new Survey(
                pipelines,
                shapes,
                Planner.staleness(graph, lake, built, calendar, prune, shapes.uses(), Forms.declared(graph, shapes)),
                prune,
                List.copyOf(warnings));
    }

    /**
     * How everything compares with what it should be, with the same lake and models.
     *
     * @param built what the warehouse holds now
     */
    Staleness staleness(BuildState built) {
        return Planner.staleness(
                pipelines.graph(),
                staleness.lake(),
                built,
                staleness.calendar(),
                prune,
                shapes.uses(),
                Forms.declared(pipelines.graph(), shapes));
    }

    /** What was seen of the lake. */
    private record Seen(LakeListing listing, LakeState lake) {}

    public BuildContext context() {
        return new BuildContext(pipelines.graph(), shapes, staleness.calendar());
    }

    private static LakeState lake(ModelGraph graph, LakeListing listing, Settings settings, FileContentCache cache) {
        Map<TableName, NavigableMap<Day, List<DayFile>>> files = new HashMap<>();
        List<DayFile> all = new ArrayList<>();
        for (SourceModel source : graph.sources()) {
            NavigableMap<Day, List<DayFile>> days = new TreeMap<>(listing.daysOf(source.files()));
            settings.firstDate().ifPresent(first -> days.headMap(new Day(first)).clear());
            files.put(source.name(), days);
            days.values().forEach(all::addAll);
        }
        Map<DayFile, FileContent> contents = new FileContents(cache).of(all);
        Map<TableName, NavigableMap<Day, SourceDay>> state = new HashMap<>();
        files.forEach((source, days) -> {
            NavigableMap<Day, SourceDay> sourceDays = new TreeMap<>();
            days.forEach((day, ofDay) -> sourceDays.put(
                    day,
                    new SourceDay(ofDay.stream()
                            .map(file -> new SourceFile(
                                    file,
                                    Optional.ofNullable(contents.get(file)).orElseThrow()))
                            .toList())));
            state.put(source, sourceDays);
        });
        return new LakeState(state);
    }

    /**
     * From the first day of the lake or the one set, to yesterday or the last day of the lake, whichever is later, and as
     * many days more as are set. Days in the warehouse are always in it, since facts refer to them, and it never ends
     * earlier than it did.
     */
    private static CalendarRange calendar(LakeState lake, BuildState built, Settings settings, Clock clock) {
        NavigableSet<Day> days = new TreeSet<>(lake.days());
        built.days().values().forEach(table -> days.addAll(table.keySet()));
        Day yesterday = new Day(LocalDate.now(clock).minusDays(1));
        Optional<Day> set = settings.firstDate().map(Day::new);
        if (set.map(first -> first.compareTo(yesterday) <= 0).orElse(true)) {
            days.add(yesterday);
        }
        set.ifPresent(days::add);
        Day last = new Day(days.last().date().plusDays(settings.calendarDaysAhead()));
        Day before = built.lastCalendarDay().orElse(last);
        return new CalendarRange(days.first(), last.compareTo(before) < 0 ? before : last);
    }

    /** What is built one day at a time, and how it would be built faster. */
    private static List<String> builtByDay(ModelGraph graph, Shapes shapes) {
        List<String> warnings = new ArrayList<>();
        for (Model model : graph.models()) {
            if (model.file().earlierDays().isEmpty()) {
                shapes.unproven(model)
                        .ifPresent(why -> warnings.add(model.file().start().file()
                                + ": this is built one day at a time, which takes longer, since it is not proven that a day"
                                + " depends on no other: " + why + "."));
            }
        }
        return warnings;
    }

    /** Tells of sources of which the lake has no file at all, if it has others, or one that may be meant. */
    private static List<String> withoutFiles(ModelGraph graph, LakeListing listing) {
        List<String> warnings = new ArrayList<>();
        for (SourceModel source : graph.sources()) {
            FilePattern pattern = source.files();
            Optional<Path> similar = Optional.ofNullable(listing.similar().get(pattern));
            if (listing.daysOf(pattern).isEmpty()
                    && (similar.isPresent() || listing.firstDay().isPresent())) {
                warnings.add(source.file().start().file() + ": the lake has no file of " + source.name()
                        + ": nothing matches 'files: " + pattern + "'."
                        + similar.map(path -> " Is " + path + " meant to be one? Then correct 'files' or rename it.")
                                .orElse(" Expected files such as 2018/04/10/" + pattern
                                        + ". Until there is one, nothing is built from it."));
            }
        }
        return warnings;
    }

    private static List<String> unreconciled(ModelGraph graph) {
        List<String> warnings = new ArrayList<>();
        for (FactModel fact : graph.ofType(FactModel.class)) {
            fact.measures().keySet().stream()
                    .filter(measure -> !fact.reconciliations().containsKey(measure))
                    .forEach(measure -> warnings.add(fact.file().start().file() + ": the measure '" + measure
                            + "' is not reconciled, so that lost rows go unnoticed. Name the column whose total per day"
                            + " it must equal under reconcile, or the reason why there is none."));
        }
        return warnings;
    }
}
