package dev.asterism.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(CatalogPlace.Kind.class)
class CatalogTest {
    private final CatalogPlace.Kind kind;

    @TempDir
    private Path folder;

    private CatalogPlace place;

    CatalogTest(CatalogPlace.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void find() {
        place = kind.fresh(folder);
    }

    @AfterEach
    void leave() {
        place.close();
    }

    @Test
    void whatWasWrittenIsThereWhenItIsOpenedAgain() {
        RunId run;
        try (Catalog catalog = place.open()) {
            run = catalog.runs().startRun("run", "jdbc:duckdb:warehouse.duckdb");
        }
        try (Catalog catalog = place.open()) {
            assertThat(catalog.runs().latestRuns(10)).extracting(RunRecord::id).containsExactly(run);
        }
    }

    @Test
    void flywayIsNotStartedWhereThereIsNothingToMigrate() throws SQLException {
        place.open().close();
        place.execute("UPDATE flyway_schema_history SET checksum = 42");

        // Flyway would refuse a history whose checksum is not that of its migration.
        assertThat(opens()).isTrue();
        place.execute("UPDATE flyway_schema_history SET version = '0'");
        assertThatThrownBy(() -> place.open()).isInstanceOf(InputException.class);
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
    void aCatalogOfTheFirstVersionKeepsItsHistory() throws SQLException {
        try (Connection connection = place.store().connect()) {
            place.store().prepare(connection);
        }
        place.store()
                .configure(Flyway.configure()
                        .loggers("slf4j")
                        .dataSource(place.store().connections())
                        .locations("classpath:dev/asterism/catalog/schema")
                        .target("1"))
                .load()
                .migrate();
        place.execute("INSERT INTO run VALUES ('first', 'run', 'w', 'h', 1, '2018-04-10 00:00:00+00:00', NULL,"
                + " 'SUCCEEDED', NULL)");

        try (Catalog catalog = place.open()) {
            assertThat(catalog.runs().latestRuns(10)).extracting(RunRecord::id).containsExactly(new RunId("first"));
        }
    }

    @Test
    void aCatalogOfANewerProgramIsRefused() throws SQLException {
        place.open().close();
        place.execute("INSERT INTO flyway_schema_history SELECT 99, '99', description, type, script, checksum,"
                + " installed_by, installed_on, execution_time, success FROM flyway_schema_history"
                + " WHERE version = '1'");

        assertThatThrownBy(() -> place.open())
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(place.store().name(), "version 99", "newer");
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
            processes.add(OtherProcess.startRunAndDie(place));
        }
        for (Process process : processes) {
            assertThat(OtherProcess.exitCode(process)).isZero();
        }
        try (Catalog catalog = place.open()) {
            assertThat(catalog.runs().latestRuns(10)).hasSize(3);
        }
    }

    @Test
    void aWriterWaitsForAnotherWriter() throws SQLException {
        try (Catalog one = place.open();
                Catalog other = place.open()) {
            for (int run = 0; run < 20; run++) {
                one.runs().startRun("run", "jdbc:duckdb:warehouse.duckdb");
                other.runs().startRun("run", "jdbc:duckdb:warehouse.duckdb");
            }
            assertThat(one.runs().latestRuns(100)).hasSize(40);
        }
    }

    private boolean opens() {
        try (Catalog catalog = place.open()) {
            return catalog.runs().latestRuns(1).isEmpty();
        }
    }
}
