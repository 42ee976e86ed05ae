package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.HostName;
import dev.asterism.RunFailedException;
import dev.asterism.run.Engines;
import dev.asterism.run.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One process builds at a time; another one says who, waits, or takes over from a dead one. */
abstract class LockContract extends EngineContract {
    LockContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    @Test
    void aWarehouseThatAnotherProcessBuildsIsLeftToItAndItIsNamed() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.downloads("2018-04-04", "flask|1.0|3.6|pip|1");

        try (OtherProcess other = OtherProcess.holding(bench)) {
            assertThatThrownBy(bench::run)
                    .isInstanceOf(WarehouseInUseException.class)
                    .hasMessageContaining("is in use by process " + other.id())
                    .hasMessageContaining(" on host " + HostName.ofThisMachine() + " of user ")
                    .hasMessageContaining(" since 20")
                    .hasMessageContaining("asterism run --wait 10min");
        }

        assertThat(bench.run().withoutProblems().published()).contains("pypi_dim.download_counts: 2018-04-04");
    }

    @Test
    void aWarehouseInUseIsTakenOverWhenTheOtherProcessEnds() {
        Workbench bench = threeDays();
        List<String> told = new ArrayList<>();

        try (OtherProcess other = OtherProcess.holding(bench)) {
            Patience patience = new Patience(Duration.ofMinutes(10), text -> {
                told.add(text);
                other.close();
            });

            bench.run(patience).withoutProblems();

            assertThat(told).hasSize(2);
            assertThat(told.get(0)).startsWith("Waiting for the warehouse, which is in use by process " + other.id());
            assertThat(told.get(1)).isEqualTo("The warehouse is free.");
        }
    }

    @Test
    void aWarehouseThatStaysInUseIsWaitedForInVain() {
        Workbench bench = threeDays();

        try (OtherProcess other = OtherProcess.holding(bench)) {
            assertThatThrownBy(() -> bench.run(new Patience(Duration.ofSeconds(1), text -> {})))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageStartingWith("It was waited for in vain for 1 seconds: ")
                    .hasMessageContaining("is in use by process " + other.id());
        }
    }

    @Test
    void aProcessThatIsDeadIsNotWaitedFor() {
        Workbench bench = threeDays();
        try (OtherProcess other = OtherProcess.holding(bench)) {
            other.close();
        }
        List<String> told = new ArrayList<>();

        bench.run(new Patience(Duration.ofMinutes(10), told::add)).withoutProblems();

        assertThat(told).isEmpty();
    }

    @Test
    void othersReadAWarehouseWhileItIsBuiltIfItSaysSo() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        boolean canBeRead;
        try (WarehouseBuilder builder = Engines.forBuilding(bench.settings())) {
            assertThat(builder.capabilities().atomicity()).isEqualTo(Capabilities.Atomicity.BATCH);
            canBeRead = builder.capabilities().readersDuringBuilds();
        }

        try (OtherProcess other = OtherProcess.holding(bench)) {
            assertThat(other.id()).isPositive();
            if (canBeRead) {
                assertThat(bench.rows("SELECT count(*) FROM pypi_dim.project")).containsExactly("3");
            } else {
                assertThatThrownBy(() -> bench.rows("SELECT count(*) FROM pypi_dim.project"))
                        .isInstanceOf(WarehouseInUseException.class);
            }
        }
    }
}
