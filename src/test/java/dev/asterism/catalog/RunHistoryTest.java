package dev.asterism.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.RunFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(CatalogPlace.Kind.class)
class RunHistoryTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00.123456Z");
    private static final String WAREHOUSE = "jdbc:duckdb:data/warehouse.duckdb";
    private static final ProcessIdentity THIS_PROCESS = ProcessIdentity.ofThisProcess();

    private final CatalogPlace.Kind kind;

    @TempDir
    private Path folder;

    private CatalogPlace place;
    private CatalogDatabase database;
    private RunHistory now;

    RunHistoryTest(CatalogPlace.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        place = kind.fresh(folder);
        database = place.openDatabase();
        now = new RunHistory(database, THIS_PROCESS, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
        place.close();
    }

    private void recordSteps(RunId run, List<RunStep> steps) {
        database.write(sql -> {
            RunHistory.recordSteps(sql, run, steps);
            return steps.size();
        });
    }

    @Test
    void aRunIsRunningUntilItIsFinished() {
        RunHistory history = at(START, THIS_PROCESS);
        RunId run = history.startRun("run pypi", WAREHOUSE);
        RunRecord running = new RunRecord(
                run,
                "run pypi",
                WAREHOUSE,
                THIS_PROCESS.host(),
                THIS_PROCESS.processId(),
                START,
                Optional.empty(),
                RunStatus.RUNNING,
                Optional.empty());
        assertThat(history.activeRun()).contains(running);

        at(START.plusSeconds(7), THIS_PROCESS).finishRun(run, RunStatus.FAILED, "Two days stay out.");

        assertThat(history.activeRun()).isEmpty();
        assertThat(history.latestRuns(10)).singleElement().satisfies(finished -> {
            assertThat(finished.finishedAt()).contains(START.plusSeconds(7));
            assertThat(finished.status()).isEqualTo(RunStatus.FAILED);
            assertThat(finished.message()).contains("Two days stay out.");
        });
    }

    @Test
    void theLatestRunsComeFirst() {
        RunId second = at(START.plusSeconds(2), THIS_PROCESS).startRun("second", WAREHOUSE);
        RunId third = at(START.plusSeconds(10), THIS_PROCESS).startRun("third", WAREHOUSE);
        at(START, THIS_PROCESS).startRun("first", WAREHOUSE);

        assertThat(now.latestRuns(2)).extracting(RunRecord::id).containsExactly(third, second);
    }

    @Test
    void aRunIsNamedAfterItsStart() {
        assertThat(at(START, THIS_PROCESS).startRun("run", WAREHOUSE).value()).matches("20261120-100000-[0-9a-f]{6}");
    }

    @Test
    void stepsComeBackInTheOrderRecorded() {
        RunId run = now.startRun("run", WAREHOUSE);
        RunStep project = step("pypi_dim.project", RunStatus.SUCCEEDED, Optional.empty());
        RunStep counts = step("pypi_dim.download_counts", RunStatus.FAILED, Optional.of("no"));
        recordSteps(run, List.of(project));
        recordSteps(run, List.of(counts));
        recordSteps(now.startRun("run", WAREHOUSE), List.of(project));

        assertThat(now.steps(run)).containsExactly(project, counts);
    }

    @Test
    void aStepOfNoRunIsRefused() {
        assertThatThrownBy(() ->
                        recordSteps(new RunId("none"), List.of(step("a.b", RunStatus.SUCCEEDED, Optional.empty()))))
                .isInstanceOf(RunFailedException.class);
    }

    @Test
    void aRunThatIsNotThereCannotBeFinished() {
        assertThatThrownBy(() -> now.finishRun(new RunId("none"), RunStatus.SUCCEEDED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunWhoseProcessIsGoneHasCrashed() throws IOException, InterruptedException {
        Process process = OtherProcess.startRunAndDie(place);
        assertThat(OtherProcess.exitCode(process)).isZero();

        List<RunRecord> crashed = now.markCrashedRuns();

        assertThat(crashed).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RunStatus.CRASHED);
            assertThat(run.processId()).isEqualTo(process.pid());
            assertThat(run.finishedAt()).isEmpty();
            assertThat(run.message().orElseThrow()).contains(String.valueOf(process.pid()));
        });
        assertThat(now.latestRuns(1)).isEqualTo(crashed);
        assertThat(now.markCrashedRuns()).isEmpty();
        assertThat(now.activeRun()).isEmpty();
    }

    @Test
    void aCrashIsReportedToOneProcessOnly() {
        at(START.minus(Duration.ofDays(3650)), THIS_PROCESS).startRun("run", WAREHOUSE);

        try (CatalogDatabase other = place.openDatabase()) {
            RunHistory elsewhere = new RunHistory(other, THIS_PROCESS, Clock.systemUTC());
            assertThat(elsewhere.markCrashedRuns()).hasSize(1);
            assertThat(now.markCrashedRuns()).isEmpty();
        }
    }

    @Test
    void aRunWhoseProcessNumberWasGivenToALaterProcessHasCrashed() {
        RunId run = at(START.minus(Duration.ofDays(3650)), THIS_PROCESS).startRun("run", WAREHOUSE);

        assertThat(now.markCrashedRuns()).extracting(RunRecord::id).containsExactly(run);
    }

    @Test
    void aRunOfALivingProcessHasNotCrashed() {
        now.startRun("run", WAREHOUSE);

        assertThat(now.markCrashedRuns()).isEmpty();
        assertThat(now.activeRun()).isPresent();
    }

    @Test
    void aRunOfAnotherMachineIsLeftAlone() {
        ProcessIdentity elsewhere = new ProcessIdentity("elsewhere", THIS_PROCESS.processId());
        at(START.minus(Duration.ofDays(3650)), elsewhere).startRun("run", WAREHOUSE);

        assertThat(now.markCrashedRuns()).isEmpty();
    }

    @Test
    void aVeryLongCommandIsClipped() {
        now.startRun("run " + "x".repeat(1000), WAREHOUSE);

        assertThat(now.latestRuns(1).get(0).command()).hasSize(400).endsWith("x…");
    }

    private RunHistory at(Instant time, ProcessIdentity process) {
        return new RunHistory(database, process, Clock.fixed(time, ZoneOffset.UTC));
    }

    private static RunStep step(String table, RunStatus status, Optional<String> message) {
        return new RunStep(1, table, 30, 5_000_000_000L, START, Duration.ofMillis(1234), status, message);
    }
}
