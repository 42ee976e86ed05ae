package dev.asterism.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.config.WarehouseAddress.DuckDbFile;
import dev.asterism.config.WarehouseAddress.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarehouseAddressTest {
    private static WarehouseAddress address(String url) {
        return new SettingsReader()
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, url)
                .read()
                .warehouse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "w.duckdb",
                "/stars/a b/w.duckdb",
                "./md:w.duckdb",
                "./~w.duckdb",
                "/q%20m/#1/it's/\"x\"/[a]*{b}/w",
                "C:w.duckdb"
            })
    void aPathIsTakenAsItIsWritten(String path) {
        assertThat(address("jdbc:duckdb:" + path)).isEqualTo(new DuckDbFile(Path.of(path)));
        assertThat(address("jdbc:duckdb: " + path + " ")).isEqualTo(new DuckDbFile(Path.of(path)));
        assertThat(address("jdbc:duckdb:" + path).shownUrl()).isEqualTo("jdbc:duckdb:" + path);
    }

    @Test
    void aServerIsShownWithoutSecrets() {
        WarehouseAddress server = new SettingsReader()
                .flag("--warehouse", SettingKeys.WAREHOUSE_URL, "jdbc:postgresql://ann:s3cret@host/db")
                .environment(Map.of("ASTERISM_WAREHOUSE_USER", "bob", "ASTERISM_WAREHOUSE_PASSWORD", "hidden"))
                .read()
                .warehouse();

        assertThat(server)
                .isEqualTo(new PostgresServer(
                        "jdbc:postgresql://ann:s3cret@host/db",
                        "jdbc:postgresql://ann:***@host/db",
                        Optional.of("bob"),
                        Optional.of(new Secret("hidden"))));
        assertThat(server).hasToString("jdbc:postgresql://ann:***@host/db");
        assertThat(server.file()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "jdbc:oracle:thin:@host|is of a kind that this version does not know. Expected jdbc:duckdb:FILE",
                "JDBC:duckdb:w.duckdb|is of a kind that this version does not know. Expected jdbc:duckdb:FILE",
                "w.duckdb|is of a kind that this version does not know. Expected jdbc:duckdb:FILE",
                "jdbc:duckdb:|is not kept anywhere. Expected a file, such as jdbc:duckdb:data/warehouse.duckdb.",
                "jdbc:duckdb::memory:|is not kept anywhere.",
                "jdbc:duckdb::memory:x|is not kept anywhere.",
                "jdbc:duckdb:/|names no file. Expected one, such as jdbc:duckdb:data/warehouse.duckdb.",
                "jdbc:duckdb:a\0b|is no path on this machine: Nul character not allowed.",
                "jdbc:duckdb:w.duckdb;threads=2|holds a ';', with which options begin. Expected a file without options",
                "jdbc:duckdb:md:stars|begins with 'md:', which stands for a service and not for a file. Expected a file,"
                        + " such as jdbc:duckdb:data/warehouse.duckdb; a file of that name is written './md:stars'.",
                "jdbc:duckdb:s3://bucket/w|begins with 's3:', which stands for a service and not for a file.",
                "jdbc:duckdb:~/w|begins with '~', which only a shell replaces by a folder.",
                "jdbc:duckdb:/q?m/w|lies at /q?m/w, and DuckDB does not take '?' for a part of a name. Rename that"
                        + " folder or file, or name another file with --warehouse.",
                "jdbc:duckdb:/m/w?x|lies at /m/w?x, and DuckDB does not take '?' for",
                "jdbc:duckdb:/q\\m/w|lies at /q\\m/w, and DuckDB does not take '\\' for"
            })
    void whatNamesNoFileIsRefusedWithItsSettingAndOrigin(String url, String message) {
        assertThatThrownBy(() -> address(url))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("The warehouse " + url + " (warehouse.url, from --warehouse) " + message);
    }

    @Test
    void aRefusalShowsNoSecret() {
        for (String url : new String[] {
            "jdbc:duckdb:md:stars?motherduck_token=s3cret", "jdbc:oracle://me:s3cret@host", "jdbc:duckdb:w;pwd=s3cret"
        }) {
            assertThatThrownBy(() -> address(url))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("***")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void theDefaultIsRefusedTooIfTheLakeLiesWhereDuckDbReadsAnotherPath() {
        assertThatThrownBy(() -> new SettingsReader()
                        .flag("--data-dir", SettingKeys.DATA_DIR, "/q?m")
                        .read())
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("The warehouse jdbc:duckdb:/q?m/warehouse.duckdb (warehouse.url, from default)"
                        + " lies at /q?m/warehouse.duckdb, and DuckDB does not take '?' for");
    }
}
