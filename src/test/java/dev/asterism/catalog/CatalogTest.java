package dev.asterism.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("catalog.sqlite");
    }

    @Test
    void aCatalogIsCreatedWithItsFolder() {
        Path deep = folder.resolve("not/yet/there/catalog.sqlite");

        try (Catalog catalog = Catalog.open(deep)) {
            assertThat(catalog.runs().latestRuns(10)).isEmpty();
        }
        assertThat(deep).exists();
    }

    @Test
    void whatWasWrittenIsThereWhenItIsOpenedAgain() {
        RunId run;
        try (Catalog catalog = Catalog.open(file)) {
            run = catalog.runs().startRun("run", "jdbc:duckdb:warehouse.duckdb");
        }
        try (Catalog catalog = Catalog.open(file)) {
            assertThat(catalog.runs().latestRuns(10)).extracting(RunRecord::id).containsExactly(run);
        }
    }

    @Test
    void flywayIsNotStartedWhereThereIsNothingToMigrate() throws SQLException {
        Catalog.open(file).close();
        execute("UPDATE flyway_schema_history SET checksum = 42");

        // Flyway would refuse a history whose checksum is not that of its migration.
        assertThat(opens()).isTrue();
        execute("UPDATE flyway_schema_history SET version = '0'");
        assertThatThrownBy(() -> Catalog.open(file)).isInstanceOf(InputException.class);
    }

    @Test
    void theNewestVersionIsThatOfTheNewestMigration() throws IOException {
        try (Stream<Path> migrations = Files.list(Path.of("schema"))) {
            assertThat(migrations
                            .map(path -> path.getFileName().toString().replaceAll("^V(\\d+)__.*\\.sql$", "$1"))
                            .mapToInt(Integer::parseInt)
                            .max())
                    .hasValue(CatalogMigration.NEWEST_VERSION);
        }
    }

    @Test
    void aCatalogOfANewerProgramIsRefused() throws SQLException {
        Catalog.open(file).close();
        execute("INSERT INTO flyway_schema_history SELECT 99, '99', description, type, script, checksum,"
                + " installed_by, installed_on, execution_time, success FROM flyway_schema_history");

        assertThatThrownBy(() -> Catalog.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(file.toString(), "version 99", "newer");
    }

    @Test
    void aFileThatIsNoCatalogIsRefused() throws IOException {
        Files.write(
                file,
                "This is no database, but long enough to be looked at. "
                        .repeat(50)
                        .getBytes(UTF_8));

        assertThatThrownBy(() -> Catalog.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(file.toString(), "Move it away");
    }

    @Test
    void aFolderInItsPlaceIsRefused() throws IOException {
        Files.createDirectory(file);

        assertThatThrownBy(() -> Catalog.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void manyThreadsMayOpenANewCatalogAtOnce() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> openings = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                openings.add(this::opens);
            }
            for (Future<Boolean> opened : threads.invokeAll(openings)) {
                assertThat(opened.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void severalProcessesMayOpenANewCatalogAtOnce() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int process = 0; process < 3; process++) {
            processes.add(OtherProcess.startRunAndDie(file));
        }
        for (Process process : processes) {
            assertThat(OtherProcess.exitCode(process)).isZero();
        }
        try (Catalog catalog = Catalog.open(file)) {
            assertThat(catalog.runs().latestRuns(10)).hasSize(3);
        }
    }

    @Test
    void theConnectionWaitsForOthersChecksReferencesAndWritesAhead() {
        try (CatalogDatabase database = Catalog.openDatabase(file)) {
            assertThat(pragma(database, "busy_timeout")).isEqualTo("10000");
            assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
        }
    }

    @Test
    void aWriterWaitsForAnotherWriter() throws SQLException {
        try (Catalog one = Catalog.open(file);
                Catalog other = Catalog.open(file)) {
            for (int run = 0; run < 20; run++) {
                one.runs().startRun("run", "jdbc:duckdb:warehouse.duckdb");
                other.runs().startRun("run", "jdbc:duckdb:warehouse.duckdb");
            }
            assertThat(one.runs().latestRuns(100)).hasSize(40);
        }
    }

    private static String pragma(CatalogDatabase database, String name) {
        return database.read(sql -> String.valueOf(sql.fetchValue("PRAGMA " + name)));
    }

    private boolean opens() {
        try (Catalog catalog = Catalog.open(file)) {
            return catalog.runs().latestRuns(1).isEmpty();
        }
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement jdbc = connection.createStatement()) {
            jdbc.executeUpdate(statement);
        }
    }
}
