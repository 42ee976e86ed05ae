package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.RunFailedException;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.SettingsReader;
import dev.asterism.model.CheckModel;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.run.Engines;
import dev.asterism.run.Inspection;
import dev.asterism.testing.PostgresDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what in a PostgreSQL warehouse: the builder is an ordinary role, and analysts read. */
class PrivilegesTest extends EngineContract {
    private static final String REFUSED = "42501";
    private static final List<String> STARS = List.of(
            "time.day",
            "pypi_dim.project",
            "pypi_dim.project_version",
            "pypi_dim.installer",
            "pypi_dim.python_version",
            "pypi_dim.download_counts",
            "gh_dim.repo",
            "gh_dim.repo_activity",
            "pp_dim.python_project_activity",
            "pp_dim.python_project_activity_data_set");

    private Workbench bench;
    private PostgresDatabase owner;
    private AnalystRole analyst;

    PrivilegesTest() {
        super(PostgresWarehouses::new);
    }

    @BeforeEach
    void makeAnAnalyst() throws SQLException {
        bench = threeDays();
        owner = ((PostgresWarehouses) warehouses()).database(bench.warehouseUrl());
        analyst = new AnalystRole(owner);
    }

    @AfterEach
    void dropTheAnalyst() throws SQLException {
        analyst.close();
    }

    @Test
    void anOrdinaryRoleThatMayCreateSchemasInTheDatabaseIsEnoughToBuild() throws SQLException {
        String name = "builder_" + UUID.randomUUID().toString().replace("-", "");
        PostgresDatabase builder = owner.as(name, UUID.randomUUID().toString());
        PostgresDatabase superuser = owner.superuser();
        superuser.execute(
                "CREATE ROLE " + name + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '" + builder.password()
                        + "'",
                "GRANT CREATE ON DATABASE " + owner.name() + " TO " + name);
        try {
            Workbench ofTheBuilder = bench.withWarehouse(PostgresWarehouses.address(builder));

            assertThat(analyst.build(ofTheBuilder).problems()).isEmpty();

            assertReadsEveryStar();
            ofTheBuilder.downloads("2018-04-02", "flask|1.0|3.6|pip|21").run().withoutProblems();
            assertReadsEveryStar();
            assertSameAsFromScratch(ofTheBuilder);
        } finally {
            superuser.execute("DROP OWNED BY " + name + " CASCADE", "DROP ROLE " + name);
        }
    }

    @Test
    void anAnalystReadsTheStarsAndNothingElse() {
        build();

        assertReadsEveryStar();
        for (String statement : List.of(
                "INSERT INTO pypi_dim.installer VALUES (99, 'x')",
                "UPDATE pypi_dim.download_counts SET number_of_downloads = 0",
                "DELETE FROM pypi_dim.download_counts",
                "TRUNCATE gh_dim.repo_activity",
                "CREATE TABLE pypi_dim.mine (i integer)",
                "CREATE SCHEMA mine",
                "SELECT * FROM asterism.run",
                "SELECT * FROM asterism_partitions.\"pypi_dim.download_counts_2018_04_01\"")) {
            assertThatThrownBy(() -> analyst.database().execute(statement))
                    .as(statement)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo(REFUSED));
        }
    }

    @Test
    void everyStarThatTheModelsNameIsOneOfThese() {
        try (Inspection inspection = bench.inspect()) {
            ModelGraph graph = inspection.survey().pipelines().graph();
            List<String> names = graph.models().stream()
                    .filter(model -> !(model instanceof SourceModel) && !(model instanceof CheckModel))
                    .map(model -> model.name().toString())
                    .toList();
            assertThat(names).containsExactlyInAnyOrderElementsOf(STARS);
        }
    }

    @Test
    void grantsOutliveWhatHappensToTables() {
        build();

        bench.downloads("2018-04-04", "flask|1.0|3.6|pip|1");
        build();
        assertReadsEveryStar();

        changeColumns();
        build();
        assertReadsEveryStar();

        bench.downloads("2018-05-01", "flask|1.0|3.6|pip|1");
        bench.run(Workbench.full()).withoutProblems();
        assertReadsEveryStar();
    }

    @Test
    void grantsOutliveARunWithoutTheSettingThatMakesTablesAndViewsAnew() {
        build();
        changeColumns();
        bench.edit(
                "python_projects/python_project_activity_data_set",
                "_date AS \"Day\",",
                "_date AS \"Day\", 1 AS \"One\",");

        bench.run().withoutProblems();

        assertReadsEveryStar();
    }

    @Test
    void grantsOfTheAdministratorsOwnOutliveAPublish() throws SQLException {
        build();
        try (AnalystRole other = new AnalystRole(owner)) {
            owner.execute(
                    "GRANT USAGE ON SCHEMA pp_dim TO " + other.name(),
                    "GRANT SELECT ON pp_dim.python_project_activity_data_set TO " + other.name());
            changeColumns();

            build();

            assertThat(other.database().value("SELECT count(*) FROM pp_dim.python_project_activity_data_set"))
                    .isEqualTo("6");
        }
    }

    @Test
    void aQueryThatTakesTooLongIsStoppedAndTheMessageNamesTheSetting() {
        build();
        SettingsReader reader = new SettingsReader()
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, bench.warehouseUrl())
                .flag("--timeout", SettingKeys.SQL_TIMEOUT, "200ms");
        try (WarehouseReader engine = Engines.forReading(reader.read())) {
            assertThatThrownBy(() -> engine.query("SELECT count(*) FROM generate_series(1, 100000) AS a(n)"
                                    + " CROSS JOIN generate_series(1, 100000) AS b(m) WHERE n + m < 0")
                            .close())
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("sql.timeout");
        }
    }

    private void build() {
        assertThat(analyst.build(bench).problems()).isEmpty();
    }

    private void changeColumns() {
        bench.edit(
                "github/repo_activity",
                "  number_of_forks,\n  number_of_commits,",
                "  CAST(number_of_forks AS bigint) AS number_of_forks,\n  number_of_commits,\n  1 AS more,");
    }

    private void assertReadsEveryStar() {
        for (String star : STARS) {
            try {
                assertThat(analyst.database().value("SELECT count(*) FROM " + star))
                        .as(star)
                        .isNotEqualTo("0");
            } catch (SQLException refused) {
                throw new AssertionError("An analyst cannot read " + star, refused);
            }
        }
    }
}
