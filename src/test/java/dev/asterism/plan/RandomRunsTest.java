package dev.asterism.plan;

import static dev.asterism.plan.LakeBuilder.lake;
import static dev.asterism.plan.ModelsBuilder.models;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Staleness.Status;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to files and models, and whatever part of it is built in between with whatever failures: what counts
 * as current is what a build from nothing gives, and a run of everything leaves nothing to do.
 */
class RandomRunsTest {
    private static final List<String> SOURCES = List.of("a_data.events", "b_data.events");
    private static final List<Day> DAYS =
            IntStream.rangeClosed(1, 7).mapToObj(i -> Day.of(2018, 4, i)).toList();
    private static final List<String> SELECTORS = List.of(
            "a",
            "b",
            "mixed",
            "+mixed",
            "a+",
            "a/thing",
            "a_dim.counts",
            "+a_dim.counts",
            "a_dim.kind",
            "a_dim.label+",
            "b_dim.counts+",
            "m_dim.active_day",
            "m_dim.per_active_day",
            "m_dim.mixture",
            "h_dim.owner",
            "h_dim.per_owner",
            "h_dim.total",
            "h_dim.letter");
    private static final int STEPS = 14;
    private static final int MODELS = 17;

    private Random random = new Random(0);
    private LakeBuilder files = lake();
    private int[] definitions = new int[0];
    private int calendarDays;
    private int contents;
    private Warehouse warehouse = new Warehouse();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyHistoryOfPartialRunsEndsWhereACleanBuildEnds(long seed) {
        for (int i = 0; i < 15; i++) {
            random = new Random(seed * 1000 + i);
            history();
        }
    }

    /** Two pipelines with sources of their own, and one that mixes them in all ways in which tables may read others. */
    private ModelGraph graph() {
        return models().in("time")
                .dimension("time.day", select(0, "asterism.calendar"))
                .in("a")
                .source("a_data.events", "v" + definitions[1] + " TEXT")
                .dimension("a_dim.thing", select(2, "a_data.events"))
                .dimension("a_dim.kind", select(3, "a_dim.thing"))
                .dimension("a_dim.label", select(4, "a_dim.kind, b_dim.place"))
                .fact("a_dim.counts", select(5, "a_data.events, a_dim.thing"), "day_fk", "thing_fk", "kind_fk")
                .check("thing_is_known", "SELECT 1 FROM a_data.events, a_dim.counts")
                .in("b")
                .source("b_data.events", "v" + definitions[6] + " TEXT")
                .dimension("b_dim.place", select(7, "b_data.events"))
                .fact("b_dim.counts", select(8, "b_data.events, b_dim.place"), "day_fk", "place_fk")
                .in("mixed")
                .fact("m_dim.mixture", select(9, "a_dim.counts, b_data.events, a_dim.label"), "day_fk", "place_fk")
                .fact("m_dim.totals", select(10, "a_dim.counts, b_dim.counts"), "day_fk", "active_day_fk", "label_fk")
                .dimension("m_dim.active_day", select(11, "m_dim.totals, a_dim.counts"))
                .fact("m_dim.per_active_day", select(12, "m_dim.totals, m_dim.active_day"), "day_fk", "active_day_fk")
                .dataSet("m_dim.totals_data_set", "SELECT 1 FROM m_dim.totals, time.day")
                .history("h_dim.owner", select(13, "a_data.events, a_dim.thing"))
                .fact("h_dim.per_owner", select(14, "b_data.events, h_dim.owner"), "day_fk", "owner_fk")
                .fact("h_dim.total", select(15, "h_dim.per_owner, b_dim.counts"), "day_fk", "owner_fk")
                .dimension("h_dim.letter", select(16, "h_dim.owner"))
                .check("totals_add_up", "SELECT 1 FROM m_dim.per_active_day, b_data.events")
                .graph();
    }

    private String select(int model, String tables) {
        return "SELECT " + definitions[model] + " AS version FROM " + tables;
    }

    private void history() {
        files = lake();
        definitions = new int[MODELS];
        calendarDays = 10;
        warehouse = new Warehouse();
        for (int step = 0; step < STEPS; step++) {
            int changes = random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                change();
            }
            runSomething();
            requireThatCurrentMeansWhatACleanBuildGives();
        }
        warehouse.run(Planner.plan(staleness(false), PlanRequest.everything(randomBatchBytes())));
        requireThatCurrentMeansWhatACleanBuildGives();
        assertThat(Planner.plan(staleness(false), PlanRequest.everything(1)).batches())
                .isEmpty();

