package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.catalog.RunRecord;
import dev.asterism.catalog.RunStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The lake is the truth: a warehouse that is lost, or old, becomes what it was by running again. */
abstract class RecoveryContract extends EngineContract {
    RecoveryContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    @Test
    void aWarehouseThatIsLostIsBuiltAgainWithTheSameContent() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        Map<String, List<String>> before = StarContents.of(bench);
        Map<String, String> keys = StarContents.keys(bench);

        warehouses().delete(bench.warehouseUrl());

        Workbench.Run run = bench.run().withoutProblems();
        assertThat(run.published()).contains("pypi_dim.download_counts: 2018-04-01 to 2018-04-03");
        assertThat(StarContents.of(bench)).isEqualTo(before);
        assertThat(StarContents.keys(bench)).isEqualTo(keys);
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void anOlderCopyIsBroughtUpToDateByWhatItLacks() {
        Workbench bench = threeDays();
        bench.run(Workbench.between("2018-04-01", "2018-04-02")).withoutProblems();
        String copy = warehouses().fresh();
        warehouses().copy(bench.warehouseUrl(), copy);
        bench.run().withoutProblems();
        bench.downloads("2018-04-01", "flask|1.0|3.6|pip|11").run().withoutProblems();
        Map<String, List<String>> before = StarContents.of(bench);

        warehouses().copy(copy, bench.warehouseUrl());

        Workbench.Run run = bench.run().withoutProblems();
        assertThat(run.published())
                .filteredOn(line -> line.contains("20"))
                .containsExactly(
                        "gh_dim.repo: 2018-04-03",
                        "gh_dim.repo_activity: 2018-04-03",
                        "pp_dim.python_project_activity: 2018-04-01, 2018-04-03",
                        "pypi_dim.download_counts: 2018-04-01, 2018-04-03",
                        "pypi_dim.installer: 2018-04-01, 2018-04-03",
                        "pypi_dim.project: 2018-04-01, 2018-04-03",
                        "pypi_dim.project_version: 2018-04-01, 2018-04-03",
                        "pypi_dim.python_version: 2018-04-01, 2018-04-03");
        assertThat(StarContents.of(bench)).isEqualTo(before);
        assertThat(bench.plan()).isEmpty();
    }

    @Test
    void aWarehouseThatMovesElsewhereIsUpToDateThere() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        String elsewhere = warehouses().fresh();

        warehouses().copy(bench.warehouseUrl(), elsewhere);

        assertThat(bench.withWarehouse(elsewhere).plan()).isEmpty();
    }

    @Test
    void aLakeThatMovesElsewhereIsTheSameLake() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();

        Workbench moved = bench.withLake(folder.resolve("elsewhere")).threeDays();

        assertThat(moved.plan()).isEmpty();
    }

    @Test
    void aRunWhoseProcessDiesIsNoticedAndContinued() {
        Workbench bench = threeDays();

        OtherProcess.buildAndDie(bench, "published batch 1");
        OtherProcess.buildAndDie(bench, "built pypi_dim.download_counts");

        assertThat(bench.rows("SELECT DISTINCT day_fk FROM pypi_dim.download_counts"))
                .containsExactly("20180401");
        assertThat(bench.run().withoutProblems().published())
                .contains("pypi_dim.download_counts: 2018-04-02 to 2018-04-03");
        assertThat(bench.runs())
                .extracting(RunRecord::status)
                .containsExactly(RunStatus.SUCCEEDED, RunStatus.CRASHED, RunStatus.CRASHED);
        assertSameAsFromScratch(bench);
    }
}
