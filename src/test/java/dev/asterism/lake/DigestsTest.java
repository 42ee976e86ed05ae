package dev.asterism.lake;

import static dev.asterism.lake.DayFileBuilder.dayFile;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
    private static final String NAME = "pypi/downloads-v1.csv.gz";
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path root;

    private final CountingCache cache = new CountingCache();
    private final Digests digests = new Digests(cache);

    @Test
    void aDigestIsThatOfTheCompressedBytes() {
        DayFile file = abc(1).write();

        assertThat(digests.sha256(List.of(file))).containsOnly(Map.entry(file, SHA256_OF_ABC));
    }

    @Test
    void manyFilesAreSavedInOneCallAndKeepTheirOrder() {
        List<DayFile> files = new ArrayList<>();
        for (int day = 30; day >= 1; day--) {
            files.add(abc(day).write());
        }

        assertThat(digests.sha256(files).keySet()).containsExactlyElementsOf(files);
        assertThat(cache.saves).hasSize(1);
        assertThat(cache.saves.get(0)).hasSize(30);
    }

    @Test
    void aKnownFileIsNotReadAgain() throws IOException {
        DayFile file = abc(1).write();
        digests.sha256(List.of(file));
        Files.delete(file.path());

        assertThat(digests.sha256(List.of(file))).containsOnly(Map.entry(file, SHA256_OF_ABC));
        assertThat(cache.saves).hasSize(1);
    }

    @Test
    void aFileOfAnotherSizeOrTimeIsReadAgain() {
        digests.sha256(List.of(abc(1).write()));
        DayFile laterWritten =
                abc(1).modified(Instant.parse("2020-01-01T00:00:00.000000001Z")).write();
        DayFile longer = bytes(1, "abcd").write();

        digests.sha256(List.of(laterWritten));
        assertThat(digests.sha256(List.of(longer)).get(longer)).isNotEqualTo(SHA256_OF_ABC);
        assertThat(cache.saves).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aFileChangedSinceItWasListedIsNotSaved() {
        DayFile listed = abc(1).write();
        bytes(1, "abd").modified(Instant.parse("2020-01-02T00:00:00Z")).write();

        assertThat(digests.sha256(List.of(listed)).get(listed)).isNotEqualTo(SHA256_OF_ABC);
        assertThat(cache.saves).isEmpty();
    }

    @Test
    void aFileWrittenJustNowIsNotSavedAsItMayChangeWithinTheSameTick() {
        DayFile file = abc(1).modified(Instant.now()).write();

        assertThat(digests.sha256(List.of(file))).containsValue(SHA256_OF_ABC);
        assertThat(cache.saves).isEmpty();
    }

    @Test
    void anUnreadableFileIsNamedAndTheOthersAreSaved() throws IOException {
        DayFile good = abc(1).write();
        DayFile gone = abc(2).write();
        Files.delete(gone.path());

        assertThatThrownBy(() -> digests.sha256(List.of(gone, good)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(gone.path().toString());
        assertThat(cache.find(List.of(good))).containsOnlyKeys(good);
    }

    @Test
    void noFilesAreNoDigests() {
        assertThat(digests.sha256(List.of())).isEmpty();
        assertThat(cache.saves).isEmpty();
    }

    private DayFileBuilder abc(int dayOfMonth) {
        return bytes(dayOfMonth, "abc");
    }

    private DayFileBuilder bytes(int dayOfMonth, String content) {
        return dayFile(root, Day.of(2018, 4, dayOfMonth), NAME).wholeFile(content.getBytes(UTF_8));
    }

    private static final class CountingCache implements DigestCache {
        private final DigestCache delegate = new InMemoryDigestCache();
        private final List<Map<DayFile, String>> saves = new ArrayList<>();

        @Override
        public Map<DayFile, String> find(Collection<DayFile> files) {
            return delegate.find(files);
        }

        @Override
        public void save(Map<DayFile, String> digests) {
            saves.add(digests);
            delegate.save(digests);
        }
    }
}
