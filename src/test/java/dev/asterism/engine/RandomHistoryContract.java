package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.plan.PlanRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to lake and pipelines, and in whatever portions it is built, in the end the stars say what a run from
 * scratch would say, and no key ever changed its meaning. A seed that fails tells its steps. The long form:
 * {@code -Dasterism.test.histories=200 -Dasterism.test.seed=7}.
 */
abstract class RandomHistoryContract extends EngineContract {
    private static final int HISTORIES = Integer.getInteger("asterism.test.histories", 4);
    private static final long SEED = Long.getLong("asterism.test.seed", 1);
    private static final int STEPS = 25;
    private static final List<String> DAYS =
            List.of("2018-04-01", "2018-04-02", "2018-04-03", "2018-04-04", "2018-04-05", "2018-04-07", "2018-03-30");
    private static final List<String> PROJECTS = List.of("flask", "django", "numpy", "Flask", "a b");
    private static final List<String> SMALL_CHANGES = List.of("", "1.0", "1.1", "2.0rc1");

    RandomHistoryContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + HISTORIES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyHistoryEndsWhereARunFromScratchDoes(long seed) {
        new History(threeDays(), new Random(seed)).play();
    }

    /** One sequence of steps. */
    private final class History {
        private final Workbench bench;
        private final Random random;
        private final KeyLedger ledger = new KeyLedger();
        private final List<String> steps = new ArrayList<>();

        History(Workbench bench, Random random) {
            this.bench = bench;
            this.random = random;
        }

        void play() {
            try {
                for (int i = 0; i < STEPS; i++) {
                    step();
                }
                run(finalRequest());
                // Where the first or last day was removed, the calendar follows in the next run.
                run(finalRequest());
                assertThat(bench.plan(Workbench.pruning())).isEmpty();
                assertSameAsFromScratch(bench);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("after " + String.join("\n  ", steps), failure);
            }
        }

        private void step() {
            switch (random.nextInt(9)) {
                case 0, 1 -> writeDownloads();
                case 2, 3 -> writeActivity();
                case 4 -> removeAFile();
                case 5 -> changeAModel();
                default -> run(anyRequest());
            }
        }

        private void writeDownloads() {
            String day = one(DAYS);
            List<String> rows = new ArrayList<>();
            for (String project : PROJECTS) {
                for (String version : SMALL_CHANGES) {
                    if (random.nextInt(3) == 0) {
                        rows.add("%s|%s|%s|%s|%s"
                                .formatted(
                                        project,
                                        version,
                                        one(List.of("", "2.7", "3.6", "3.7")),
                                        one(List.of("", "pip", "conda")),
                                        random.nextInt(1000)));
                    }
                }
            }
            steps.add("downloads of " + day + ": " + rows);
            bench.downloads(day, rows.toArray(String[]::new));
        }

        private void writeActivity() {
            String day = one(DAYS);
            List<String> rows = new ArrayList<>();
            for (String project : PROJECTS) {
                for (String user : List.of("pallets", "numpy")) {
                    if (random.nextInt(3) == 0) {
                        rows.add("%s|%s|%s|%s|%s".formatted(user, project, measure(), measure(), measure()));
                    }
                }
            }
            steps.add("activity of " + day + ": " + rows);
            bench.activity(day, rows.toArray(String[]::new));
        }

        private String measure() {
            return random.nextInt(3) == 0 ? "" : String.valueOf(random.nextInt(100));
        }

        private void removeAFile() {
            String day = one(DAYS);
            String name = one(List.of(Workbench.DOWNLOADS, Workbench.ACTIVITY));
            if (Files.exists(bench.path(day, name))) {
                steps.add("removed " + day + " " + name);
                bench.removeFile(day, name);
            }
        }

        private void changeAModel() {
            String model = one(List.of(
                    "pypi/installer",
                    "pypi/project",
                    "pypi/download_counts",
                    "github/repo_activity",
                    "python_projects/python_project_activity"));
            bench.restore(model);
            boolean changed = random.nextInt(3) > 0;
            steps.add((changed ? "changed " : "restored ") + model);
            if (!changed) {
                return;
            }
            switch (model) {
                case "pypi/installer" ->
                    bench.edit(
                            model, "SELECT DISTINCT installer AS installer_name", "SELECT installer AS installer_name");
                case "pypi/project" -> {
                    bench.edit(model, "natural_key: [project_name]\n", "natural_key: [project_name]\nday: day_id\n");
                    bench.edit(
                            model,
                            "project AS project_name",
                            "day_id, project AS project_name, "
                                    + one(List.of(
                                            "upper(project) AS loud_name",
                                            "length(project) AS letters",
                                            "CAST(length(project) AS text) AS letters")));
                }
                case "pypi/download_counts" ->
                    bench.edit(
                            model,
                            "  number_of_downloads\nFROM",
                            "  number_of_downloads,\n  " + one(List.of("1", "'one'", "number_of_downloads"))
                                    + " AS more\nFROM");
                case "github/repo_activity" ->
                    bench.edit(
                            model,
                            "  number_of_forks,\n  number_of_commits,",
                            "  CAST(number_of_forks AS bigint) AS number_of_forks,\n  number_of_commits,");
                default ->
                    bench.edit(
                            model,
                            "  activity.number_of_forks,",
                            "  coalesce(activity.number_of_forks, " + random.nextInt(3) + ") AS number_of_forks,");
            }
        }

        private PlanRequest anyRequest() {
            List<String> selectors = random.nextInt(3) > 0
                    ? List.of()
                    : List.of(
                            one(List.of("pypi", "github", "+pp_dim.python_project_activity", "gh_dim.repo+", "time")));
            Optional<Day> from = random.nextInt(3) > 0 ? Optional.empty() : Day.parse(one(DAYS.subList(0, 3)));
            Optional<Day> to = random.nextInt(3) > 0 ? Optional.empty() : Day.parse(one(DAYS.subList(2, 6)));
            return new PlanRequest(
                    selectors, List.of(), from, to, random.nextInt(8) == 0, random.nextInt(4) == 0, batchBytes());
        }

        private PlanRequest finalRequest() {
            return new PlanRequest(List.of(), List.of(), Optional.empty(), Optional.empty(), false, true, batchBytes());
        }

        private long batchBytes() {
            return one(List.of(1L, 300L, 1_000_000L));
        }

        private void run(PlanRequest request) {
            steps.add("run " + request);
            Workbench.Run run = bench.run(request).withoutProblems();
            steps.add("  published " + run.published());
            ledger.note(bench);
            assertNoFactRefersToNothing();
        }

        private void assertNoFactRefersToNothing() {
            for (String reference : List.of(
                    "pypi_dim.download_counts day_fk time.day day_id",
                    "pypi_dim.download_counts installer_fk pypi_dim.installer installer_id",
                    "pypi_dim.download_counts project_version_fk pypi_dim.project_version project_version_id",
                    "pypi_dim.project_version project_fk pypi_dim.project project_id",
                    "gh_dim.repo_activity day_fk time.day day_id",
                    "gh_dim.repo_activity repo_fk gh_dim.repo repo_id",
                    "pp_dim.python_project_activity day_fk time.day day_id",
                    "pp_dim.python_project_activity project_fk pypi_dim.project project_id")) {
                String[] names = reference.split(" ", -1);
                assertThat(bench.rows("SELECT count(*) FROM %s WHERE NOT EXISTS (SELECT 1 FROM %s WHERE %s = %s)"
                                .formatted(names[0], names[2], names[3], names[1])))
                        .as(reference)
                        .containsExactly("0");
            }
        }

        private <T> T one(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
