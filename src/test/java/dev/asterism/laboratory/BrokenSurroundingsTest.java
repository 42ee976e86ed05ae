package dev.asterism.laboratory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.testing.ProgramProcess;
import dev.asterism.testing.ProgramProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the program meets on a machine that is not as it should be: it says so once and clearly, breaks nothing, and goes
 * on by itself when the cause is gone.
 */
@DisabledOnOs(OS.WINDOWS)
class BrokenSurroundingsTest {
    private static final int TINY_KILOBYTES = 60;
    private static final int ROOM_FOR_THE_CATALOG = 100;
    private static final int KILOBYTE_STEP = 150;
    private static final int PLENTY_OF_KILOBYTES = 200_000;

    @TempDir
    private Path folder;

    private Path place;
    private Project project;

    @BeforeEach
    void makeAProject() throws IOException {
        place = Files.createDirectories(folder.resolve("warehouse"));
        project = new Project(folder, new DuckDbInFile(place.resolve("w.duckdb")), new Random(11));
    }

    @Test
    void aFullDiskIsToldAndBuildingGoesOnWhenThereIsRoom() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(place, PLENTY_OF_KILOBYTES)) {
            project.runWell();
            project.lake().change();
            int kilobytes = disk.usedKilobytes() + ROOM_FOR_THE_CATALOG;
            disk.resize(kilobytes);
            Ended ended = project.start().run("run", "--prune");
            int failures = 0;
            while (ended.exitCode() != 0) {
                assertTold(ended, 1, place.toString());
                assertThat(ended.errors()).containsPattern("No space left|disk is full");
                failures++;
                kilobytes += KILOBYTE_STEP;
                disk.resize(kilobytes);
                ended = project.start().run("run", "--prune");
            }
            assertThat(failures).isPositive();
            disk.resize(PLENTY_OF_KILOBYTES);
            project.lake().change();
            project.runWell();
        }
    }

    @Test
    void aDiskWithoutRoomForAnEmptyWarehouseLeavesNothingInTheWay() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(place, TINY_KILOBYTES)) {
            Ended ended = project.start().run("run");
            assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(1);
            disk.resize(PLENTY_OF_KILOBYTES);
            project.runWell();
        }
    }

    @Test
    void aWarehouseFileThatWasNotBegunIsAnEmptyWarehouse() throws IOException {
        Files.createFile(place.resolve("w.duckdb"));

        project.runWell();
    }

    @Test
    void aFolderInWhichNoWarehouseCanBeMadeIsNamed() throws IOException {
        permit(place, "r-xr-xr-x");

        assertTold(asOrdinaryUser().run("run"), 1, place.resolve("w.duckdb").toString(), "permission");

        permit(place, "rwxr-xr-x");
        project.runWell();
    }

    @Test
    void aWarehouseThatMayNotBeWrittenIsNamedAndCanBeRead() throws IOException {
        project.runWell();
        project.lake().change();
        Path file = place.resolve("w.duckdb");
        permit(file, "r--r--r--");
        permit(place, "r-xr-xr-x");

        assertTold(asOrdinaryUser().run("run"), 1, file.toString(), "permission");
        Ended query = asOrdinaryUser().run("sql", "SELECT count(*) > 0 FROM pypi_dim.download_counts");
        assertThat(query.exitCode()).as(query.errors()).isZero();

        permit(place, "rwxr-xr-x");
        permit(file, "rw-r--r--");
        project.runWell();
    }

    @Test
    void aDayFileThatMayNotBeReadIsNamedAndBuiltOnceItMay() throws IOException {
        project.runWell();
        Path file = project.lake().anyFile();
        project.lake().rewrite(file);
        permit(file, "---------");

        assertTold(asOrdinaryUser().run("run"), 2, file.toString(), "permission");

        permit(file, "rw-r--r--");
        project.runWell();
    }

    @Test
    void aDayFolderThatMayNotBeReadIsNoDayWithoutFiles() throws IOException {
        project.runWell();
        Path day = requireNonNull(project.lake().anyFile().getParent());
        permit(day, "---------");

        assertTold(asOrdinaryUser().run("run", "--prune"), 2, day.toString(), "permission");

        permit(day, "rwxr-xr-x");
        project.runWell();
    }

    @Test
    void aLakeThatIsGoneIsNamedAndNothingIsRemoved() throws IOException {
        project.runWell();
        Path lake = project.lake().root();
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(lake, elsewhere);

        assertTold(project.start().run("run", "--prune"), 2, lake.toString(), "missing");
        // A disk that is not mounted leaves an empty folder.
        Files.createDirectory(lake);
        Ended empty = project.start().run("run");
        assertThat(empty.exitCode()).as(empty.errors()).isZero();
        assertThat(empty.errors()).contains("warning: The lake " + lake + " holds no day files");

        Files.delete(lake);
        Files.move(elsewhere, lake);
        Ended ended = project.runWell();
        assertThat(ended.errors()).contains("Nothing to do");
    }

    @Test
    void aLakeThatGoesWhileItIsReadIsToldAndBuiltWhenItIsBack() throws IOException {
        Path lake = project.lake().root();
        Path elsewhere = folder.resolve("elsewhere");
        try (ProgramProcess program = project.start().start("run")) {
            program.awaitLine(line -> line.startsWith("[1/") && line.contains(" read "));
            Files.move(lake, elsewhere);
            Ended ended = program.await();
            assertThat(ended.exitCode()).as(ended.errors()).isBetween(1, 2);
            assertThat(ended.errors()).contains("asterism: error: ").doesNotContain("\tat ");
        }

        Files.move(elsewhere, lake);
        project.runWell();
    }

    @Test
    void pipelinesThatAreGoneAreNamedAndNothingIsRemoved() throws IOException {
        project.runWell();
        Path pipelines = project.pipelines().root();
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(pipelines, elsewhere);

        assertTold(project.start().run("run", "--prune"), 2, pipelines.toString());

        Files.move(elsewhere, pipelines);
        assertThat(project.runWell().errors()).contains("Nothing to do");
    }

    @Test
    void aClockThatWasAheadStopsNothing() throws IOException, SQLException {
        Path file = project.lake().anyFile();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2999-01-01T00:00:00Z")));
        try (ProgramProcess program = project.start().start("run")) {
            program.awaitLine(line -> line.startsWith("[2/") && line.contains(" built "));
            program.kill();
            assertThat(program.await().exitCode()).isEqualTo(ProgramProcess.KILLED);
        }
        try (Connection catalog = project.warehouse().connectToCatalog();
                Statement statement = catalog.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE run SET started_at = '2999-01-01 00:00:00+00:00'"))
                    .isEqualTo(1);
        }

        Ended status = project.start().run("status");
        assertThat(status.exitCode()).as(status.errors()).isZero();
        project.runWell();
        assertThat(project.catalog("SELECT status FROM run ORDER BY started_at"))
                .containsExactly("SUCCEEDED", "CRASHED");
        assertThat(project.runWell().errors()).contains("Nothing to do");

        project.lake().rewrite(file);
        project.runWell();
    }

    @Test
    void aClockThatIsSetBackBeforeTheLakesDaysTakesNothingAway() {
        project.runWell();
        project.lake().change();

        project.buildAt(Instant.parse("2018-01-01T12:00:00Z"));

        project.runWell();
    }

    private ProgramProcess.Start asOrdinaryUser() {
        return project.start().through(OrdinaryUser.command());
    }

    /** One error, in one line or a few, and no stack trace. */
    private static void assertTold(Ended ended, int exitCode, String... parts) {
        List<String> errors = ended.err().stream()
                .filter(line -> line.startsWith("asterism: error: "))
                .toList();
        assertThat(errors).as(ended.errors()).hasSize(1);
        for (String part : parts) {
            assertThat(errors.get(0)).containsIgnoringCase(part);
        }
        assertThat(ended.errors()).doesNotContain("\tat ");
        assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(exitCode);
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
