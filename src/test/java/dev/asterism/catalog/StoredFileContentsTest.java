package dev.asterism.catalog;

import static dev.asterism.catalog.schema.Tables.FILE_DIGEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.FileContent;
import dev.asterism.lake.FileContentCache;
import dev.asterism.lake.RowEnd;
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
class StoredFileContentsTest {
    private static final Instant MODIFIED = Instant.parse("2026-11-20T10:00:00.123456789Z");

    private final CatalogPlace.Kind kind;

    @TempDir
    private Path folder;

    private CatalogPlace place;
    private Catalog catalog;
    private FileContentCache contents;

    StoredFileContentsTest(CatalogPlace.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        place = kind.fresh(folder);
        catalog = place.open();
        contents = catalog.fileContents();
    }

    @AfterEach
    void close() {
        catalog.close();
        place.close();
    }

    @Test
    void whatIsSavedIsFoundAlsoByTheNextProcess() {
        DayFile file = file("data/a.gz", 7, MODIFIED);
        contents.save(Map.of(file, whole("aa")));

        assertThat(contents.find(List.of(file, file("data/b.gz", 7, MODIFIED))))
                .containsOnly(Map.entry(file, whole("aa")));
        try (Catalog again = place.open()) {
            assertThat(again.fileContents().find(List.of(file))).containsOnly(Map.entry(file, whole("aa")));
        }
    }

    @Test
    void anotherSizeOrTimeIsAnotherContent() {
        contents.save(Map.of(file("a.gz", 7, MODIFIED), whole("aa")));

        assertThat(contents.find(List.of(file("a.gz", 8, MODIFIED)))).isEmpty();
        assertThat(contents.find(List.of(file("a.gz", 7, MODIFIED.plusNanos(1)))))
                .isEmpty();
    }

    @Test
    void aNewContentReplacesTheOldOneAndNoOther() {
        DayFile old = file("a.gz", 7, MODIFIED);
        DayFile changed = file("a.gz", 8, MODIFIED);
        DayFile other = file("b.gz", 7, MODIFIED);
        contents.save(Map.of(old, whole("aa"), other, whole("bb")));
        contents.save(Map.of(changed, whole("cc")));

        assertThat(contents.find(List.of(old, other))).containsOnly(Map.entry(other, whole("bb")));
        assertThat(contents.find(List.of(changed))).containsOnly(Map.entry(changed, whole("cc")));
    }

    @Test
    void pathsAreAbsoluteAndNormalised() {
        contents.save(Map.of(file("data/../data/./a.gz", 7, MODIFIED), whole("aa")));

        assertThat(contents.find(List.of(file("data/a.gz", 7, MODIFIED)))).hasSize(1);
        assertThat(contents.find(List.of(
                        new DayFile(Day.of(2018, 4, 5), Path.of("data/a.gz").toAbsolutePath(), 1, 7, MODIFIED))))
                .hasSize(1);
    }

    @Test
    void manyFilesComeBackTogether() {
        List<DayFile> files = IntStream.range(0, 5000)
                .mapToObj(number -> file("data/" + number + ".gz", number, MODIFIED))
                .toList();
        Map<DayFile, FileContent> all = files.stream()
                .collect(Collectors.toMap(Function.identity(), file -> whole(Long.toHexString(file.bytes()))));
        contents.save(all);

        assertThat(contents.find(files)).isEqualTo(all);
    }

    @Test
    void everyMachineHasItsOwnContentOfAPath() {
        DayFile file = file("data/a.gz", 7, MODIFIED);
        contents.save(Map.of(file, whole("aa")));

        try (CatalogDatabase database = place.openDatabase()) {
            FileContentCache elsewhere = new StoredFileContents(database, "elsewhere");
            assertThat(elsewhere.find(List.of(file))).isEmpty();
            elsewhere.save(Map.of(file, whole("bb")));
            assertThat(elsewhere.find(List.of(file))).containsOnly(Map.entry(file, whole("bb")));
        }
        assertThat(contents.find(List.of(file))).containsOnly(Map.entry(file, whole("aa")));
    }

    @Test
    void rowsAndTheirEndsAreRememberedAndSoIsWhatIsWrong() {
        DayFile whole = file("a.gz", 7, MODIFIED);
        DayFile broken = file("b.gz", 7, MODIFIED);
        DayFile mended = file("b.gz", 8, MODIFIED);
        FileContent wholeContent = new FileContent.Whole("aa", 5_000_000_000L, RowEnd.IRREGULAR);
        FileContent brokenContent = new FileContent.Broken("bb", 0, "the file is truncated", "complete gzip data");
        contents.save(Map.of(whole, wholeContent, broken, brokenContent));

        assertThat(contents.find(List.of(whole, broken)))
                .containsOnly(Map.entry(whole, wholeContent), Map.entry(broken, brokenContent));

        contents.save(Map.of(mended, wholeContent));

        assertThat(contents.find(List.of(mended))).containsOnly(Map.entry(mended, wholeContent));
    }

    @Test
    void aDigestOfAnEarlierProgramIsNotEnough() {
        DayFile file = file("a.gz", 7, MODIFIED);
        contents.save(Map.of(file, whole("aa")));
        try (CatalogDatabase database = place.openDatabase()) {
            database.write(sql -> sql.update(FILE_DIGEST)
                    .setNull(FILE_DIGEST.ROW_COUNT)
                    .setNull(FILE_DIGEST.ROW_END)
                    .execute());
        }

        assertThat(contents.find(List.of(file))).isEmpty();
    }

    @Test
    void nothingIsFoundOfNothing() {
        contents.save(Map.of());

        assertThat(contents.find(List.of())).isEmpty();
    }

    private static FileContent whole(String sha256) {
        return new FileContent.Whole(sha256, 1, RowEnd.LF);
    }

    private static DayFile file(String path, long bytes, Instant modified) {
        return new DayFile(Day.of(2018, 4, 5), Path.of(path), 1, bytes, modified);
    }
}