        warehouse.run(Planner.plan(staleness(true), pruning()));
        assertThat(Planner.plan(staleness(true), pruning()).batches()).isEmpty();
        assertThat(Planner.plan(staleness(false), PlanRequest.everything(1)).batches())
                .isEmpty();
        Warehouse clean = cleanBuild();
        assertThat(warehouse.contents()).isEqualTo(clean.contents());
        assertThat(warehouse.state()).isEqualTo(clean.state());
    }

    private void change() {
        String source = SOURCES.get(random.nextInt(SOURCES.size()));
        Day day = DAYS.get(random.nextInt(DAYS.size()));
        switch (random.nextInt(8)) {
            case 0, 3 -> files.without(source, day);
            case 1 -> definitions[random.nextInt(definitions.length)]++;
            case 2 -> calendarDays++;
            default -> files.file(source, day, 1, "content " + contents++, 1 + random.nextInt(50));
        }
    }

    private void runSomething() {
        boolean prune = random.nextInt(3) == 0;
        Staleness staleness = staleness(prune);
        List<String> selectors = random.nextBoolean() ? List.of() : List.of(randomSelector(), randomSelector());
        List<String> excludes = random.nextInt(3) > 0 ? List.of() : List.of(randomSelector());
        NavigableSet<Day> known = new TreeSet<>(staleness.lake().days());
        Optional<Day> from = Optional.empty();
        Optional<Day> to = Optional.empty();
        if (!known.isEmpty() && random.nextInt(3) == 0) {
            Day some = List.copyOf(known).get(random.nextInt(known.size()));
            from = random.nextBoolean() ? Optional.of(some) : Optional.empty();
            to = random.nextBoolean() ? Optional.of(some) : Optional.empty();
        }
        boolean full = random.nextInt(6) == 0;
        Plan plan = Planner.plan(
                staleness, new PlanRequest(selectors, excludes, from, to, full, prune, randomBatchBytes()));
        boolean checksFail = random.nextInt(4) == 0;
        warehouse.run(plan, randomFailures(staleness.graph()), batch -> !checksFail || random.nextBoolean());
    }

    private Exclusions randomFailures(ModelGraph graph) {
        Exclusions exclusions = new Exclusions(graph);
        if (random.nextInt(3) == 0) {
            exclusions.add(
                    TableName.parse(SOURCES.get(random.nextInt(SOURCES.size()))),
                    DAYS.get(random.nextInt(DAYS.size())));
        }
        if (random.nextInt(4) == 0) {
            Model model = graph.models().get(random.nextInt(graph.models().size()));
            if (random.nextBoolean()) {
                exclusions.add(model.name());
            } else {
                exclusions.add(model.name(), DAYS.get(random.nextInt(DAYS.size())));
            }
        }
        return exclusions;
    }

    private void requireThatCurrentMeansWhatACleanBuildGives() {
        Staleness staleness = staleness(false);
        SortedMap<String, String> clean = cleanBuild().contents();
        NavigableSet<Day> lossy = new TreeSet<>();
        staleness
                .days()
                .values()
                .forEach(days -> days.forEach((day, state) -> {
                    if (state.status() == Status.ORPHANED || state.status() == Status.REMOVABLE) {
                        lossy.add(day);
                    }
                }));
        SortedMap<String, String> expected = new TreeMap<>();
        SortedMap<String, String> actual = new TreeMap<>();
        staleness
                .days()
                .forEach((table, days) -> days.forEach((day, state) -> {
                    boolean isLossy = table.schema().equals("h_dim") ? lossy.floor(day) != null : lossy.contains(day);
                    if (state.status() == Status.CURRENT && !isLossy) {
                        expected.put(
                                Warehouse.key(table, day), clean.getOrDefault(Warehouse.key(table, day), "nothing"));
                        actual.put(
                                Warehouse.key(table, day),
                                warehouse.contents().getOrDefault(Warehouse.key(table, day), "nothing"));
                    }
                }));
        staleness.wholes().forEach((table, state) -> {
            if (state.status() == Status.CURRENT && lossy.isEmpty()) {
                expected.put(table.toString(), clean.getOrDefault(table.toString(), "nothing"));
                actual.put(table.toString(), warehouse.contents().getOrDefault(table.toString(), "nothing"));
            }
        });
        assertThat(actual).isEqualTo(expected);
    }

    private Warehouse cleanBuild() {
        Staleness staleness = Planner.staleness(graph(), files.state(), BuildState.empty(), calendar(), false);
        return new Warehouse().run(Planner.plan(staleness, PlanRequest.everything(Long.MAX_VALUE)));
    }

    private Staleness staleness(boolean prune) {
        return Planner.staleness(graph(), files.state(), warehouse.state(), calendar(), prune);
    }

    private CalendarRange calendar() {
        return new CalendarRange(DAYS.get(0), new Day(DAYS.get(0).date().plusDays(calendarDays)));
    }

    private static PlanRequest pruning() {
        return new PlanRequest(List.of(), List.of(), Optional.empty(), Optional.empty(), false, true, 1);
    }

    private String randomSelector() {
        return SELECTORS.get(random.nextInt(SELECTORS.size()));
    }

    private long randomBatchBytes() {
        return List.of(1L, 60L, 150L, Long.MAX_VALUE).get(random.nextInt(4));
    }
}
