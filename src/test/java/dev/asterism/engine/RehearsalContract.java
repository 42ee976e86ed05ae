package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.catalog.RunStatus;
import dev.asterism.engine.TableChange.Kind;
import dev.asterism.engine.TableChange.Rows;
import dev.asterism.engine.TableChange.Sample;
import dev.asterism.engine.TableChange.Values;
import dev.asterism.lake.Day;
import dev.asterism.run.Rehearsal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A rehearsal says what a run would change, and leaves everything as it was. */
abstract class RehearsalContract extends EngineContract {
    private static final String LICENCES = "registry/packages-v1.csv.gz";
    private static final Day SECOND = Day.of(2018, 4, 2);

    RehearsalContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private static TableChange change(Rehearsal rehearsal, String table) {
        return rehearsal.changes().stream()
                .filter(change -> change.model().name().toString().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static Values values(String before, String after) {
        return new Values(Optional.of(before), Optional.of(after));
    }

    private static void licences(Workbench bench, String day, String... rows) {
        bench.rows(day, LICENCES, List.of("day_id", "package", "licence", "number_of_downloads"), rows);
    }

    @Test
    void rowsAddedRemovedAndChangedAreToldByDayWithTotalsAndSamples() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.downloads("2018-04-02", "flask|1.0|3.6|pip|21", "flask|1.1|3.6|pip|4");

        Rehearsal rehearsal = bench.rehearse(Workbench.everything(), 1);

        assertThat(rehearsal.result().problems()).isEmpty();
        TableChange downloads = change(rehearsal, "pypi_dim.download_counts");
        assertThat(downloads.isNew()).isFalse();
        assertThat(downloads.rows()).isEqualTo(new Rows(2, 2, 1, 1, 1));
        assertThat(downloads.days()).containsOnlyKeys(SECOND);
        assertThat(downloads.days().firstEntry().getValue().totals())
                .isEqualTo(Map.of("number_of_downloads", values("21", "25")));
        Sample changed = downloads.samples().get(0);
        assertThat(changed.change()).isEqualTo(Kind.CHANGED);
        assertThat(changed.key())
                .containsEntry("project_version_fk", "flask 1.0")
                .containsEntry("installer_fk", "pip")
                .containsEntry("python_version_fk", "3.6");
        assertThat(changed.values()).isEqualTo(Map.of("number_of_downloads", values("20", "21")));
        assertThat(downloads.samples())
                .extracting(Sample::change)
                .containsExactly(Kind.CHANGED, Kind.ADDED, Kind.REMOVED);
        assertThat(downloads.samples().get(1).key()).containsEntry("project_version_fk", "flask 1.1");
        assertThat(downloads.samples().get(2).key())
                .containsEntry("project_version_fk", "django 2.0")
                .containsEntry("python_version_fk", "Unknown python version");
        TableChange versions = change(rehearsal, "pypi_dim.project_version");
        assertThat(versions.rows().added()).isEqualTo(1);
        assertThat(versions.samples().get(0).key())
                .isEqualTo(Map.of("project_fk", "flask", "project_version_name", "1.1"));
        TableChange activity = change(rehearsal, "pp_dim.python_project_activity");
        assertThat(activity.rows().differ()).isTrue();
    }

    @Test
    void nothingIsLeftOfIt() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        Map<String, List<String>> before = StarContents.of(bench);
        Map<String, String> keys = StarContents.keys(bench);
        List<String> plan = bench.downloads("2018-04-04", "new|1.0|3.6|pip|21")
                .activity("2018-04-04", "new|new|1|2|3")
                .plan();

        bench.rehearse(Workbench.everything(), 1);

        assertThat(bench.latestRun().status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(bench.latestRun().message()).contains("A rehearsal: nothing was published.");
        assertThat(bench.plan()).isEqualTo(plan);
        assertThat(StarContents.of(bench)).isEqualTo(before);
        assertThat(StarContents.keys(bench)).isEqualTo(keys);
        assertThat(warehouses().scratchTables(bench.warehouseUrl())).isEmpty();
        bench.downloads("2018-04-04", "other|1.0|3.6|pip|21");
        bench.run().withoutProblems();
        assertThat(StarContents.keys(bench))
                .containsAllEntriesOf(keys)
                .containsEntry("pypi_dim.project other", "4")
                .doesNotContainKey("pypi_dim.project new");
        assertSameAsFromScratch(bench);
    }

    @Test
    void beforeTheFirstRunEveryTableIsNew() {
        Workbench bench = threeDays();

        Rehearsal rehearsal = bench.rehearse(Workbench.everything(), 1);

        assertThat(rehearsal.changes())
                .filteredOn(change -> !change.model().kind().equals("data_set"))
                .allMatch(TableChange::isNew)
                .hasSize(9);
        assertThat(change(rehearsal, "pypi_dim.download_counts").rows()).isEqualTo(new Rows(0, 7, 7, 0, 0));
        assertThat(bench.buildState().days()).isEmpty();
        bench.run().withoutProblems();
        assertSameAsFromScratch(bench);
    }

    @Test
    void theFirstBatchIsRehearsedOrAsManyAsAreAskedFor() {
        Workbench bench = threeDays();

        Rehearsal first = bench.rehearse(Workbench.inBatchesOf(1), 1);
        Rehearsal two = bench.rehearse(Workbench.inBatchesOf(1), 2);
        Rehearsal all = bench.rehearse(Workbench.inBatchesOf(1), 99);

        assertThat(change(first, "pypi_dim.download_counts").rows().added()).isEqualTo(3);
        assertThat(change(two, "pypi_dim.download_counts").rows().added()).isEqualTo(5);
        assertThat(change(all, "pypi_dim.download_counts").rows().added()).isEqualTo(7);
        assertThat(first.rehearsedBatches()).isEqualTo(1);
        assertThat(all.rehearsedBatches()).isEqualTo(3);
        assertThat(all.batches()).isEqualTo(3);
    }

    @Test
    void aChangedModelShowsWhatItChangesAlsoInNewColumns() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.edit(
                "github/repo_activity", "  number_of_forks,\n", "  number_of_forks, number_of_forks * 2 AS twice,\n");

        Rehearsal rehearsal = bench.rehearse(Workbench.everything(), 1);

        TableChange activity = change(rehearsal, "gh_dim.repo_activity");
        assertThat(activity.rows().changed()).isEqualTo(3);
        assertThat(activity.rows().added() + activity.rows().removed()).isZero();
        assertThat(activity.samples().get(0).values()).containsOnlyKeys("twice");
        assertThat(bench.rows("SELECT * FROM gh_dim.repo_activity LIMIT 1")
                        .get(0)
                        .split("[|]"))
                .hasSize(5);
    }

