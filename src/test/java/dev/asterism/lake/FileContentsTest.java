package dev.asterism.lake;

import static dev.asterism.lake.DayFileBuilder.dayFile;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentsTest {
    private static final String NAME = "pypi/downloads-v1.csv.gz";
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path root;

    private final CountingCache cache = new CountingCache();
    private final FileContents contents = new FileContents(cache);

    @Test
    void aDigestIsThatOfTheCompressedBytes() {
        DayFile file = abc(1).write();

        assertThat(digests(file)).containsExactly(SHA256_OF_ABC);
    }

    @Test
    void manyFilesAreSavedInOneCallAndKeepTheirOrder() {
        List<DayFile> files = new ArrayList<>();
        for (int day = 30; day >= 1; day--) {
            files.add(abc(day).write());
        }

        assertThat(contents.of(files).keySet()).containsExactlyElementsOf(files);
        assertThat(cache.saves).hasSize(1);
        assertThat(cache.saves.get(0)).hasSize(30);
    }

    @Test
    void aKnownFileIsNotReadAgain() throws IOException {
        DayFile file = abc(1).write();
        contents.of(List.of(file));
        Files.delete(file.path());

        assertThat(digests(file)).containsExactly(SHA256_OF_ABC);
        assertThat(cache.saves).hasSize(1);
    }

    @Test
    void aFileOfAnotherSizeOrTimeIsReadAgain() {
        contents.of(List.of(abc(1).write()));
        DayFile laterWritten =
                abc(1).modified(Instant.parse("2020-01-01T00:00:00.000000001Z")).write();
        DayFile longer = bytes(1, "abcd").write();

        contents.of(List.of(laterWritten));
        assertThat(digests(longer)).doesNotContain(SHA256_OF_ABC);
        assertThat(cache.saves).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aFileChangedSinceItWasListedIsNotSaved() {
        DayFile listed = abc(1).write();
        bytes(1, "abd").modified(Instant.parse("2020-01-02T00:00:00Z")).write();

        assertThat(digests(listed)).doesNotContain(SHA256_OF_ABC);
        assertThat(cache.saves).isEmpty();
    }

    @Test
    void aFileWrittenJustNowIsNotSavedAsItMayChangeWithinTheSameTick() {
        DayFile file = abc(1).modified(Instant.now()).write();

        assertThat(digests(file)).containsExactly(SHA256_OF_ABC);
        assertThat(cache.saves).isEmpty();
    }

    @Test
    void anUnreadableFileIsNamedAndTheOthersAreSaved() throws IOException {
        DayFile good = abc(1).write();
        DayFile gone = abc(2).write();
        Files.delete(gone.path());

        assertThatThrownBy(() -> contents.of(List.of(gone, good)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(gone.path().toString());
        assertThat(cache.find(List.of(good))).containsOnlyKeys(good);
    }

    @Test
    void noFilesHaveNoContents() {
        assertThat(contents.of(List.of())).isEmpty();
        assertThat(cache.saves).isEmpty();
    }

    @Test
    void ofAWholeFileTheRowsAreCounted() {
        DayFile file = dayFile(root, Day.of(2018, 4, 1), NAME)
                .header("day_id", "name")
                .row(20180401, "two\nlines")
                .row(20180401, "\"")
                .write();

        assertThat(contents.of(List.of(file)).get(file)).isInstanceOfSatisfying(FileContent.Whole.class, whole -> {
            assertThat(whole.rows()).isEqualTo(2);
            assertThat(whole.rowEnd()).isEqualTo(RowEnd.LF);
        });
    }

    @Test
    void aDamagedFileIsNoFailureAndItsDigestIsThatOfAllItsBytes() throws Exception {
        DayFile whole = dayFile(root, Day.of(2018, 4, 1), NAME)
                .header("day_id", "name")
                .row(20180401, "x".repeat(1000))
                .write();
        byte[] bytes = Files.readAllBytes(whole.path());
        bytes[bytes.length - 6] ^= 1; // In the checksum at the end, which no engine compares.
        DayFile damaged =
                dayFile(root, Day.of(2018, 4, 2), NAME).wholeFile(bytes).write();

        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));

        assertThat(contents.of(List.of(damaged)).get(damaged))
                .isInstanceOfSatisfying(FileContent.Broken.class, broken -> {
                    assertThat(broken.what()).startsWith("the gzip data is damaged (");
                    assertThat(broken.sha256()).isEqualTo(sha256);
                });
        Files.delete(damaged.path());
        assertThat(contents.of(List.of(damaged)).get(damaged)).isInstanceOf(FileContent.Broken.class);
    }

    private List<String> digests(DayFile file) {
        return contents.of(List.of(file)).values().stream()
                .map(FileContent::sha256)
                .toList();
    }

    private DayFileBuilder abc(int dayOfMonth) {
        return bytes(dayOfMonth, "abc");
    }

    private DayFileBuilder bytes(int dayOfMonth, String content) {
        return dayFile(root, Day.of(2018, 4, dayOfMonth), NAME).wholeFile(content.getBytes(UTF_8));
    }

    private static final class CountingCache implements FileContentCache {
        private final FileContentCache delegate = new InMemoryFileContentCache();
        private final List<Map<DayFile, FileContent>> saves = new ArrayList<>();

        @Override
        public Map<DayFile, FileContent> find(Collection<DayFile> files) {
            return delegate.find(files);
        }

        @Override
        public void save(Map<DayFile, FileContent> contents) {
            saves.add(contents);
            delegate.save(contents);
        }
    }
}
