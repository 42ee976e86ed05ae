package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.run.Patience;
import dev.asterism.run.Reset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** After a reset everything is as if nothing had been built. */
abstract class ResetContract extends EngineContract {
    private static final String LICENCES = "registry/packages-v1.csv.gz";

    ResetContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private static void reset(Workbench bench) {
        Reset.execute(bench.settings(), Patience.none());
    }

    private static void licences(Workbench bench, String day, String... rows) {
        bench.rows(day, LICENCES, List.of("day_id", "package", "licence", "number_of_downloads"), rows);
    }

    @Test
    void everythingIsBuiltAnewWithTheSameContentAndTheFirstKeys() {
        Workbench bench = threeDays();
        List<String> plan = bench.plan();
        bench.run().withoutProblems();
        Map<String, String> keys = StarContents.keys(bench);

        reset(bench);

        assertThat(bench.buildState().days()).isEmpty();
        assertThat(bench.buildState().forms()).isEmpty();
        assertThat(bench.plan()).isEqualTo(plan);
        assertThat(bench.lake()).isDirectoryNotContaining("glob:**workshop*.duckdb");
        bench.run().withoutProblems();
        assertThat(StarContents.keys(bench)).isEqualTo(keys);
        assertSameAsFromScratch(bench);
    }

    @Test
    void theHistoryStaysAndFailuresNoLongerStand() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.activity("2018-04-02", "pallets|flask|4||", "pallets|flask|5||");
        bench.run();
        assertThat(bench.standingFailures()).isNotEmpty();

        reset(bench);

        assertThat(bench.standingFailures()).isEmpty();
        assertThat(bench.runs()).hasSize(3);
        assertThat(bench.latestRun().command()).isEqualTo("reset");
    }

    @Test
    void tablesThatLostTheirModelGoToo() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.removeModel("python_projects/python_project_activity_data_set");
        bench.removeModel("python_projects/python_project_activity");

        reset(bench);

        bench.run().withoutProblems();
        assertThat(bench.rows("SHOW TABLES")).noneMatch(line -> line.startsWith("pp_dim"));
    }

    @Test
    void anotherMachineThatBuildsNextTakesNothingFromBefore() {
        Workbench one = threeDays();
        one.run().withoutProblems();
        Workbench other = one.withLake(folder.resolve("other machine")).threeDays();
        other.downloads("2018-04-04", "pandas|0.22|3.6|pip|3");
        other.run().withoutProblems();
        Map<String, String> keys = StarContents.keys(other);

        reset(one);

        other.run().withoutProblems();
        assertThat(StarContents.keys(other)).isEqualTo(keys);
        assertSameAsFromScratch(other);
    }

    @Test
    void whatHasMembersWithHistoryForgetsTheirDays() {
        Workbench bench = withoutDays()
                .removePipeline("pypi")
                .removePipeline("github")
                .removePipeline("python_projects")
                .copyExample("history/type-2");
        licences(bench, "2018-04-01", "flask|BSD|10");
        bench.run().withoutProblems();
        reset(bench);
        bench.removeFile("2018-04-01", LICENCES);
        licences(bench, "2018-04-02", "flask|MIT|10");

        bench.run().withoutProblems();

        assertSameAsFromScratch(bench);
    }
}