    @Test
    void whatIsNotAsPromisedIsToldAndTheRestIsRehearsed() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.downloads("2018-04-04", "flask|1.0|3.6|pip|x");
        bench.activity("2018-04-04", "new|new|1|2|3");

        Rehearsal rehearsal = bench.rehearse(Workbench.everything(), 1);

        assertThat(rehearsal.result().exitCode()).isEqualTo(2);
        assertThat(change(rehearsal, "gh_dim.repo_activity").rows().added()).isEqualTo(1);
        assertThat(bench.latestRun().status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void daysThatWouldBeRemovedAreShown() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.removeFile("2018-04-02", Workbench.DOWNLOADS);

        Rehearsal rehearsal = bench.rehearse(Workbench.pruning(), 1);

        assertThat(change(rehearsal, "pypi_dim.download_counts")
                        .days()
                        .firstEntry()
                        .getValue()
                        .rows())
                .isEqualTo(new Rows(2, 0, 0, 2, 0));
    }

    @Test
    void versionsOfMembersAreComparedToo() {
        Workbench bench = withoutDays()
                .removePipeline("pypi")
                .removePipeline("github")
                .removePipeline("python_projects")
                .copyExample("history/type-2");
        licences(bench, "2018-04-01", "flask|BSD|10");
        bench.run().withoutProblems();
        licences(bench, "2018-04-03", "flask|MIT|10");

        Rehearsal rehearsal = bench.rehearse(Workbench.everything(), 1);

        assertThat(rehearsal.changes())
                .anySatisfy(change -> assertThat(change.rows()).isEqualTo(new Rows(1, 2, 1, 0, 1)));
    }
}
