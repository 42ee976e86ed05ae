package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
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
    void beforeTheFirstRunEverythingIsStaleAndNothingIsMade() {
        CommandLineRun status = project.execute(0, "status");

        assertThat(status.out()).isEqualTo("""
                Nothing is built yet: 'asterism run' builds 3 tables.

                Sources
                  shop_data.visits         3 days, 2018-04-01 to 2018-04-04: 3 present, 1 missing
                    missing: 2018-04-03
                    2018-04  ##.#

                Tables
                  shop_dim.page            3 days, 2018-04-01 to 2018-04-04: 3 stale, 1 missing
                  shop_dim.visit_counts    3 days, 2018-04-01 to 2018-04-04: 3 stale, 1 missing
                    missing: 2018-04-03
                    stale, not built yet: 2018-04-01 to 2018-04-02, 2018-04-04
                    2018-04  ~~.~
                  shop_dim.visits_by_name  stale, not built yet

                  # present
                  ~ stale: the next run builds it
                  . missing: no file, though days before and after it have one
                """);
        assertThat(folder).isDirectoryNotContaining("glob:**warehouse*");
    }

    @Test
    void afterARunEverythingIsCurrentAndTheRunIsOnRecord() {
        project.execute(0, "run");

        CommandLineRun status = project.execute(0, "status");

        assertThat(status.out())
                .startsWith("All 3 tables are up to date.\n")
                .contains("  shop_dim.visits_by_name  current\n", "  # present or current\n")
                .containsPattern(
                        "\n\nLatest runs\n  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  succeeded +\\S+  run\n$");
    }

    @Test
    void aRunWithNothingToDoIsOnRecordToo() {
        project.execute(0, "run");
        project.execute(0, "run");

        assertThat(project.execute(0, "status").out())
                .containsPattern(
                        "\n\nLatest runs\n  .{19}  succeeded +\\S+  run\n    Nothing to do.\n  .{19}  succeeded ");
        assertThat(project.execute(0, "doctor").out()).contains("run: Nothing to do.");
    }

    @Test
    void aFileThatIsPutRightAsItWasEndsTheTalkOfAFailedRun() throws IOException {
        project.execute(0, "run");
        byte[] right = Files.readAllBytes(project.file("2018-04-02"));
        Files.write(project.file("2018-04-02"), new byte[] {1, 2, 3});
        project.execute(2, "run");
        assertThat(project.execute(0, "doctor").out()).contains("the last run: ", " failed ");
        Files.write(project.file("2018-04-02"), right);

        project.execute(0, "run");

        assertThat(project.execute(0, "doctor").out()).doesNotContain(" failed ");
    }

    @Test
    void changedAndDisappearedFilesAreToldApartWithReasons() throws IOException {
        project.execute(0, "run");
        project.day("2018-04-01", 5);
        Files.delete(project.file("2018-04-02"));

        CommandLineRun status = project.execute(0, "status", "shop_dim.visit_counts");

        assertThat(status.out())
                .startsWith("1 of 1 table is stale: ")
                .contains("""
                          shop_dim.visit_counts  3 days, 2018-04-01 to 2018-04-04: 1 current, 1 stale, 1 orphaned, 1 missing
                            missing: 2018-04-03
                            orphaned: 2018-04-02
                            stale, file changed: 2018-04-01
                            2018-04  ~o.#
                        """)
                .doesNotContain("shop_data.visits", "shop_dim.page");
    }

    @Test
    void aFileThatLacksAPartOfItsDayIsIncomplete() throws IOException {
        Path file = project.file("2018-04-02");
        Files.writeString(file.resolveSibling(file.getFileName() + ".meta.json"), """
                {"rows": 1, "bytes": %s, "sha256": "%s", "source": "gharchive", "query_version": 1,
                 "written_at": "2018-04-03T00:00:00Z", "hours": [0, 1, 2]}
                """.formatted(
                        Files.size(file), "0".repeat(64)));

        CommandLineRun status = project.execute(0, "status", "shop_data.visits");

        assertThat(status.out())
                .contains("3 days, 2018-04-01 to 2018-04-04: 2 present, 1 incomplete, 1 missing\n")
                .contains("    incomplete, 3 of 24 hours: 2018-04-02\n", "    2018-04  #%.#\n")
                .contains("  % incomplete: the file is known to lack a part of the day\n");
    }

    @Test
    void aDayThatACheckKeptOutIsShownAsFailedUntilItIsBuilt() throws IOException {
        project.execute(0, "run");
        project.model("few_visits.sql", """
                /*
                kind: check
                description: Nobody has so many visits.
                severity: warn
                */
                SELECT day_id, visits FROM shop_dim.visit_counts WHERE visits > 5
                """);
        project.day("2018-04-04", 6);
        project.day("2018-04-02", 3, 3);
        String counts = Files.readString(project.model("visit_counts.sql"));
        project.model(
                "visit_counts.sql", counts.replace("visits\nFROM", "visits + (day_id - 20180401) AS visits\nFROM"));
        project.execute(1, "run");

        CommandLineRun status = project.execute(0, "status");

        assertThat(status.out())
                .contains("    failed check, reconcile visits: 2018-04-02, 2018-04-04\n", "    2018-04  #!.!\n")
                .contains("  ! failed check");

        project.model("visit_counts.sql", counts);
        project.execute(0, "run");

        assertThat(project.execute(0, "status").out())
                .doesNotContain("failed check")
                .contains("\nFailed checks\n  shop.few_visits  check, only a warning: the check found 1 row:"
                        + " day_id = 20180404, visits = 6. Expected none: Nobody has so many visits.\n");
    }

    @Test
    void asJsonEveryDayIsNamedWithItsState() throws IOException {
        project.execute(0, "run");
        project.day("2018-04-04", 6, 7);

        CommandLineRun status = project.execute(0, "status", "--format", "json");

        assertThat(status.out().replaceAll("\\s+", " "))
                .startsWith("{ \"sources\" : [ { \"source\" : \"shop_data.visits\","
                        + " \"files\" : \"shop/visits-v1.csv.gz\", \"days\" : [ {"
                        + " \"day\" : \"2018-04-01\", \"state\" : \"present\", \"file\" : \"")
                .contains("{ \"day\" : \"2018-04-03\", \"state\" : \"missing\" }")
                .contains("{ \"table\" : \"shop_dim.page\", \"kind\" : \"dimension\", \"days\" : ["
                        + " { \"day\" : \"2018-04-01\", \"state\" : \"current\" },")
                .contains("{ \"day\" : \"2018-04-01\", \"state\" : \"current\", \"rows\" : 2 }")
                .contains("{ \"day\" : \"2018-04-04\", \"state\" : \"stale\", \"reason\" : \"file changed\","
                        + " \"rows\" : 1 }")
                .contains("{ \"table\" : \"shop_dim.visits_by_name\", \"kind\" : \"data_set\","
                        + " \"state\" : \"current\" }")
                .contains(
                        "\"withoutModel\" : [ ], \"failedChecks\" : [ ]",
                        "\"command\" : \"run\", \"status\" : \"succeeded\"");
    }

    @Test
    void anUnknownSelectorIsRefusedWithTheNearestName() {
        CommandLineRun status = project.execute(2, "status", "shop_dim.pgae");

        assertThat(status.err()).contains("'shop_dim.pgae' selects nothing. Did you mean 'shop_dim.page'?");
        assertThat(status.out()).isEmpty();
    }

    @Test
    void coloursAreForTerminalsOnly() {
        CommandLineRun colourful = project.execute(Terminals.COLOURFUL, 0, "status");
        CommandLineRun plain = project.execute(Terminals.WITHOUT_COLOURS, 0, "status");

        assertThat(colourful.out()).contains("\u001b[33m~\u001b[0m");
        assertThat(plain.out()).doesNotContain("\u001b");
    }
}
