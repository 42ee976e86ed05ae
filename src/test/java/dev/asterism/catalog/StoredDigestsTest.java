package dev.asterism.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DigestCache;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(CatalogPlace.Kind.class)
class StoredDigestsTest {
    private static final Instant MODIFIED = Instant.parse("2026-11-20T10:00:00.123456789Z");

    private final CatalogPlace.Kind kind;

    @TempDir
    private Path folder;

    private CatalogPlace place;
    private Catalog catalog;
    private DigestCache digests;

    StoredDigestsTest(CatalogPlace.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        place = kind.fresh(folder);
        catalog = place.open();
        digests = catalog.digests();
    }

    @AfterEach
    void close() {
        catalog.close();
        place.close();
    }

    @Test
    void aSavedDigestIsFoundAlsoByTheNextProcess() {
        DayFile file = file("data/a.gz", 7, MODIFIED);
        digests.save(Map.of(file, "aa"));

        assertThat(digests.find(List.of(file, file("data/b.gz", 7, MODIFIED)))).containsOnly(Map.entry(file, "aa"));
        try (Catalog again = place.open()) {
            assertThat(again.digests().find(List.of(file))).containsOnly(Map.entry(file, "aa"));
        }
    }

    @Test
    void anotherSizeOrTimeIsAnotherContent() {
        digests.save(Map.of(file("a.gz", 7, MODIFIED), "aa"));

        assertThat(digests.find(List.of(file("a.gz", 8, MODIFIED)))).isEmpty();
        assertThat(digests.find(List.of(file("a.gz", 7, MODIFIED.plusNanos(1)))))
                .isEmpty();
    }

    @Test
    void aNewDigestReplacesTheOldOneAndNoOther() {
        DayFile old = file("a.gz", 7, MODIFIED);
        DayFile changed = file("a.gz", 8, MODIFIED);
        DayFile other = file("b.gz", 7, MODIFIED);
        digests.save(Map.of(old, "aa", other, "bb"));
        digests.save(Map.of(changed, "cc"));

        assertThat(digests.find(List.of(old, other))).containsOnly(Map.entry(other, "bb"));
        assertThat(digests.find(List.of(changed))).containsOnly(Map.entry(changed, "cc"));
    }

    @Test
    void pathsAreAbsoluteAndNormalised() {
        digests.save(Map.of(file("data/../data/./a.gz", 7, MODIFIED), "aa"));

        assertThat(digests.find(List.of(file("data/a.gz", 7, MODIFIED)))).hasSize(1);
        assertThat(digests.find(List.of(
                        new DayFile(Day.of(2018, 4, 5), Path.of("data/a.gz").toAbsolutePath(), 1, 7, MODIFIED))))
                .hasSize(1);
    }

    @Test
    void manyFilesComeBackTogether() {
        List<DayFile> files = IntStream.range(0, 5000)
                .mapToObj(number -> file("data/" + number + ".gz", number, MODIFIED))
                .toList();
        Map<DayFile, String> all =
                files.stream().collect(Collectors.toMap(Function.identity(), file -> Long.toHexString(file.bytes())));
        digests.save(all);

        assertThat(digests.find(files)).isEqualTo(all);
    }

    @Test
    void everyMachineHasItsOwnDigestOfAPath() {
        DayFile file = file("data/a.gz", 7, MODIFIED);
        digests.save(Map.of(file, "aa"));

        try (CatalogDatabase database = place.openDatabase()) {
            DigestCache elsewhere = new StoredDigests(database, "elsewhere");
            assertThat(elsewhere.find(List.of(file))).isEmpty();
            elsewhere.save(Map.of(file, "bb"));
            assertThat(elsewhere.find(List.of(file))).containsOnly(Map.entry(file, "bb"));
        }
        assertThat(digests.find(List.of(file))).containsOnly(Map.entry(file, "aa"));
    }

    @Test
    void nothingIsFoundOfNothing() {
        digests.save(Map.of());

        assertThat(digests.find(List.of())).isEmpty();
    }

    private static DayFile file(String path, long bytes, Instant modified) {
        return new DayFile(Day.of(2018, 4, 5), Path.of(path), 1, bytes, modified);
    }
}
