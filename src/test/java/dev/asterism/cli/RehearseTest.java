package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseTest {
    @TempDir
    Path folder;

    private SmallProject project;

    @BeforeEach
    void twoDays() throws IOException {
        project = new SmallProject(folder);
        project.day("2018-04-01", 1, 2);
        project.day("2018-04-02", 3);
    }

    @Test
    void whatWouldChangeIsShownWithTheCommandThatPublishesIt() throws IOException {
        project.execute(0, "run");
        project.day("2018-04-01", 5, 2, 5);

        CommandLineRun run = project.execute(0, "run", "shop", "--rehearse");

        assertThat(run.out()).isEqualTo("""
                shop_dim.page: 2 rows before, 3 after: 1 added
                  added    page_name page 2
                shop_dim.visit_counts: 1 day, 2 rows before, 3 after: 1 added, 1 changed
                  2018-04-01  2 rows before, 3 after: 1 added, 1 changed
                    visits: 3 before, 12 after
                  changed  day_id 20180401, page_fk page 0
                             visits: 1 before, 5 after
                  added    day_id 20180401, page_fk page 2
                             visits: NULL before, 5 after

                This was a rehearsal: nothing was published.
                To publish: asterism run shop
                """);
        assertThat(project.execute(0, "sql", "SELECT sum(visits) FROM shop_dim.visit_counts", "--format=csv")
                        .out())
                .endsWith("\n6\n");
        assertThat(project.execute(0, "status").out())
                .contains("run shop --rehearse\n    A rehearsal: nothing was published.");
    }

    @Test
    void asJsonThereIsEveryNumber() throws IOException {
        project.execute(0, "run");
        project.day("2018-04-01", 5, 2);

        CommandLineRun run = project.execute(0, "run", "--rehearse", "--format=json");

        assertThat(run.out().replaceAll("\\s+", " "))
                .startsWith("{ \"status\" : \"succeeded\", \"batches\" : 1, \"rehearsed\" : 1, \"published\" : 0,"
                        + " \"problems\" : [ ], \"tables\" : [ ")
                .contains("{ \"table\" : \"shop_dim.visit_counts\", \"kind\" : \"fact\", \"new\" : false,"
                        + " \"before\" : 2, \"after\" : 2, \"added\" : 0, \"removed\" : 0, \"changed\" : 1,"
                        + " \"days\" : [ { \"day\" : \"2018-04-01\", \"before\" : 2, \"after\" : 2, \"added\" : 0,"
                        + " \"removed\" : 0, \"changed\" : 1, \"totals\" : { \"visits\" : { \"before\" : \"3\","
                        + " \"after\" : \"7\" } } } ], \"samples\" : [ { \"change\" : \"changed\","
                        + " \"key\" : { \"day_id\" : \"20180401\", \"page_fk\" : \"page 0\" },"
                        + " \"values\" : { \"visits\" : { \"before\" : \"1\", \"after\" : \"5\" } } } ] }")
                .endsWith("\"publish\" : \"asterism run\" } ");
    }

    @Test
    void aRehearsalWithNothingToDoSaysSo() {
        project.execute(0, "run");

        CommandLineRun run = project.execute(0, "run", "--rehearse");

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("Nothing to do: everything is up to date.\n");
    }

    @Test
    void theNumberOfBatchesBelongsToARehearsal() {
        assertThat(project.execute(2, "run", "--batches", "2").err()).contains("Give --rehearse, too");
        assertThat(project.execute(2, "run", "--rehearse", "--batches", "0").err())
                .contains("1 or more");
    }

    @Test
    void aResetAsksAndLeavesNoFile() throws IOException {
        project.execute(0, "run");

        assertThat(project.execute(2, "reset").err())
                .contains("This removes 3 tables with 2 days and 3 rows of facts of ", "Add --yes if that is meant.");
        assertThat(project.warehouse()).exists();

        CommandLineRun reset = project.execute(0, "reset", "--yes");

        assertThat(reset.err()).startsWith("Removed 3 tables with 2 days and 3 rows of facts of ");
        assertThat(project.warehouse()).doesNotExist();
        assertThat(project.execute(0, "status").out()).contains("Nothing is built yet", "succeeded", "reset");
        project.execute(0, "reset", "--yes");
        project.execute(0, "run");
        assertThat(Files.size(project.warehouse())).isPositive();
    }
}
