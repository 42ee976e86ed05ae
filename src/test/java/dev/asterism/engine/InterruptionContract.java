package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.RunFailedException;
import dev.asterism.catalog.RunStatus;
import dev.asterism.lake.Day;
import dev.asterism.plan.PlanRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is stopped leaves what it published and nothing of what it had begun; the next one goes on from there. */
abstract class InterruptionContract extends EngineContract {
    InterruptionContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    /** Runs in batches of a day, and stops when an event happens; gives the last batch that was published. */
    private static int runUntil(Workbench bench, int stopAt) {
        int[] heard = {0};
        int[] published = {0};
        assertThatThrownBy(() -> bench.run(Workbench.inBatchesOf(1), false, (session, event) -> {
                    if (event.startsWith("published")) {
                        published[0]++;
                    }
                    heard[0]++;
                    if (heard[0] == stopAt) {
                        session.stop();
                    }
                }))
                .isInstanceOf(RunFailedException.class)
                .hasMessage("The run was interrupted. Run again to continue where it was.");
        return published[0];
    }

    private static Set<Day> daysOf(Workbench bench) {
        Set<Day> days = new TreeSet<>();
        bench.buildState().days().values().forEach(table -> days.addAll(table.keySet()));
        return days;
    }

    @Test
    void aRunThatIsStoppedAtAnyMomentPublishesNothingMoreAndCanGoOn() {
        Workbench bench = threeDays();
        List<String> events = bench.run(Workbench.inBatchesOf(1)).heard().events();
        Map<Integer, Map<String, List<String>>> contents = new HashMap<>();
        int last = events.lastIndexOf("built pp_dim.python_project_activity") + 1;
        for (int stopAt = 1; stopAt <= last; stopAt += 3) {
            Workbench stopped = bench.withWarehouse(warehouses().fresh());

            int batches = runUntil(stopped, stopAt);

            assertThat(batches)
                    .as("batches published before %s", events.get(stopAt - 1))
                    .isIn(onItsWay(events.subList(0, stopAt)));
            assertThat(daysOf(stopped)).hasSize(batches);
            assertThat(warehouses().scratchTables(stopped.warehouseUrl())).isEmpty();
            assertThat(stopped.latestRun().status()).isEqualTo(RunStatus.INTERRUPTED);
            assertThat(stopped.latestRun().message())
                    .contains("The run was interrupted. Run again to continue where it was.");
            if (batches > 0) {
                Map<String, List<String>> content = StarContents.of(stopped);
                assertThat(contents.computeIfAbsent(batches, number -> content)).isEqualTo(content);
            }
        }
    }

    /** How many batches were published when some events had happened: one that was on its way may have arrived or not. */
    private static Set<Integer> onItsWay(List<String> events) {
        int published = (int)
                events.stream().filter(event -> event.startsWith("published")).count();
        int begun = (int)
                events.stream().filter(event -> event.startsWith("started")).count();
        return begun - published > 1 ? Set.of(published, published + 1) : Set.of(published);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRunThatIsStoppedAgainAndAgainFinishesInTheEnd(long seed) {
        Workbench bench = threeDays();
        Random random = new Random(seed);
        for (int i = 0; i < 2; i++) {
            runUntil(bench, 1 + random.nextInt(18));
        }

        bench.run(Workbench.inBatchesOf(1)).withoutProblems();

        assertThat(bench.latestRun().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aFullRunThatIsStoppedGoesOnWithWhatItDidNotReach() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        PlanRequest again = new PlanRequest(List.of(), List.of(), Optional.empty(), Optional.empty(), true, false, 1);
        assertThatThrownBy(() -> bench.run(again, false, (session, event) -> {
                    if (event.startsWith("published")) {
                        session.stop();
                    }
                }))
                .isInstanceOf(RunFailedException.class);

        List<String> plan = bench.plan();

        assertThat(plan)
                .filteredOn(line -> !line.startsWith("pp_dim.python_project_activity_data_set: "))
                .isNotEmpty()
                .allMatch(line -> line.contains(": --full, not finished"));
        assertThat(plan)
                .anyMatch(line -> line.startsWith("pypi_dim.download_counts: "))
                .noneMatch(line -> line.startsWith("pypi_dim.download_counts: ") && line.contains("2018-04-01"));
        bench.run().withoutProblems();
        assertThat(bench.plan()).isEmpty();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aFullRunThatIsStoppedBeforeAnythingIsPublishedGoesOnWithAll() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        assertThatThrownBy(() -> bench.run(Workbench.full(), false, (session, event) -> session.stop()))
                .isInstanceOf(RunFailedException.class);

        assertThat(bench.run().withoutProblems().published()).hasSize(10);
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void whatWasThereBeforeStaysAsItWasWhereItsReplacementIsStopped() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        Map<String, List<String>> before = StarContents.of(bench);
        bench.downloads("2018-04-02", "flask|9.9|3.9|pip|1");
        bench.edit("github/repo_activity", "  number_of_forks,\n", "  number_of_forks + 1 AS number_of_forks,\n");

        assertThatThrownBy(() -> bench.run(Workbench.everything(), false, (session, event) -> {
                    if (event.equals("built pp_dim.python_project_activity")) {
                        session.stop();
                    }
                }))
                .isInstanceOf(RunFailedException.class);

        bench.restore("github/repo_activity");
        assertThat(StarContents.of(bench)).isEqualTo(before);
        assertThat(bench.rows("SELECT count(*) FROM pypi_dim.project_version WHERE project_version_name = '9.9'"))
                .containsExactly("0");
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void aRunThatIsStoppedWhenAllIsDoneIsDone() {
        Workbench bench = threeDays();

        Workbench.Run run = bench.run(Workbench.everything(), false, (session, event) -> {
            if (event.startsWith("published")) {
                session.stop();
            }
        });

        assertThat(run.exitCode()).isZero();
        assertThat(bench.latestRun().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    @Timeout(120)
    void aStopFromAnotherThreadEndsAStatementThatTakesLong() {
        Workbench bench = threeDays();
        bench.model("github/slow", """
                /*
                kind: check
                description: Takes for ever.
                */
                SELECT count(*) AS number
                FROM gh_dim.repo_activity
                  CROSS JOIN generate_series(1, 1000000) AS a(n) CROSS JOIN generate_series(1, 1000000) AS b(m)
                WHERE a.n + b.m < 0
                HAVING count(*) > 0
                """);
        Thread[] stopper = new Thread[1];

        assertThatThrownBy(() -> bench.run(Workbench.everything(), false, (session, event) -> {
                    if (event.equals("built pp_dim.python_project_activity")) {
                        stopper[0] = stopLater(session::stop);
                    }
                }))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("interrupted");

        assertThat(stopper[0]).isNotNull();
        bench.removeModel("github/slow").run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    /** Stops as soon as the run has gone on into its last statement. */
    private static Thread stopLater(Runnable stop) {
        Thread runner = Thread.currentThread();
        Thread stopper = new Thread(() -> {
            while (!isInCheck(runner)) {
                Thread.onSpinWait();
            }
            stop.run();
        });
        stopper.setDaemon(true);
        stopper.start();
        return stopper;
    }

    private static boolean isInCheck(Thread runner) {
        for (StackTraceElement element : runner.getStackTrace()) {
            if (element.getMethodName().equals("check")) {
                return true;
            }
        }
        return false;
    }
}
