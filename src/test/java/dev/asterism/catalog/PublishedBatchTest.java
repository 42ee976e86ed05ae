package dev.asterism.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.RunFailedException;
import dev.asterism.catalog.CheckResult.Kind;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.catalog.CheckResult.Severity;
import dev.asterism.lake.Day;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the history keeps of a batch, and which failures it makes obsolete. */
@ParameterizedClass
@EnumSource(CatalogPlace.Kind.class)
class PublishedBatchTest {
    private static final Day DAY_1 = Day.of(2018, 4, 1);
    private static final Day DAY_2 = Day.of(2018, 4, 2);
    private static final Day DAY_3 = Day.of(2018, 4, 3);
    private static final Day DAY_4 = Day.of(2018, 4, 4);

    private final CatalogPlace.Kind kind;

    @TempDir
    private Path folder;

    private CatalogPlace place;
    private Catalog catalog;
    private RunId run;
    private int commits;

    PublishedBatchTest(CatalogPlace.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws SQLException {
        place = kind.fresh(folder);
        place.open().close();
        catalog = new Catalog(
                new CatalogDatabase(place.store(), counting(place.store().connect())));
        run = catalog.runs().startRun("run", "jdbc:duckdb:warehouse.duckdb");
        commits = 0;
    }

    @AfterEach
    void close() {
        catalog.close();
        place.close();
    }

    /** The connection, whose commits are counted. */
    private Connection counting(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        commits++;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private static RunStep step(String table) {
        return new RunStep(
                1,
                table,
                2,
                10,
                Instant.parse("2026-11-20T10:00:00Z"),
                Duration.ofMillis(5),
                RunStatus.SUCCEEDED,
                Optional.empty());
    }

    private static CheckResult result(Kind kind, Outcome outcome, Day... days) {
        return new CheckResult("a.fact", kind, "n", Severity.ERROR, outcome, days(days), "");
    }

    private static NavigableSet<Day> days(Day... days) {
        return new TreeSet<>(List.of(days));
    }

    private static AskedAgain.Tables built(Map<String, NavigableSet<Day>> days) {
        return new AskedAgain.Tables(days, Set.of());
    }

    private void passes(Day... days) {
        catalog.recordPublished(
                run, List.of(), built(Map.of()), List.of(result(Kind.RECONCILIATION, Outcome.PASSED, days)));
    }

    private int standing() {
        return catalog.checks().standing().size();
    }

    @Test
    void aBatchIsOneTransactionHoweverManyTablesAndResultsItHas() {
        catalog.checks()
                .recordKeptOut(
                        run,
                        List.of(
                                result(Kind.GRAIN, Outcome.FAILED, DAY_1),
                                result(Kind.RECONCILIATION, Outcome.FAILED, DAY_3)));
        commits = 0;

        catalog.recordPublished(
                run,
                List.of(step("a.dimension"), step("a.fact"), step("a.other")),
                built(Map.of("a.dimension", days(DAY_1), "a.fact", days(DAY_1, DAY_2), "a.other", days())),
                List.of(
                        result(Kind.FOREIGN_KEY, Outcome.PASSED, DAY_1, DAY_2),
                        result(Kind.RECONCILIATION, Outcome.PASSED, DAY_3)));

        assertThat(commits).isEqualTo(1);
        assertThat(catalog.runs().steps(run)).containsExactly(step("a.dimension"), step("a.fact"), step("a.other"));
        assertThat(catalog.checks().ofRun(run)).hasSize(4);
        assertThat(standing()).isZero();
    }

    @Test
    void aBatchThatCannotBeKeptLeavesEverythingAsItWas() {
        catalog.checks().recordKeptOut(run, List.of(result(Kind.GRAIN, Outcome.FAILED, DAY_1)));

        assertThatThrownBy(() -> catalog.recordPublished(
                        new RunId("none"), List.of(step("a.fact")), built(Map.of("a.fact", days(DAY_1))), List.of()))
                .isInstanceOf(RunFailedException.class);

        assertThat(standing()).isEqualTo(1);
    }

    @Test
    void whatIsAskedForAgainIsKeptInMindUntilItIsBuilt() {
        catalog.askedAgain()
                .remember(new AskedAgain.Tables(Map.of("a.fact", days(DAY_1, DAY_2)), Set.of("a.calendar")));

        catalog.recordPublished(run, List.of(), built(Map.of("a.fact", days(DAY_1), "a.calendar", days())), List.of());
        assertThat(catalog.askedAgain().remaining())
                .isEqualTo(new AskedAgain.Tables(Map.of("a.fact", days(DAY_2)), Set.of("a.calendar")));

        catalog.recordPublished(
                run, List.of(), new AskedAgain.Tables(Map.of("a.fact", days(DAY_2)), Set.of("a.calendar")), List.of());
        assertThat(catalog.askedAgain().remaining()).isEqualTo(AskedAgain.Tables.none());
    }

    @Test
    void aFailureStandsUntilAllItsDaysAreBuiltAgain() {
        catalog.checks().recordKeptOut(run, List.of(result(Kind.GRAIN, Outcome.FAILED, DAY_1, DAY_2)));

        catalog.recordPublished(
                run, List.of(), built(Map.of("a.fact", days(DAY_1), "a.other", days(DAY_1, DAY_2))), List.of());
        assertThat(standing()).isEqualTo(1);

        catalog.recordPublished(run, List.of(), built(Map.of("a.fact", days(DAY_1, DAY_2))), List.of());
        assertThat(standing()).isZero();
    }

    @Test
    void aCheckMayPassBatchByBatchOnTheDaysOnWhichItFailed() {
        catalog.checks().record(run, List.of(result(Kind.RECONCILIATION, Outcome.FAILED, DAY_1, DAY_2, DAY_3)));

        passes(DAY_1);
        passes(DAY_3, DAY_4);
        assertThat(standing()).isEqualTo(1);
        passes(DAY_2);

        assertThat(standing()).isZero();
    }

    @Test
    void daysThatPassedBeforeTheFailureDoNotCount() {
        passes(DAY_1);
        catalog.checks().record(run, List.of(result(Kind.RECONCILIATION, Outcome.FAILED, DAY_1, DAY_2)));

        passes(DAY_2);

        assertThat(standing()).isEqualTo(1);
    }

    @Test
    void anotherFailureOnTheSameDaysStandsInItsPlace() {
        catalog.checks().record(run, List.of(result(Kind.RECONCILIATION, Outcome.FAILED, DAY_1)));
        catalog.checks().record(run, List.of(result(Kind.RECONCILIATION, Outcome.FAILED, DAY_1, DAY_2)));
        catalog.checks().record(run, List.of(result(Kind.RECONCILIATION, Outcome.SKIPPED, DAY_1, DAY_2)));

        assertThat(catalog.checks().standing())
                .singleElement()
                .satisfies(standing -> assertThat(standing.result().days()).containsExactly(DAY_1, DAY_2));
    }
}
