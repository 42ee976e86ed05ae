package dev.asterism.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.config.WarehouseAddress.DuckDbFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void withoutAnySourceTheDefaultsHold() {
        Settings settings =
                new SettingsReader().fileIn(folder).environment(Map.of()).read();

        assertThat(settings.dataDir()).isEqualTo(Path.of("data"));
        assertThat(settings.pipelinesDir()).isEqualTo(Path.of("pipelines"));
        assertThat(settings.warehouse()).isEqualTo(new DuckDbFile(Path.of("data/warehouse.duckdb")));
        assertThat(settings.warehouseMemory()).isEqualTo(new ByteSize(1_600_000_000));
        assertThat(settings.analystRole()).isEmpty();
        assertThat(settings.sqlTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.firstDate()).isEmpty();
        assertThat(settings.jobs()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.batchBytes()).isEqualTo(new ByteSize(170_000_000));
        assertThat(settings.logFile()).isEqualTo(Path.of("data/asterism.log"));
        assertThat(settings.entries())
                .allSatisfy(entry -> assertThat(entry.origin()).hasToString("default"));
    }

    @Test
    void everySettingIsReadFromTheFile() throws IOException {
        write("""
                data.dir = lake
                pipelines.dir: models
                warehouse.url=jdbc:duckdb:build/stars.duckdb
                warehouse.user=ann
                warehouse.password=s3cret
                warehouse.analyst-role=analyst
                warehouse.memory=2GB
                first.date=2017-01-01
                run.jobs=3
                run.batch-bytes=64MiB
                sql.timeout=30s
                log.file=log.txt
                """);

        Settings settings = new SettingsReader().fileIn(folder).read();

        assertThat(settings.dataDir()).isEqualTo(Path.of("lake"));
        assertThat(settings.pipelinesDir()).isEqualTo(Path.of("models"));
        assertThat(settings.warehouse()).isEqualTo(new DuckDbFile(Path.of("build/stars.duckdb")));
        assertThat(settings.get(SettingKeys.WAREHOUSE_USER)).contains("ann");
        assertThat(settings.get(SettingKeys.WAREHOUSE_PASSWORD))
                .map(Secret::value)
                .contains("s3cret");
        assertThat(settings.analystRole()).contains("analyst");
        assertThat(settings.sqlTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.warehouseMemory()).isEqualTo(new ByteSize(2_000_000_000));
        assertThat(settings.firstDate()).contains(LocalDate.of(2017, 1, 1));
        assertThat(settings.jobs()).isEqualTo(3);
        assertThat(settings.batchBytes()).isEqualTo(new ByteSize(64L << 20));
        assertThat(settings.logFile()).isEqualTo(Path.of("log.txt"));
    }

    @Test
    void aBatchIsNoLargerThanTheMemoryOfTheEngineAllows() {
        SettingsReader reader = new SettingsReader()
                .flag("--batch-bytes", SettingKeys.RUN_BATCH_BYTES, "1GiB")
                .flag("--memory", SettingKeys.WAREHOUSE_MEMORY, "576MiB");

        assertThat(reader.read().batchBytes()).isEqualTo(new ByteSize(64L << 20));
    }

    @Test
    void batchesForAServerFitIntoTheMemoryOfTheWorkshop() {
        SettingsReader reader = new SettingsReader()
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, "jdbc:postgresql://localhost/warehouse")
                .flag("--batch-bytes", SettingKeys.RUN_BATCH_BYTES, "1GiB")
                .flag("--memory", SettingKeys.WAREHOUSE_MEMORY, "576MiB");

        assertThat(reader.read().batchBytes()).isEqualTo(new ByteSize(64L << 20));
    }

    @Test
    void everySettingIsReadFromItsEnvironmentVariable() {
        assertThat(SettingKeys.ALL)
                .extracting(Setting::environmentVariable)
                .containsExactly(
                        "ASTERISM_DATA_DIR",
                        "ASTERISM_PIPELINES_DIR",
                        "ASTERISM_WAREHOUSE_URL",
                        "ASTERISM_WAREHOUSE_USER",
                        "ASTERISM_WAREHOUSE_PASSWORD",
                        "ASTERISM_WAREHOUSE_ANALYST_ROLE",
                        "ASTERISM_WAREHOUSE_MEMORY",
                        "ASTERISM_WORKSHOP_FILE",
                        "ASTERISM_FIRST_DATE",
                        "ASTERISM_CALENDAR_DAYS_AHEAD",
                        "ASTERISM_RUN_JOBS",
                        "ASTERISM_RUN_BATCH_BYTES",
                        "ASTERISM_SQL_TIMEOUT",
                        "ASTERISM_DOWNLOAD_JOBS",
                        "ASTERISM_DOWNLOAD_TRIES",
                        "ASTERISM_DOWNLOAD_FIRST_WAIT",
                        "ASTERISM_GITHUB_SOURCE",
                        "ASTERISM_GHARCHIVE_URL",
                        "ASTERISM_S3_URL",
                        "ASTERISM_S3_ENDPOINT",
                        "ASTERISM_S3_REGION",
                        "ASTERISM_BIGQUERY_PROJECT",
                        "ASTERISM_BIGQUERY_CREDENTIALS",
                        "ASTERISM_BIGQUERY_MAX_BYTES_BILLED",
                        "ASTERISM_BIGQUERY_MONTHLY_BUDGET",
                        "ASTERISM_BIGQUERY_QUERIES_DIR",
                        "ASTERISM_BIGQUERY_URL",
                        "ASTERISM_LOG_FILE");

        Settings settings = new SettingsReader()
                .environment(Map.of("ASTERISM_RUN_JOBS", "7", "PATH", "/bin"))
                .read();

        assertThat(settings.jobs()).isEqualTo(7);
        assertThat(settings.origin(SettingKeys.RUN_JOBS)).hasToString("ASTERISM_RUN_JOBS");
    }

    @Test
    void aFlagBeatsTheEnvironmentWhichBeatsTheFile() throws IOException {
        write("# three at once\ndata.dir=from-file\nrun.jobs=3\nlog.file=from-file.log\n");

        Settings settings = new SettingsReader()
                .flag("--data-dir", SettingKeys.DATA_DIR, "from-flag")
                .environment(Map.of("ASTERISM_DATA_DIR", "from-environment", "ASTERISM_RUN_JOBS", "5"))
                .fileIn(folder)
                .read();

        assertThat(settings.dataDir()).isEqualTo(Path.of("from-flag"));
        assertThat(settings.origin(SettingKeys.DATA_DIR)).hasToString("--data-dir");
        assertThat(settings.jobs()).isEqualTo(5);
        assertThat(settings.logFile()).isEqualTo(Path.of("from-file.log"));
        assertThat(settings.origin(SettingKeys.LOG_FILE)).hasToString("local-setup.properties:4");
    }

    @Test
    void theDefaultWarehouseFollowsTheLakeAndTheLogFollowsTheWarehouse() {
        Settings lake = new SettingsReader()
                .flag("--data-dir", SettingKeys.DATA_DIR, "/lake")
                .read();
        Settings readOnlyLake = new SettingsReader()
                .flag("--data-dir", SettingKeys.DATA_DIR, "/lake")
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, "jdbc:duckdb:/stars/w.duckdb")
                .read();

        assertThat(lake.warehouse()).isEqualTo(new DuckDbFile(Path.of("/lake/warehouse.duckdb")));
        assertThat(lake.logFile()).isEqualTo(Path.of("/lake/asterism.log"));
        assertThat(readOnlyLake.logFile()).isEqualTo(Path.of("/stars/asterism.log"));
    }

    @ParameterizedTest
    @CsvSource({"jdbc:duckdb:w.duckdb, asterism.log", "jdbc:postgresql://host/db, data/asterism.log"})
    void aWarehouseWithoutAFolderKeepsItsLogInTheLake(String url, String log) {
        Settings settings = new SettingsReader()
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, url)
                .read();

        assertThat(settings.logFile()).isEqualTo(Path.of(log));
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        Settings settings = new SettingsReader()
                .environment(Map.of("ASTERISM_DATA_DIR", "", "ASTERISM_RUN_JOBS", " "))
                .read();

        assertThat(settings.dataDir()).isEqualTo(Path.of("data"));
        assertThat(settings.origin(SettingKeys.RUN_JOBS)).hasToString("default");
    }

    @Test
    void anEmptyValueInTheFileIsRefusedUnlessTheSettingMayBeEmpty() throws IOException {
        write("first.date=\nwarehouse.user=\n");
        assertThat(new SettingsReader().fileIn(folder).read().firstDate()).isEmpty();

        write("\ndata.dir=\n");
        assertThatThrownBy(() -> new SettingsReader().fileIn(folder).read())
                .isInstanceOf(InputException.class)
                .hasMessage("data.dir is '' (from local-setup.properties:2): expected a folder.");
    }

    @Test
    void anUnknownKeyIsRefusedWithItsLineAndTheNearestOne() throws IOException {
        write("data.dir=lake\n\nwarehous.url=jdbc:duckdb:x\n");

        assertThatThrownBy(() -> new SettingsReader().fileIn(folder))
                .isInstanceOf(InputException.class)
                .hasMessage("local-setup.properties:3: 'warehous.url' is no setting. Did you mean 'warehouse.url'?");
    }

    @Test
    void anUnknownKeyLikeNoOtherIsRefusedWithAllThereAre() throws IOException {
        write("colour=blue\n");

        assertThatThrownBy(() -> new SettingsReader().fileIn(folder))
                .hasMessageStartingWith(
                        "local-setup.properties:1: 'colour' is no setting. There are: data.dir, pipelines.dir,");
    }

    @Test
    void anUnknownVariableIsRefusedExceptThoseOfTheLauncherAndTheTests() {
        assertThatThrownBy(() -> new SettingsReader().environment(Map.of("ASTERISM_DATADIR", "x")))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "The environment variable ASTERISM_DATADIR is no setting. Did you mean 'ASTERISM_DATA_DIR'?");

        new SettingsReader()
                .environment(
                        Map.of("ASTERISM_JAVA_OPTS", "-Xmx1g", "ASTERISM_HOME", "/x", "ASTERISM_TEST_POSTGRES", "y"))
                .read();
    }

    @ParameterizedTest
    @CsvSource({
        "run.jobs, four, a whole number from 1 to 1000",
        "run.jobs, 0, a whole number from 1 to 1000",
        "run.batch-bytes, much, a size such as 128MB",
        "warehouse.memory, 80%, a size such as 2GB or 512MiB",
        "sql.timeout, 5, 'a time such as 30s, 5min or 2h'",
        "first.date, 2017-02-30, a date such as 2017-01-01",
        "first.date, +12017-01-01, a date such as 2017-01-01"
    })
    void aBadValueNamesTheSettingItsOriginAndWhatWasExpected(String key, String value, String expected)
            throws IOException {
        write("# settings\n" + key + "=" + value + "\n");

        assertThatThrownBy(() -> new SettingsReader().fileIn(folder).read())
                .isInstanceOf(InputException.class)
                .hasMessage("%s is '%s' (from local-setup.properties:2): expected %s.".formatted(key, value, expected));
    }

    @Test
    void aKeyGivenTwiceIsRefused() throws IOException {
        write("data.dir=a\nrun.jobs=1\ndata.dir=b\n");

        assertThatThrownBy(() -> new SettingsReader().fileIn(folder))
                .hasMessage(
                        "local-setup.properties:3: data.dir is already set at local-setup.properties:1; keep one of them.");
    }

    @Test
    void aNamedFileMustExistAndReplacesTheUsualOne() throws IOException {
        write("data.dir=usual\n");
        Files.writeString(folder.resolve("other.properties"), "run.jobs=2\n");

        Settings settings =
                new SettingsReader().file(folder, Path.of("other.properties")).read();

        assertThat(settings.jobs()).isEqualTo(2);
        assertThat(settings.dataDir()).isEqualTo(Path.of("data"));
        assertThatThrownBy(() -> new SettingsReader().file(folder, Path.of("missing.properties")))
                .isInstanceOf(InputException.class)
                .hasMessage("The settings file missing.properties does not exist.");
    }

    @Test
    void continuedLinesCommentsAndUnicodeAreReadAsJavaReadsProperties() throws IOException {
        write("\uFEFF! comment\\\n   # another\ndata.dir = /la\\\n    ke/\u00fc \nrun.jobs=four\n");

        assertThatThrownBy(() -> new SettingsReader().fileIn(folder).read())
                .hasMessageContaining("(from local-setup.properties:5)");

        write("data.dir = /la\\\n    ke/\u00fc \n");
        assertThat(new SettingsReader().fileIn(folder).read().dataDir()).hasToString("/lake/\u00fc");
    }

    @Test
    void aFileThatCannotBeReadIsReported() throws IOException {
        Files.createDirectory(folder.resolve("a-folder"));
        Files.write(folder.resolve("latin1"), "data.dir=\u00fc".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(folder.resolve("escape"), "\ndata.dir=c:\\users\n");

        assertThatThrownBy(() -> new SettingsReader().file(folder, Path.of("a-folder")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("The settings file a-folder cannot be read");
        assertThatThrownBy(() -> new SettingsReader().file(folder, Path.of("latin1")))
                .hasMessage("The settings file latin1 is not in UTF-8.");
        assertThatThrownBy(() -> new SettingsReader().file(folder, Path.of("escape")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("escape:2: ");
    }

    @Test
    void aPasswordIsNeitherListedNorRepeatedInAMessage() {
        Settings settings = new SettingsReader()
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, "jdbc:postgresql://ann:s3cret@host/db")
                .read();

        assertThat(settings.get(SettingKeys.WAREHOUSE_URL)).contains("s3cret");
        assertThat(settings.entries())
                .filteredOn(entry -> entry.name().equals("warehouse.url"))
                .singleElement()
                .returns("jdbc:postgresql://ann:***@host/db", Settings.Entry::text);
    }

    @Test
    void thePasswordIsReadFromItsVariableButNeverShown() {
        Settings settings = new SettingsReader()
                .environment(Map.of("ASTERISM_WAREHOUSE_PASSWORD", " s3 cret&"))
                .read();

        assertThat(settings.get(SettingKeys.WAREHOUSE_PASSWORD).orElseThrow().value())
                .isEqualTo(" s3 cret&");
        assertThat(settings.get(SettingKeys.WAREHOUSE_PASSWORD).toString()).doesNotContain("s3");
        assertThat(settings.entries())
                .filteredOn(entry -> entry.name().equals("warehouse.password"))
                .singleElement()
                .returns("***", Settings.Entry::text);
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve("local-setup.properties"), content);
    }
}
