package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.prove.Difference;
import dev.asterism.prove.Proof;
import dev.asterism.prove.Sample;
import dev.asterism.prove.TableProof;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A proof builds days anew and finds every value that is not what the files and models say. */
abstract class ProofContract extends EngineContract {
    private static final String PACKAGES = "registry/packages-v1.csv.gz";
    private static final Sample ALL = new Sample(OptionalInt.empty(), 0);

    ProofContract(Function<Path, TestWarehouses> opener) {
        super(opener);
    }

    private static TableProof of(Proof proof, String table) {
        return proof.tables().stream()
                .filter(one -> one.model().name().toString().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static NavigableSet<Day> days(int... days) {
        NavigableSet<Day> all = new TreeSet<>();
        for (int day : days) {
            all.add(Day.of(2018, 4, day));
        }
        return all;
    }

    private static void byHand(Workbench bench, String sql) {
        try (Connection connection = DriverManager.getConnection(bench.warehouseUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private Workbench history(int type) {
        return withoutDays()
                .removePipeline("pypi")
                .removePipeline("github")
                .removePipeline("python_projects")
                .copyExample("history/type-" + type);
    }

    private static void packages(Workbench bench, String day, String... rows) {
        bench.rows(day, PACKAGES, List.of("day_id", "package", "licence", "number_of_downloads"), rows);
    }

    @Test
    void whatWasBuiltInAnyOrderIsProven() {
        Workbench bench = threeDays();
        for (String day : List.of("2018-04-03", "2018-04-01", "2018-04-02")) {
            bench.run(Workbench.between(day, day)).withoutProblems();
        }

        Proof proof = bench.prove(Workbench.everything(), ALL);

        assertThat(proof.exitCode()).isZero();
        assertThat(of(proof, "pypi_dim.download_counts").days()).isEqualTo(days(1, 2, 3));
        assertThat(of(proof, "pypi_dim.download_counts").rows()).isEqualTo(7);
        assertThat(of(proof, "pp_dim.python_project_activity").days()).isEqualTo(days(1, 2, 3));
        assertThat(of(proof, "pypi_dim.project").rows()).isEqualTo(3);
        assertThat(of(proof, "time.day").rows()).isEqualTo(10);
        assertThat(proof.tables())
                .allMatch(table -> table.notProven().isEmpty() && table.others().isEmpty());
        assertThat(bench.latestRun().command()).isEqualTo("prove");
    }

    @Test
    void aValueThatWasChangedByHandIsFoundWithTableDayAndRow() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        byHand(
                bench,
                "UPDATE pypi_dim.download_counts SET number_of_downloads = 31"
                        + " WHERE day_fk = 20180403 AND number_of_downloads = 30");

        Proof proof = bench.prove(Workbench.everything(), ALL);

        assertThat(proof.exitCode()).isEqualTo(1);
        assertThat(proof.differing()).isEqualTo(1);
        Difference difference =
                of(proof, "pypi_dim.download_counts").differences().get(0);
        assertThat(difference.day()).contains(Day.of(2018, 4, 3));
        assertThat(difference.key())
                .containsEntry("day_fk", "2018-04-03")
                .containsEntry("project_version_fk", "flask 1.0")
                .containsEntry("python_version_fk", "2.7");
        assertThat(difference.published()).contains(Map.of("number_of_downloads", "31"));
        assertThat(difference.anew()).contains(Map.of("number_of_downloads", "30"));
        assertThat(of(proof, "pypi_dim.download_counts").days()).isEqualTo(days(1, 2));
    }

    @Test
    void rowsThatWereRemovedOrMadeByHandAreFound() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        byHand(bench, "DELETE FROM gh_dim.repo_activity WHERE day_fk = 20180402 AND number_of_forks = 4");
        byHand(
                bench,
                "INSERT INTO gh_dim.repo_activity SELECT 20180403, repo_id, 1, 1, 1 FROM gh_dim.repo"
                        + " WHERE user_name = 'pallets'");

        Proof proof = bench.prove(Workbench.only("gh_dim.repo_activity"), ALL);

        List<Difference> differences = of(proof, "gh_dim.repo_activity").differences();
        assertThat(differences).hasSize(2);
        assertThat(differences.get(0).published()).isEmpty();
        assertThat(differences.get(0).key()).containsEntry("repo_fk", "pallets flask");
        assertThat(differences.get(1).anew()).isEmpty();
        assertThat(differences.get(1).day()).contains(Day.of(2018, 4, 3));
    }

    @Test
    void staleAndOrphanedDaysAreNamedAsNotProven() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.downloads("2018-04-01", "flask|1.0|3.6|pip|11");
        bench.removeFile("2018-04-02", Workbench.DOWNLOADS);

        Proof proof = bench.prove(Workbench.only("pypi"), ALL);

        assertThat(proof.exitCode()).isZero();
        TableProof downloads = of(proof, "pypi_dim.download_counts");
        assertThat(downloads.days()).isEqualTo(days(3));
        assertThat(downloads.notProven()).isEqualTo(Map.of("stale", days(1), "orphaned", days(2)));
    }

    @Test
    void aSampleChoosesSoManyDaysAndTheSameOnesForTheSameSeed() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();

        Proof proof = bench.prove(Workbench.only("gh_dim.repo_activity"), new Sample(OptionalInt.of(2), 7));
        Proof again = bench.prove(Workbench.only("gh_dim.repo_activity"), new Sample(OptionalInt.of(2), 7));

        assertThat(of(proof, "gh_dim.repo_activity").days()).hasSize(2);
        assertThat(of(proof, "gh_dim.repo_activity").ofDays()).isEqualTo(3);
        assertThat(of(again, "gh_dim.repo_activity").days())
                .isEqualTo(of(proof, "gh_dim.repo_activity").days());
    }

    @Test
    void aMemberIsFoldedFromAllItsDays() {
        for (int type : List.of(1, 2)) {
            Workbench bench = history(type).withWarehouse(warehouses().fresh());
            packages(bench, "2018-04-01", "flask|BSD|10", "django|BSD|1");
            packages(bench, "2018-04-03", "flask|MIT|20");
            packages(bench, "2018-04-05", "flask|GPL|30");
            bench.run().withoutProblems();

            Proof proof = bench.prove(Workbench.everything(), new Sample(OptionalInt.of(1), 3));

            assertThat(proof.exitCode()).isZero();
            assertThat(of(proof, "registry_dim.package_downloads").days()).hasSize(1);
            assertThat(of(proof, "registry_dim.package").rows()).isEqualTo(type == 1 ? 2 : 4);
            byHand(bench, "UPDATE registry_dim.package SET licence_name = 'X' WHERE licence_name = 'GPL'");
            Proof changed = bench.prove(Workbench.everything(), new Sample(OptionalInt.of(1), 3));
            Difference difference =
                    of(changed, "registry_dim.package").differences().get(0);
            assertThat(difference.day()).isEmpty();
            assertThat(difference.key()).containsEntry("package_name", "flask");
            assertThat(difference.published().map(values -> values.get("licence_name")))
                    .isEqualTo(Optional.of("X"));
            bench.removePipeline("registry");
            bench.removePipeline("time");
            for (int day : List.of(1, 3, 5)) {
                bench.removeFile("2018-04-0" + day, PACKAGES);
            }
        }
    }

    @Test
    void membersThatOnlyOtherDaysBroughtAreNoDifference() {
        Workbench bench = withoutDays();
        bench.model("pypi/project", """
                /*
                kind: dimension
                table: pypi_dim.project
                description: Projects that were downloaded often once.
                natural_key: [project_name]
                day: day_id
                unknown: {project_name: Seldom}
                */
                SELECT DISTINCT day_id, project AS project_name FROM pypi_data.download_counts WHERE number_of_downloads > 9
                """);
        bench.removePipeline("python_projects").removePipeline("github");
        bench.removeModel("pypi/project_version").removeModel("pypi/download_counts");
        bench.removeModel("pypi/downloads_are_positive");
        bench.model("pypi/counts", """
                /*
                kind: fact
                table: pypi_dim.counts
                description: Downloads.
                grain: [day_fk, project_fk]
                day: day_fk
                measures: {number: {aggregate: sum, description: Downloads.}}
                reconcile: {number: pypi_data.download_counts.number_of_downloads}
                */
                SELECT day_id AS day_fk, coalesce(project_id, -1) AS project_fk,
                  CAST(sum(number_of_downloads) AS bigint) AS number
                FROM pypi_data.download_counts LEFT JOIN pypi_dim.project ON project_name = project
                GROUP BY 1, 2
                """);
        bench.downloads("2018-04-01", "flask|1.0|3.6|pip|10").downloads("2018-04-02", "flask|1.0|3.6|pip|1");
        bench.run().withoutProblems();

        Proof proof = bench.prove(Workbench.between("2018-04-02", "2018-04-02"), ALL);

        assertThat(proof.exitCode()).isZero();
        assertThat(of(proof, "pypi_dim.counts").days()).isEqualTo(days(2));
    }

    @Test
    void membersThatNoDayGivesAnyMoreAreListedAndNoDifference() {
        Workbench bench = threeDays();
        bench.run().withoutProblems();
        bench.downloads("2018-04-03", "flask|1.0|2.7|pip|30");
        bench.run().withoutProblems();

        Proof proof = bench.prove(Workbench.only("pypi"), ALL);

        assertThat(proof.exitCode()).isZero();
        assertThat(of(proof, "pypi_dim.project").others()).containsExactly("numpy");
    }
}
