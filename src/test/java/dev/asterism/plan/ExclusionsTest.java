package dev.asterism.plan;

import static dev.asterism.plan.LakeBuilder.lake;
import static dev.asterism.plan.ModelsBuilder.models;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExclusionsTest {
    private static final Day DAY_1 = Day.of(2018, 4, 1);
    private static final Day DAY_2 = Day.of(2018, 4, 2);

    private final ModelGraph graph = models().in("time")
            .dimension("time.day", "SELECT _date FROM asterism.calendar")
            .in("a")
            .source("a_data.events")
            .dimension("a_dim.thing", "SELECT name FROM a_data.events")
            .dimension("a_dim.kind", "SELECT name FROM a_dim.thing")
            .fact("a_dim.counts", "SELECT 1 FROM a_data.events, a_dim.thing", "day_fk", "thing_fk")
            .check("counts_are_positive", "SELECT 1 FROM a_dim.counts")
            .check("names_are_there", "SELECT 1 FROM a_data.events")
            .in("b")
            .source("b_data.events")
            .fact("b_dim.counts", "SELECT 1 FROM b_data.events", "day_fk", "kind_fk")
            .fact("b_dim.both", "SELECT 1 FROM b_dim.counts, a_dim.counts", "day_fk")
            .fact("b_dim.alone", "SELECT 1 FROM b_data.events", "day_fk")
            .dataSet("b_dim.flat", "SELECT 1 FROM b_dim.both")
            .graph();
    private final ModelGraph history = models().source("a_data.events")
            .source("b_data.events")
            .history("h_dim.owner", "SELECT 1 FROM a_data.events")
            .fact("h_dim.counts", "SELECT 1 FROM b_data.events, h_dim.owner", "day_fk")
            .fact("h_dim.totals", "SELECT 1 FROM h_dim.counts", "day_fk")
            .graph();
    private final LakeState lake = lake().file("a_data.events", DAY_1, "a 1")
            .file("a_data.events", DAY_2, "a 2")
            .file("b_data.events", DAY_1, "b 1")
            .file("b_data.events", DAY_2, "b 2")
            .state();
    private final Exclusions exclusions = new Exclusions(graph);

    @Test
    void withoutAnythingToLeaveOutTheBatchStaysAsItIs() {
        Batch batch = plan(BuildState.empty(), Long.MAX_VALUE).batches().get(0);

        assertThat(exclusions.remaining(batch)).isSameAs(batch);
    }

    @Test
    void aBadDayOfASourceStaysOutWithEverythingThatDependsOnIt() {
        exclusions.add(TableName.parse("a_data.events"), DAY_1);

        Batch batch = remaining();

        assertThat(works(batch))
                .containsExactlyInAnyOrder(
                        "time.day whole recorded",
                        "a_dim.thing 2",
                        "a_dim.kind whole",
                        "a_dim.counts 2",
                        "b_dim.counts 2",
                        "b_dim.both 2",
                        "b_dim.alone 1 2",
                        "b_dim.flat whole recorded");
        assertThat(files(batch)).containsExactlyInAnyOrder("a_data.events 2", "b_data.events 1", "b_data.events 2");
        assertThat(batch.checks()).hasSize(2);
    }

    @Test
    void aBadDayOfAFactLeavesWhatItIsBuiltFromInPlace() {
        exclusions.add(TableName.parse("a_dim.counts"), DAY_2);

        assertThat(works(remaining()))
                .containsExactlyInAnyOrder(
                        "time.day whole recorded",
                        "a_dim.thing 1 2",
                        "a_dim.kind whole recorded",
                        "a_dim.counts 1",
                        "b_dim.counts 1 2",
                        "b_dim.both 1",
                        "b_dim.alone 1 2",
                        "b_dim.flat whole recorded");
    }

    @Test
    void aTableThatFailsStaysOutWithEverythingThatDependsOnIt() {
        exclusions.add(TableName.parse("a_dim.thing"));

        Batch batch = remaining();

        assertThat(works(batch)).containsExactlyInAnyOrder("time.day whole recorded", "b_dim.alone 1 2");
        assertThat(files(batch)).containsExactly("b_data.events 1", "b_data.events 2");
        assertThat(batch.checks()).isEmpty();
    }

    @Test
    void aDimensionThatFailsStaysOutWithTheFactsThatReferToIt() {
        exclusions.add(TableName.parse("time.day"));

        assertThat(works(remaining()))
                .as("all facts refer to the day")
                .containsExactlyInAnyOrder("a_dim.thing 1 2", "a_dim.kind whole recorded");
    }

    @Test
    void leavingOutStepByStepIsLeavingOutAtOnce() {
        Batch batch = plan(BuildState.empty(), Long.MAX_VALUE).batches().get(0);
        exclusions.add(TableName.parse("a_data.events"), DAY_1);
        Batch first = exclusions.remaining(batch);
        exclusions.add(TableName.parse("b_dim.counts"));

        assertThat(works(exclusions.remaining(first))).isEqualTo(works(exclusions.remaining(batch)));
        assertThat(files(exclusions.remaining(first))).isEqualTo(files(exclusions.remaining(batch)));
    }

    @Test
    void nothingRemainsWhereAllDaysAreBad() {
        BuildState built = new Warehouse().run(plan(BuildState.empty(), 1)).state();
        LakeState changed = lake().file("a_data.events", DAY_1, "a 1")
                .file("a_data.events", DAY_2, "a 2, corrected")
                .file("b_data.events", DAY_1, "b 1")
                .file("b_data.events", DAY_2, "b 2")
                .state();
        Staleness staleness = Planner.staleness(graph, changed, built, new CalendarRange(DAY_1, DAY_2), false);
        exclusions.add(TableName.parse("a_data.events"), DAY_2);

        Batch batch = exclusions.remaining(
                Planner.plan(staleness, PlanRequest.everything(1)).batches().get(0));

        assertThat(works(batch)).containsExactly("a_dim.kind whole");
        assertThat(batch.files()).isEmpty();
        assertThat(batch.checks()).isEmpty();
    }

    @Test
    void aTableThatMissedADayIsNotRecordedByALaterBatch() {
        Plan plan = plan(BuildState.empty(), 1);
        exclusions.add(TableName.parse("a_data.events"), DAY_1);
        Warehouse warehouse = new Warehouse().run(plan, exclusions);

        assertThat(plan(warehouse.state(), 1).tables())
                .extracting(table -> table.model().name().toString())
                .containsExactlyInAnyOrder("a_dim.thing", "a_dim.kind", "a_dim.counts", "b_dim.counts", "b_dim.both");

        warehouse.run(plan(warehouse.state(), 1));

        assertThat(plan(warehouse.state(), 1).isEmpty()).isTrue();
    }

    @Test
    void daysThatSeeAMissingDayAsHistoryAreBuiltNowAndAgainLater() {
        Warehouse warehouse = new Warehouse();
        Exclusions withoutDay1 = new Exclusions(history);
        withoutDay1.add(TableName.parse("a_data.events"), DAY_1);

        warehouse.run(planOfHistory(warehouse), withoutDay1);

        assertThat(warehouse.state().days().get(TableName.parse("h_dim.totals")))
                .containsOnlyKeys(DAY_2);
        assertThat(planOfHistory(warehouse).tables())
                .extracting(table -> table.model().name() + days(table.days()))
                .containsExactlyInAnyOrder("h_dim.owner 1", "h_dim.counts 1 2", "h_dim.totals 1 2");
        warehouse.run(planOfHistory(warehouse));
        assertThat(planOfHistory(warehouse).isEmpty()).isTrue();
    }

    private Plan planOfHistory(Warehouse warehouse) {
        Staleness staleness =
                Planner.staleness(history, lake, warehouse.state(), new CalendarRange(DAY_1, DAY_2), false);
        return Planner.plan(staleness, PlanRequest.everything(1));
    }

    @Test
    void whatABatchThatIsGivenUpWasToBuildAsAWholeIsBuiltByTheNext() {
        Plan plan = plan(BuildState.empty(), 1);
        Warehouse warehouse = new Warehouse();
        exclusions.giveUp(exclusions.remaining(plan.batches().get(0)));

        Batch next = exclusions.remaining(plan.batches().get(1));

        assertThat(works(next))
                .containsExactlyInAnyOrder(
                        "time.day whole recorded",
                        "a_dim.thing 2",
                        "a_dim.kind whole",
                        "a_dim.counts 2",
                        "b_dim.counts 2",
                        "b_dim.both 2",
                        "b_dim.alone 2",
                        "b_dim.flat whole recorded");
        warehouse.publish(next, plan.staleness());
        warehouse.run(plan(warehouse.state(), 1));
        assertThat(plan(warehouse.state(), 1).isEmpty()).isTrue();
        assertThat(warehouse.contents())
                .isEqualTo(new Warehouse().run(plan(BuildState.empty(), 1)).contents());
    }

    private Batch remaining() {
        return exclusions.remaining(
                plan(BuildState.empty(), Long.MAX_VALUE).batches().get(0));
    }

    private Plan plan(BuildState built, long batchBytes) {
        Staleness staleness = Planner.staleness(graph, lake, built, new CalendarRange(DAY_1, DAY_2), false);
        return Planner.plan(staleness, PlanRequest.everything(batchBytes));
    }

    private static List<String> works(Batch batch) {
        return batch.works().stream()
                .map(work -> work.model().name()
                        + days(work.days().navigableKeySet())
                        + (work.whole().isPresent() ? " whole" + (work.last() ? " recorded" : "") : ""))
                .toList();
    }

    private static List<String> files(Batch batch) {
        List<String> files = new ArrayList<>();
        batch.files()
                .forEach((source, list) -> list.forEach(file ->
                        files.add(source.name() + " " + file.day().date().getDayOfMonth())));
        return files;
    }

    private static String days(NavigableSet<Day> days) {
        return days.stream().map(day -> " " + day.date().getDayOfMonth()).collect(Collectors.joining());
    }
}
