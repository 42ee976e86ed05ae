package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    Path folder;

    private SmallProject project;

    @BeforeEach
    void threeDays() throws IOException {
        project = new SmallProject(folder);
        project.day("2018-04-01", 1, 2);
        project.day("2018-04-02", 3);
        project.day("2018-04-04", 4);
    }

    private void tamper(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + project.warehouse());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void everyCheckHasALineBelowItsTable() throws IOException {
        project.model("few_visits.sql", """
                /*
                kind: check
                description: Nobody has so many visits.
                severity: warn
                */
                SELECT day_id, visits FROM shop_dim.visit_counts WHERE visits > 3
                """);
        project.execute(0, "run");

        CommandLineRun check = project.execute(0, "check");

        assertThat(check.out()).isEqualTo("""
                shop_dim.page
                  passed   grain page_name
                  passed   grain page_id
                  passed   not null page_name
                shop_dim.visit_counts
                  passed   grain, 3 days, 2018-04-01 to 2018-04-02, 2018-04-04
                  passed   not null, 3 days, 2018-04-01 to 2018-04-02, 2018-04-04
                  passed   foreign key page_fk, 3 days, 2018-04-01 to 2018-04-02, 2018-04-04
                  passed   reconcile visits, 3 days, 2018-04-01 to 2018-04-02, 2018-04-04
                shop.few_visits
                  warning  check, 3 days, 2018-04-01 to 2018-04-02, 2018-04-04
                    the check found 1 row: day_id = 20180404, visits = 4. Expected none: Nobody has so many visits.

                8 checks: 7 passed, 1 warned.
                """);
    }

    @Test
    void anErrorIsNamedWithItsDayAndIsTheExitCode() throws SQLException {
        project.execute(0, "run");
        tamper("UPDATE shop_dim.visit_counts SET visits = 30 WHERE day_id = 20180402");

        CommandLineRun check = project.execute(1, "check", "shop_dim.visit_counts");

        assertThat(check.out())
                .contains("""
                  FAILED   reconcile visits, 1 day, 2018-04-02
                    2018-04-02: the total of visits is 30, but shop_data.visits.visits adds up to 3
                """, "\n4 checks: 3 passed, 1 failed.\n")
                .doesNotContain("shop_dim.page\n");
        assertThat(project.execute(0, "status").out())
                .contains("    failed check, reconcile visits: 2018-04-02\n", "    2018-04  #!.#\n")
                .contains("failed")
                .contains("check shop_dim.visit_counts\n");
        assertThat(project.execute(0, "check", "--from", "2018-04-03").out()).endsWith(" passed.\n");
    }

    @Test
    void forProgramsEveryResultIsAnObject() throws SQLException {
        project.execute(0, "run");
        tamper("UPDATE shop_dim.visit_counts SET visits = 30 WHERE day_id = 20180402");

        CommandLineRun check = project.execute(1, "check", "--format", "json");

        assertThat(check.out().replaceAll("\\s+", " "))
                .startsWith("{ \"status\" : \"failed\", \"results\" : [ { \"table\" : \"shop_dim.page\","
                        + " \"check\" : \"grain\", \"subject\" : \"page_name\", \"severity\" : \"error\","
                        + " \"outcome\" : \"passed\", \"days\" : [ ] }")
                .contains("{ \"table\" : \"shop_dim.visit_counts\", \"check\" : \"reconcile\","
                        + " \"subject\" : \"visits\", \"severity\" : \"error\", \"outcome\" : \"failed\","
                        + " \"days\" : [ \"2018-04-02\" ], \"message\" : \"the total of visits is 30, but");
    }

    @Test
    void aCheckCanBeExcludedHereAndInARun() throws IOException {
        project.model("no_visits.sql", """
                /*
                kind: check
                description: Nobody visits.
                */
                SELECT day_id FROM shop_dim.visit_counts
                """);

        project.execute(0, "run", "--exclude", "shop/no_visits");

        assertThat(project.execute(1, "check").out()).contains("  FAILED   check, 3 days");
        assertThat(project.execute(0, "check", "--exclude", "shop/no_visits").out())
                .doesNotContain("no_visits");
    }

    @Test
    void namesAndDaysThatAreNotThereAreRefused() {
        project.execute(0, "run");

        assertThat(project.execute(2, "check", "shop_dim.pgae").err())
                .contains("'shop_dim.pgae' selects nothing. Did you mean 'shop_dim.page'?");
        assertThat(project.execute(2, "check", "--from", "2019-01-01").err())
                .contains(
                        "The range 2019-01-01 to … is outside the lake, which has days from 2018-04-01 to 2018-04-04.");
        assertThat(project.execute(2, "check", "--from", "2018-04-02", "--to", "2018-04-01")
                        .err())
                .contains("--from 2018-04-02 is after --to 2018-04-01; no day lies between.");
        for (String command : new String[] {"run", "plan"}) {
            assertThat(project.execute(2, command, "--exclude", "shop_dim.pgae").err())
                    .contains("'shop_dim.pgae' selects nothing. Did you mean 'shop_dim.page'?");
            assertThat(project.execute(2, command, "--to", "2017-12-31").err())
                    .contains("The range … to 2017-12-31 is outside the lake");
        }
    }

    @Test
    void beforeTheFirstRunThereIsNothingToCheck() {
        assertThat(project.execute(2, "check").err()).contains("There are no stars to check yet.");
        assertThat(project.warehouse()).doesNotExist();
    }

    @Test
    void aRunThatIsRefusedLeavesNothingBehind() throws IOException {
        CommandLineRun run = new CommandLineRun(folder);
        String data = folder.resolve("data").toString();
        String warehouse = "jdbc:duckdb:" + project.warehouse();

        assertThat(run.execute("run", "--data-dir", data, "--pipelines-dir", "nowhere", "--warehouse", warehouse))
                .isEqualTo(2);
        project.execute(2, "run", "shop_dim.pgae");

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("data", "pipelines");
        }
    }
}
