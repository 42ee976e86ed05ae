package dev.asterism.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest {
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
    void aFileThatIsNoCatalogIsRefused() throws IOException {
        Files.write(
                file,
                "This is no database, but long enough to be looked at. "
                        .repeat(50)
                        .getBytes(UTF_8));

        assertThatThrownBy(() -> Catalog.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(file.toString(), "move the file away");
    }

    @Test
    void aFolderInItsPlaceIsRefused() throws IOException {
        Files.createDirectory(file);

        assertThatThrownBy(() -> Catalog.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileInPlaceOfItsFolderIsRefused() throws IOException {
        Files.writeString(file, "no folder");

        assertThatThrownBy(() -> Catalog.open(file.resolve("catalog.sqlite")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theConnectionWaitsForOthersChecksReferencesAndWritesAhead() {
        try (CatalogDatabase database = Catalog.openDatabase(new SqliteStore(file))) {
            assertThat(pragma(database, "busy_timeout")).isEqualTo("10000");
            assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
        }
    }

    private static String pragma(CatalogDatabase database, String name) {
        return database.read(sql -> String.valueOf(sql.fetchValue("PRAGMA " + name)));
    }
}
