package dev.asterism.plan;

import static dev.asterism.plan.LakeBuilder.lake;
import static dev.asterism.plan.ModelsBuilder.models;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SqlText;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState.Arrival;
import dev.asterism.plan.BuildState.Built;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a table takes from dimensions besides the keys of its own rows makes its days stale. */
class MemberVersionsTest {
    private static final Day DAY_1 = Day.of(2018, 4, 1);
    private static final Day DAY_2 = Day.of(2018, 4, 2);
    private static final TableName CUSTOMER = TableName.parse("shop.customer");
    private static final TableName SALE = TableName.parse("shop.sale");
    private static final TableName TOTAL = TableName.parse("shop.total");

    private static final MemberUse OF_TIER = use(false, List.of(), "tier");
    private static final MemberUse OF_ALL = use(true, List.of());
    private static final MemberUse BY_NAME = use(
            false,
            List.of(new MemberLookup(
                    List.of("name"), new SqlText(Path.of("sale.sql"), "SELECT name FROM shop_data.orders"), false)));

    private final ModelGraph graph = models().source("shop_data.customers")
            .source("shop_data.orders")
            .dimension("shop.customer", "SELECT DISTINCT name FROM shop_data.customers")
            .fact("shop.sale", "SELECT 1 FROM shop_data.orders LEFT JOIN shop.customer USING (name)", "day_fk")
            .fact("shop.total", "SELECT 1 FROM shop.sale", "day_fk")
            .graph();
    private final LakeState lake = lake().file("shop_data.customers", DAY_1, "customers")
            .file("shop_data.orders", DAY_1, "orders 1")
            .file("shop_data.orders", DAY_2, "orders 2")
            .state();
    private final Map<TableName, NavigableMap<Day, Built>> built = new HashMap<>();

    private static MemberUse use(boolean members, List<MemberLookup> lookups, String... attributes) {
        return new MemberUse(CUSTOMER, new TreeSet<>(List.of(attributes)), members, lookups);
    }

    private static MemberVersions at(String... aspectsAndVersions) {
        Map<String, String> versions = new HashMap<>();
        for (int i = 0; i < aspectsAndVersions.length; i += 2) {
            versions.put(aspectsAndVersions[i], aspectsAndVersions[i + 1]);
        }
        return new MemberVersions(Map.of(CUSTOMER, versions));
    }

    /** Plans, and builds what is planned, while members come to have some versions. */
    private List<String> run(MemberUse use, MemberVersions before, MemberVersions after, Arrival... arrivals) {
        Map<TableName, List<MemberUse>> uses = Map.of(SALE, List.of(use));
        BuildState state = new BuildState(new HashMap<>(built), Map.of(), Map.of(), before, Set.of(arrivals));
        Plan plan = Planner.plan(
                Planner.staleness(graph, lake, state, new CalendarRange(DAY_1, DAY_2), false, uses, Map.of()),
                PlanRequest.everything(1_000_000));
        List<String> lines = new ArrayList<>();
        for (Batch batch : plan.batches()) {
            Map<TableName, NavigableMap<Day, String>> inputs = after.recorded(batch, uses);
            for (ModelWork work : batch.works()) {
                work.days().forEach((day, task) -> {
                    TableName table = work.model().name();
                    lines.add(table + " " + day + " " + task.reason().text());
                    built.computeIfAbsent(table, name -> new TreeMap<>())
                            .put(
                                    day,
                                    new Built(
                                            work.model().definition(),
                                            requireNonNull(requireNonNull(inputs.get(table))
                                                    .get(day)),
                                            1));
                });
            }
        }
        return lines;
    }

    @Test
    void anAttributeThatChangesMakesAllDaysStaleThatReadIt() {
        MemberVersions one = at("attribute tier", "1");
        run(OF_TIER, MemberVersions.none(), one);
        assertThat(run(OF_TIER, one, one)).isEmpty();

        MemberVersions two = at("attribute tier", "2", "attribute city", "7", "members", "9");
        assertThat(run(OF_TIER, two, two))
                .containsExactly(
                        "shop.sale 2018-04-01 members changed: shop.customer",
                        "shop.sale 2018-04-02 members changed: shop.customer",
                        "shop.total 2018-04-01 upstream changed: shop.sale",
                        "shop.total 2018-04-02 upstream changed: shop.sale");
        assertThat(run(OF_TIER, two, two)).isEmpty();
    }

    @Test
    void whatChangesWhileABatchIsBuiltIsRecordedAsItWasSeen() {
        run(OF_TIER, at("attribute tier", "1"), at("attribute tier", "2"));

        assertThat(run(OF_TIER, at("attribute tier", "2"), at("attribute tier", "2")))
                .isEmpty();
        assertThat(run(OF_TIER, at("attribute tier", "3"), at("attribute tier", "3")))
                .isNotEmpty();
    }

    @Test
    void membersThatComeMakeAllDaysStaleThatTakeThemAll() {
        run(OF_ALL, at("members", "1"), at("members", "1"));

        assertThat(run(OF_ALL, at("members", "2"), at("members", "2")))
                .contains("shop.sale 2018-04-01 members changed: shop.customer");
    }

    @Test
    void onlyADayThatLooksForAMemberThatCameIsStale() {
        run(BY_NAME, at("members", "1", "withdrawn", "1"), at("members", "1", "withdrawn", "1"));
        MemberVersions more = at("members", "2", "withdrawn", "1");

        assertThat(run(BY_NAME, more, more)).isEmpty();
        Arrival arrival = new Arrival(SALE, DAY_2, CUSTOMER);
        assertThat(run(BY_NAME, more, more, arrival))
                .containsExactly(
                        "shop.sale 2018-04-02 members came: shop.customer",
                        "shop.total 2018-04-02 upstream changed: shop.sale");
        assertThat(run(BY_NAME, more, more, arrival)).isEmpty();
    }

    @Test
    void aMemberThatIsTakenBackMakesAllDaysStaleThatLookForMembers() {
        run(BY_NAME, at("members", "1", "withdrawn", "1"), at("members", "1", "withdrawn", "1"));
        MemberVersions fewer = at("members", "2", "withdrawn", "2");

        assertThat(run(BY_NAME, fewer, fewer))
                .contains(
                        "shop.sale 2018-04-01 members changed: shop.customer",
                        "shop.sale 2018-04-02 members changed: shop.customer");
        assertThat(built.get(TOTAL)).hasSize(2);
    }
}
