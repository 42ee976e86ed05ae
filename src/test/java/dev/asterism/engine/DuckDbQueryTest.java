package dev.asterism.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A query of a DuckDB warehouse reaches neither other files nor its own. */
class DuckDbQueryTest extends QueryContract {
    private static final List<String> REACHING_BEYOND = List.of(
            "COPY pypi_dim.installer TO '{warehouse}'",
            "COPY (SELECT 1) TO '{warehouse}' (FORMAT csv)",
            "COPY pypi_dim.installer TO '{folder}/new.csv'",
            "EXPLAIN ANALYZE COPY pypi_dim.installer TO '{folder}/new.csv'",
            "EXPORT DATABASE '{folder}/new'",
            "IMPORT DATABASE '{folder}/new'",
            "ATTACH '{folder}/new.duckdb' AS other",
            "ATTACH ':memory:' AS other",
            "ATTACH '{warehouse}' AS other",
            "DETACH warehouse1",
            "USE pypi_dim",
            "SET enable_external_access = true",
            "SET memory_limit = '1GB'",
            "PRAGMA database_list",
            "PRAGMA memory_limit = '1GB'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "CALL enable_logging()",
            "SELECT * FROM read_csv('/etc/passwd')",
            "SELECT * FROM READ_CSV_AUTO('/etc/passwd')",
            "SELECT * FROM \"read_text\"('/etc/passwd')",
            "SELECT * FROM main.read_blob('/etc/passwd')",
            "SELECT * FROM read_parquet('{folder}/x.parquet')",
            "SELECT * FROM parquet_scan('{folder}/x.parquet')",
            "SELECT * FROM parquet_metadata('{folder}/x.parquet')",
            "SELECT * FROM read_json('{folder}/x.json')",
            "SELECT * FROM read_duckdb('{warehouse}')",
            "SELECT (SELECT content FROM read_text('/etc/passwd'))",
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM read_text('/etc/passwd'))",
            "WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x",
            "SELECT 1 UNION ALL SELECT length(content) FROM read_text('/etc/passwd')",
            "FROM read_text('/etc/passwd')",
            "DESCRIBE SELECT * FROM read_csv('/etc/passwd')",
            "SUMMARIZE FROM read_csv('/etc/passwd')",
            "EXPLAIN SELECT * FROM read_csv('/etc/passwd')",
            "EXPLAIN ANALYZE SELECT * FROM read_csv('/etc/passwd')",
            "SELECT * FROM '/etc/passwd'",
            "SELECT * FROM \"/etc/passwd\"",
            "FROM '/etc/passwd'",
            "DESCRIBE '/etc/passwd'",
            "SUMMARIZE '/etc/passwd'",
            "SELECT * FROM 'pom.csv'",
            "SELECT * FROM glob('/etc/*')",
            "SELECT * FROM sniff_csv('/etc/passwd')",
            "SELECT * FROM query('SELECT 1')",
            "SELECT * FROM query_table('pypi_dim.installer')",
            "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
            "SELECT * FROM duckdb_secrets()",
            "SELECT getenv('HOME')",
            "SELECT write_log('x')",
            "SELECT * FROM enable_logging(storage := 'file', storage_path := '{folder}/new')",
            "SELECT * FROM enable_profiling(save_location := '{folder}/new.json')",
            "SELECT * FROM disable_logging()",
            "SELECT * FROM truncate_duckdb_logs()",
            "SELECT * FROM force_checkpoint()",
            "SELECT * FROM checkpoint()",
            "SELECT * FROM arrow_scan(1::POINTER, 1::POINTER, 1::POINTER)",
            "SELECT * FROM arrow_scan_dumb(1::POINTER, 1::POINTER, 1::POINTER)",
            "SELECT * FROM seq_scan('pypi_dim.installer')",
            "SELECT * FROM destroy_external_resource('x', 1)");

    private static final List<String> READING = List.of(
            "FROM pypi_dim.installer",
            "TABLE pypi_dim.installer",
            "DESCRIBE pypi_dim.installer",
            "DESCRIBE SELECT * FROM pypi_dim.installer",
            "SHOW TABLES FROM pypi_dim",
            "SHOW ALL TABLES",
            "SUMMARIZE pypi_dim.installer",
            "SUMMARIZE SELECT * FROM pypi_dim.installer",
            "SELECT * FROM duckdb_tables()",
            "SELECT from_hex('aa'), from_base64('aaaa')",
            "SELECT unnest(range(3))");

    DuckDbQueryTest() {
        super(DuckDbWarehouses::new);
    }

    /** A file's name in the statement stands for one in the test's own folder. */
    private String inFolder(String sql) {
        return sql.replace("{folder}", folder.toString())
                .replace(
                        "{warehouse}",
                        DuckDbWarehouses.file(bench().warehouseUrl()).toString());
    }

    private Set<String> filesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).collect(Collectors.toSet());
        }
    }

    @Test
    void whatReachesBeyondTheWarehouseIsRefusedAndLeavesEveryFileAsItIs() throws IOException {
        Path file = DuckDbWarehouses.file(bench().warehouseUrl());
        byte[] before = Files.readAllBytes(file);
        Set<String> files = filesInFolder();

        for (String sql : REACHING_BEYOND) {
            assertThatExceptionOfType(InputException.class).as(sql).isThrownBy(() -> bench().query(inFolder(sql)));
            assertThat(Files.readAllBytes(file)).as(sql).isEqualTo(before);
        }

        assertThat(filesInFolder()).isEqualTo(files);
    }

    @Test
    void whatDuckDbAddsForReadingWorks() {
        for (String sql : READING) {
            assertThat(bench().rows(sql)).as(sql).isNotEmpty();
        }
    }

    @Test
    void aWarehouseThatIsMissingSaysHowToBuildItAndIsNotMade() {
        Workbench missing = bench().withWarehouse(warehouses().fresh());

        assertThatThrownBy(() -> missing.query("SELECT 1"))
                .isInstanceOf(InputException.class)
                .hasMessage("The warehouse " + DuckDbWarehouses.file(missing.warehouseUrl())
                        + " does not exist yet. Build it with 'asterism run', or name another with --warehouse.");

        assertThat(DuckDbWarehouses.file(missing.warehouseUrl())).doesNotExist();
    }

    @Test
    void aPlanForAWarehouseThatIsMissingDoesNotMakeIt() {
        Workbench missing = bench().withWarehouse(warehouses().fresh());

        assertThat(missing.plan()).isNotEmpty();

        assertThat(DuckDbWarehouses.file(missing.warehouseUrl())).doesNotExist();
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Workbench other = bench().withWarehouse(warehouses().fresh());
        Path file = DuckDbWarehouses.file(other.warehouseUrl());
        Files.writeString(file, "day_id\tproject\n".repeat(1000));

        assertThatThrownBy(() -> other.query("SELECT 1"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + " is no DuckDB database.");
        assertThatThrownBy(other::run).isInstanceOf(InputException.class).hasMessageContaining(file.toString());
        assertThat(Files.readString(file)).startsWith("day_id");
    }

    @Test
    void severalMayReadAtTheSameTime() {
        try (WarehouseReader first = Engines.forReading(bench().settings())) {
            assertThat(first.buildState().days()).isNotEmpty();
            assertThat(bench().rows("SELECT count(*) FROM pypi_dim.installer")).containsExactly("4");
        }
    }

    @Test
    void aWarehouseThatAnotherProcessHoldsCannotBeReadAndItsHolderIsNamed() {
        try (OtherProcess other = OtherProcess.holding(bench())) {
            for (var use : List.<Runnable>of(() -> bench().query("SELECT 1"), bench()::plan, bench()::run)) {
                assertThatThrownBy(use::run)
                        .isInstanceOf(RunFailedException.class)
                        .hasMessageStartingWith("The warehouse " + DuckDbWarehouses.file(bench().warehouseUrl())
                                + " is in use by process " + other.id() + " (")
                        .hasMessageContaining("Wait until it ends, as 'asterism run --wait 10min' does, or stop it");
            }
        }

        assertThat(bench().rows("SELECT count(*) FROM pypi_dim.installer")).containsExactly("4");
    }
}
