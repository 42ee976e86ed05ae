package dev.asterism.laboratory;

import static dev.asterism.testing.ProgramProcess.Ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.ProgramProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A lake, pipelines and a warehouse, and the program started on them. */
final class Project implements AutoCloseable {
    /** Some days each, so that a run has several transactions. */
    private static final String BATCH_BYTES = "3kB";

    private final Path folder;
    private final LivingLake lake;
    private final LivingPipelines pipelines;
    private final LaboratoryWarehouse warehouse;
    private final KeyHistory keys = new KeyHistory();

    Project(Path folder, LaboratoryWarehouse warehouse, Random random) {
        this.folder = folder;
        this.lake = new LivingLake(folder.resolve("lake"), random);
        this.pipelines = new LivingPipelines(folder.resolve("pipelines"), random);
        this.warehouse = warehouse;
    }

    LivingLake lake() {
        return lake;
    }

    LivingPipelines pipelines() {
        return pipelines;
    }

    LaboratoryWarehouse warehouse() {
        return warehouse;
    }

    /** How many surrogate keys were seen. */
    int keys() {
        return keys.size();
    }

    ProgramProcess.Start start() {
        return ProgramProcess.in(folder).environment(environment(warehouse));
    }

    /** Runs without harm; fails unless all is well after it. */
    Ended runWell() {
        Ended ended = start().run("run", "--prune");
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        assertSound(ended);
        return ended;
    }

    /** Builds within this process, at another time than now. */
    void buildAt(Instant time) {
        CleanBuild.build(environment(warehouse), Clock.fixed(time, ZoneOffset.UTC));
    }

    /** The stars say what a clean build says, nothing is left behind, and no key has changed its meaning. */
    private void assertSound(Ended ended) {
        String after = " after\n" + ended.errors();
        assertThat(warehouse.rows(warehouse.queryOfScratchTables()))
                .as("scratch tables" + after)
                .isEmpty();
        assertThat(catalog("SELECT run_id FROM run WHERE status = 'RUNNING'"))
                .as("runs that the catalog takes for running" + after)
                .isEmpty();
        assertThat(warehouse.rows("SELECT count(*), sum(number_of_downloads) FROM pypi_dim.download_counts"))
                .as("rows lost or doubled" + after)
                .containsExactly(lake.totals());
        keys.note(StarRows.members(warehouse));
        try (LaboratoryWarehouse fresh = warehouse.fresh()) {
            Map<String, List<String>> clean = CleanBuild.of(fresh, environment(fresh));
            Map<String, List<String>> actual = StarRows.of(warehouse);
            clean.forEach((table, rows) ->
                    assertThat(actual.get(table)).as(table + after).isEqualTo(rows));
        }
    }

    /** What a query gives that is asked of the catalog. */
    List<String> catalog(String query) {
        return StarRows.read(warehouse::connectToCatalog, query);
    }

    private Map<String, String> environment(LaboratoryWarehouse of) {
        Map<String, String> environment = new HashMap<>(of.environment());
        environment.put("ASTERISM_DATA_DIR", lake.root().toString());
        environment.put("ASTERISM_PIPELINES_DIR", pipelines.root().toString());
        environment.put("ASTERISM_RUN_BATCH_BYTES", BATCH_BYTES);
        return environment;
    }

    @Override
    public void close() {
        warehouse.close();
    }
}
