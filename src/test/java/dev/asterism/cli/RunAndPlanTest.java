package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAndPlanTest {
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

    @Test
    void tablesWithTheSameDaysAndReasonsStandTogether() {
        CommandLineRun plan = project.execute(0, "plan");

        assertThat(plan.out().replaceAll("\\d+ B", "N B")).isEqualTo("""
                To build: 3 tables, 3 days between 2018-04-01 and 2018-04-04, N B to read in 1 batch.
                  shop_dim.page, shop_dim.visit_counts
                    not built yet: 3 days, 2018-04-01 to 2018-04-02, 2018-04-04
                  shop_dim.visits_by_name
                    not built yet
                """);
    }

    @Test
    void reasonsAreExactWhereTheyDiffer() throws IOException {
        project.execute(0, "run");
        project.day("2018-04-01", 5);
        project.day("2018-04-05", 6);
        Files.delete(project.file("2018-04-02"));

        CommandLineRun plan = project.execute(0, "plan", "--prune");

        assertThat(plan.out())
                .startsWith("To build: 2 tables, 3 days between 2018-04-01 and 2018-04-05, ")
                .contains("""
                          shop_dim.page, shop_dim.visit_counts
                            file changed: 1 day, 2018-04-01
                            new file: 1 day, 2018-04-05
                            to remove: 1 day, 2018-04-02
                        """);
    }

    @Test
    void thePlanAsJsonNamesEveryDay() {
        CommandLineRun plan = project.execute(0, "plan", "--format", "json");

        assertThat(plan.out().replaceAll("\\s+", " ").replaceAll("\"bytes\" : \\d+", "\"bytes\" : N"))
                .isEqualTo("{ \"batches\" : 1, \"bytes\" : N, \"tables\" : ["
                        + " { \"table\" : \"shop_dim.page\", \"model\" : \"shop/page\", \"kind\" : \"dimension\","
                        + " \"whole\" : false, \"build\" : [ { \"reason\" : \"not built yet\","
                        + " \"days\" : [ \"2018-04-01\", \"2018-04-02\", \"2018-04-04\" ] } ], \"remove\" : [ ] },"
                        + " { \"table\" : \"shop_dim.visit_counts\", \"model\" : \"shop/visit_counts\","
                        + " \"kind\" : \"fact\", \"whole\" : false, \"build\" : [ { \"reason\" : \"not built yet\","
                        + " \"days\" : [ \"2018-04-01\", \"2018-04-02\", \"2018-04-04\" ] } ], \"remove\" : [ ] },"
                        + " { \"table\" : \"shop_dim.visits_by_name\", \"model\" : \"shop/visits_by_name\","
                        + " \"kind\" : \"data_set\", \"whole\" : true, \"build\" : [ { \"reason\" : \"not built yet\","
                        + " \"days\" : [ ] } ], \"remove\" : [ ] } ], \"orphaned\" : { } } ");
    }

    @Test
    void awayFromATerminalARunSaysWhatItDidToEachTable() {
        CommandLineRun run = project.execute(0, "run");

        assertThat(run.out()).isEmpty();
        assertThat(run.err().replaceAll("[\\d.]+m?s(?=\\.?\n)", "T")).contains("""
                        read shop_data.visits, 3 files, 4 rows, T
                        built shop_dim.page, 3 days, 2 members new or changed, T
                        built shop_dim.visit_counts, 3 days, 4 rows, T
                        built shop_dim.visits_by_name, a view, T
                        Done: 3 tables, 3 days, 4 rows of facts, in T.
                        """);
    }

    @Test
    void onATerminalOneLineIsDrawnOver() {
        CommandLineRun run = project.execute(Terminals.WITHOUT_COLOURS, 0, "run");

        assertThat(run.err())
                .contains("\r\u001b[K0/3 days, 0/3 tables, reading files")
                .doesNotContainPattern("(?m)^built shop");
        assertThat(run.err()).containsPattern("\r\u001b\\[KDone: 3 tables, 3 days, 4 rows of facts, in \\S+s\\.\n$");
    }

    @Test
    void theLineOnATerminalCountsEachRowOnce() {
        // What is printed takes the line away, and it is drawn again at once: no state of it is left out.
        CommandLineRun run = project.execute(Terminals.WITHOUT_COLOURS, 0, "run", "--verbose");

        assertThat(run.err())
                .containsPattern("\r\u001b\\[K3/3 days, 3/3 tables, 4 rows, ([\\d.,k]+ rows/s, )?published");
    }

    @Test
    void aSecondRunHasNothingToDo() {
        project.execute(0, "run");

        CommandLineRun run = project.execute(0, "run");

        assertThat(run.err()).isEqualTo("Nothing to do: everything is up to date.\n");
    }

    @Test
    void daysThatStayAreToldOncePerGroupOfTables() throws IOException {
        project.execute(0, "run");
        Files.delete(project.file("2018-04-02"));

        CommandLineRun plan = project.execute(0, "plan");

        assertThat(plan.out()).isEqualTo("""
                Nothing to do: everything is up to date.
                Orphaned, as their files are gone; they stay until 'run --prune':
                  shop_dim.page, shop_dim.visit_counts
                    1 day, 2018-04-02
                """);
    }

    @Test
    void daysThatStayAreToldOfTheTablesAskedForOnly() throws IOException {
        project.execute(0, "run");
        Files.delete(project.file("2018-04-02"));
        Files.delete(project.model("visits_by_name.sql"));

        assertThat(project.execute(0, "plan").out())
                .endsWith("Without a model; they stay in the warehouse as they are:\n  shop_dim.visits_by_name\n");
        assertThat(project.execute(0, "plan", "shop_dim.page").out())
                .endsWith("  shop_dim.page\n    1 day, 2018-04-02\n");
        assertThat(project.execute(0, "plan", "--format", "json", "--exclude", "shop_dim.visit_counts")
                        .out())
                .contains("shop_dim.page")
                .doesNotContain("shop_dim.visit_counts");
    }

    @Test
    void daysBeforeTheFirstDateAreNotSaidToHaveLostTheirFiles() throws IOException {
        project.execute(0, "run");
        Files.writeString(folder.resolve("local-setup.properties"), "first.date=2018-04-02\n");

        assertThat(project.execute(0, "plan").out()).isEqualTo("""
                Nothing to do: everything is up to date.
                Before first.date (2018-04-02), so that their files are not read; they stay until 'run --prune':
                  shop_dim.page, shop_dim.visit_counts
                    1 day, 2018-04-01
                """);
        assertThat(project.execute(0, "status").out())
                .contains(
                        "2 current, 1 before first.date, 1 missing\n",
                        "    before first.date: 2018-04-01\n",
                        "    2018-04  <#.#\n",
                        "  < before first.date: before first.date, so that its file is not read;")
                .doesNotContain("orphaned", "gone");
    }

    @Test
    void aBadFileIsNamedInTheReportAndTheRestIsBuilt() throws IOException {
        Files.write(project.file("2018-04-02"), new byte[] {1, 2, 3});

        CommandLineRun run = project.execute(2, "run", "--format", "json");

        assertThat(run.out().replaceAll("\\s+", " "))
                .startsWith("{ \"status\" : \"failed\", \"batches\" : 1, \"published\" : 1, \"rows\" : 3,"
                        + " \"problems\" : [ { \"kind\" : \"input\", \"table\" : \"shop_data.visits\","
                        + " \"day\" : \"2018-04-02\", \"message\" : \"" + project.file("2018-04-02"));
        assertThat(run.err()).contains("Ended with 1 problem, see above: 1 of 1 batch published, 3 rows of facts, in ");
    }

    @Test
    void aMissingLakeIsNotTakenForAMissingWarehouse() {
        CommandLineRun run = new CommandLineRun(folder);

        assertThat(run.execute("run", "--data-dir", folder.resolve("nothing").toString()))
                .isEqualTo(2);

        assertThat(run.err()).startsWith("asterism: error: The data folder ").contains("--data-dir");
    }

    @Test
    void anEmptyLakeIsWorthAWarning() throws IOException {
        for (String day : List.of("2018-04-01", "2018-04-02", "2018-04-04")) {
            Files.delete(project.file(day));
        }

        CommandLineRun run = project.execute(0, "run");

        assertThat(run.err())
                .startsWith("asterism: warning: The lake ")
                .contains("holds no day files of any source.", "\nDone: 1 table, in ");
    }

    @Test
    void aPatternThatMatchesNothingIsToldWithTheFileThatLooksLikeIt() throws IOException {
        project.model("sales.sql", """
                /*
                kind: source
                table: shop_data.sales
                description: Sales.
                files: shop/visit-v1.csv.gz
                */
                CREATE TABLE shop_data.sales (day_id INTEGER NOT NULL, page TEXT)
                """);
        Path unzipped = project.file("2018-04-04").resolveSibling("visit-v1.csv");
        Files.createFile(unzipped);
        String warning = "asterism: warning: " + project.model("sales.sql")
                + ": the lake has no file of shop_data.sales: nothing matches 'files: shop/visit-v1.csv.gz'. Is "
                + unzipped
                + " meant to be one? Then correct 'files' or rename it.\n";

        assertThat(project.execute(0, "plan").err()).contains(warning);
        assertThat(project.execute(0, "run").err()).contains(warning);
        assertThat(project.execute(0, "run").err()).contains(warning, "Nothing to do: everything is up to date.");

        Files.delete(unzipped);

        assertThat(project.execute(0, "plan").err())
                .contains("nothing matches 'files: shop/visit-v1.csv.gz'. Expected files such as"
                        + " 2018/04/10/shop/visit-v1.csv.gz. Until there is one, nothing is built from it.");
    }

    @Test
    void aModelThatReadsAFileByItselfIsRefusedBeforeAnythingIsBuilt() throws IOException {
        Files.writeString(folder.resolve("zones.csv"), "zone\n1\n");
        for (String kind : List.of(
                "kind: dimension\ntable: shop_dim.zone\nnatural_key: [zone]",
                "kind: data_set\ntable: shop_dim.zone",
                "kind: check")) {
            project.model(
                    "zone.sql",
                    "/*\n" + kind + "\ndescription: Zones.\n*/\nSELECT zone\nFROM '" + folder.resolve("zones.csv")
                            + "'\n");

            for (String command : List.of("plan", "run")) {
                assertThat(project.execute(2, command).err())
                        .contains(project.model("zone.sql") + ":")
                        .contains("zones.csv' reads a file or an address by itself", "kind: seed");
            }
        }
        assertThat(project.warehouse()).doesNotExist();
    }

    @Test
    void aQueryThatFailsWhileItRunsTellsWhy() {
        project.execute(0, "run");

        CommandLineRun sql = project.execute(2, "sql", "SELECT CAST(page_name AS integer) FROM shop_dim.page");

        assertThat(sql.err()).contains("The query failed: ", "page").doesNotContain("Invalid result set");
    }

    @Test
    void aRunThatCannotStartSaysWhyInJsonToo() {
        CommandLineRun run = project.execute(2, "run", "shopp", "--format", "json");

        assertThat(run.err()).contains("asterism: error: ", "shopp");
        assertThat(run.out().replaceAll("\\s+", " "))
                .startsWith("{ \"status\" : \"failed\", \"error\" : \"")
                .contains("shopp")
                .endsWith("\" } ");
        assertThat(project.execute(2, "run", "shopp").out()).isEmpty();
    }
}
