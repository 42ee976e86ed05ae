package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProveCommandTest {
    @TempDir
    Path folder;

    private SmallProject project;

    @BeforeEach
    void twoDays() throws IOException {
        project = new SmallProject(folder);
        project.day("2018-04-01", 1, 2);
        project.day("2018-04-02", 3);
        project.execute(0, "run");
    }

    private void byHand(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + project.warehouse());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void whatIsProvenIsSaid() {
        CommandLineRun prove = project.execute(0, "prove", "--all");

        assertThat(prove.out()).isEqualTo("""
                shop_dim.page          2 members proven
                shop_dim.visit_counts  2 of 2 days proven, 3 rows: 2018-04-01 to 2018-04-02

                Nothing differs: 2 tables, 2 days proven.
                """);
        assertThat(project.execute(0, "status").out()).contains("prove --all");
    }

    @Test
    void aDifferenceIsNamedWithItsTableDayAndRow() throws SQLException {
        byHand("UPDATE shop_dim.visit_counts SET visits = 9 WHERE visits = 2");

        CommandLineRun prove = project.execute(1, "prove", "shop_dim.visit_counts", "--sample", "5", "--seed", "42");

        assertThat(prove.out()).isEqualTo("""
                shop_dim.visit_counts  DIFFERS in 1 row
                  2018-04-01, day_id 20180401, page_fk page 1:
                    visits: 9 published, 2 built anew

                1 row differs from what the files and models say. 'asterism run TABLE --from DAY --to DAY --full' builds a day again. Chosen with --seed 42.
                """);
    }

    @Test
    void asJsonThereIsEverything() throws SQLException {
        byHand("DELETE FROM shop_dim.visit_counts WHERE visits = 3");

        CommandLineRun prove = project.execute(1, "prove", "--all", "--format=json");

        assertThat(prove.out().replaceAll("\\s+", " "))
                .startsWith("{ \"status\" : \"failed\", \"differing\" : 1, \"tables\" : [ ")
                .contains("\"differences\" : [ { \"day\" : \"2018-04-02\", \"key\" : { \"day_id\" : \"20180402\","
                        + " \"page_fk\" : \"page 0\" }, \"anew\" : { \"visits\" : \"3\" } } ]");
    }

    @Test
    void nothingIsLeftBehindAndBadNumbersAreRefused() {
        project.execute(0, "prove");

        assertThat(project.execute(2, "prove", "--sample", "0").err()).contains("1 or more");
        assertThat(project.execute(2, "prove", "--all", "--seed", "1").err()).contains("Leave out --sample and --seed");
    }
}
