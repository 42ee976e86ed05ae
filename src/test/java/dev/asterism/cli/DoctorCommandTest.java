package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
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
    void aProjectThatIsNotBuiltYetIsAsItShouldBe() {
        CommandLineRun doctor = project.execute(0, "doctor");

        assertThat(doctor.out())
                .contains("  data.dir ", "(--data-dir)\n", "  run.batch-bytes ", "(default)\n")
                .contains("warehouse.duckdb is not built yet; 'asterism run' builds it")
                .contains("  ok    catalog    no run yet\n")
                .contains("  ok    pipelines  1 pipeline with 1 source, 3 tables and 0 checks\n")
                .contains("  ok    pipelines  the engine understands every statement\n")
                .contains("  ok    lake       shop_data.visits: 2 days, 2018-04-01 to 2018-04-02, without a gap")
                .doesNotContain("fail");
        assertThat(folder).isDirectoryNotContaining("glob:**warehouse*");
    }

    @Test
    void afterARunItTellsWhatIsThereAndHowTheRunEnded() {
        project.execute(0, "run");

        CommandLineRun doctor = project.execute(0, "doctor");

        assertThat(doctor.out())
                .containsPattern("warehouse.duckdb: .*, 3 tables, days from 2018-04-01 to 2018-04-02\n")
                .containsPattern("ok    catalog    the last run: .* succeeded .* run\n");
    }

    @Test
    void missingDaysAndStrangeFoldersAreWarningsWithAdvice() throws IOException {
        project.day("2018-04-05", 4);
        Files.createDirectories(folder.resolve("data/2018/13"));

        CommandLineRun doctor = project.execute(0, "doctor");

        assertThat(doctor.out())
                .contains("3 days, 2018-04-01 to 2018-04-05; missing: 2018-04-03 to 2018-04-04\n"
                        + "                   Download these days")
                .containsPattern("warn  lake .*2018/13")
                .endsWith("\n2 warnings.\n");
    }

    @Test
    void aFailingCheckHidesNoOther() throws IOException {
        project.model("page.sql", """
                /*
                kind: dimension
                table: shop_dim.page
                description: Pages.
                natural_key: [page_name]
                */
                SELECT DISTINCT pgae AS page_name FROM shop_data.visits
                """);
        Files.writeString(project.warehouse(), "this is no database, however long it is");

        CommandLineRun doctor = project.execute(1, "doctor");

        assertThat(doctor.out())
                .contains("fail  warehouse  " + project.warehouse() + " is no DuckDB database.")
                .containsPattern("fail  pipelines  .*page.sql:7: .*pgae")
                .contains("ok    lake       shop_data.visits: 2 days")
                .endsWith("\n2 checks failed.\n");
    }

    @Test
    void missingFoldersAreFailures() {
        CommandLineRun doctor = new CommandLineRun(folder);

        assertThat(doctor.execute(
                        "doctor",
                        "--data-dir",
                        folder.resolve("no-data").toString(),
                        "--pipelines-dir",
                        folder.resolve("no-pipelines").toString()))
                .isEqualTo(1);

        assertThat(doctor.out())
                .contains("fail  pipelines  The pipelines folder ", "no-pipelines does not exist.")
                .contains("fail  lake       The data folder ", "no-data is missing.")
                .contains("fail  warehouse  its folder ")
                .endsWith("\n3 checks failed.\n");
    }

    @Test
    void anUnknownKindOfWarehouseIsRefusedLikeEverySettingThatCannotBeReadAndHidesItsPassword() {
        CommandLineRun doctor = new CommandLineRun(folder);

        assertThat(doctor.execute(
                        "doctor",
                        "--data-dir",
                        folder.resolve("data").toString(),
                        "--pipelines-dir",
                        folder.resolve("pipelines").toString(),
                        "--warehouse",
                        "jdbc:oracle://me:s3cret@host/db"))
                .isEqualTo(2);

        assertThat(doctor.err())
                .containsOnlyOnce("is of a kind that this version does not know")
                .contains("me:***@host", "(warehouse.url, from --warehouse)")
                .doesNotContain("s3cret");
    }

    @Test
    void asJsonThereAreSettingsAndChecks() {
        CommandLineRun doctor = project.execute(0, "doctor", "--format=json");

        assertThat(doctor.out().replaceAll("\\s+", " "))
                .startsWith("{ \"healthy\" : true, \"workingDirectory\" : \"")
                .contains("{ \"name\" : \"run.batch-bytes\", \"value\" : \"170MB\", \"origin\" : \"default\" }")
                .contains("{ \"check\" : \"pipelines\", \"level\" : \"ok\","
                        + " \"text\" : \"the engine understands every statement\" }");
    }

    @Test
    void littleSpaceIsAWarning() {
        assertThat(MachineChecks.disk("the lake", 999_999_999).level()).isEqualTo(Finding.Level.WARN);
        assertThat(MachineChecks.disk("the lake", 1_000_000_000).level()).isEqualTo(Finding.Level.OK);
    }

    @Test
    void anotherEncodingThanUtf8IsAWarning() {
        Properties properties = new Properties();
        properties.setProperty("sun.jnu.encoding", "ANSI_X3.4-1968");

        assertThat(MachineChecks.locale(properties).level()).isEqualTo(Finding.Level.WARN);
    }
}
