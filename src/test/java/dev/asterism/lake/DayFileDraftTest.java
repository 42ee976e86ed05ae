package dev.asterism.lake;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DayFileDraftTest {
    private static final Day DAY = Day.of(2018, 4, 10);

    @TempDir
    private Path folder;

    @Test
    void aPublishedFileIsThereWithWhatIsKnownAboutIt() throws IOException {
        DayFileMeta meta = publish("a", "tab\there", "quote\"d", "line\nbreak", "", "ü");

        assertThat(rows()).containsExactly("a", "tab\there", "quote\"d", "line\nbreak", "NULL", "ü");
        assertThat(DayFileMeta.of(target().path())).hasValue(meta);
        assertThat(meta.rows()).isEqualTo(6);
        assertThat(meta.bytes()).isEqualTo(Files.size(target().path()));
        assertThat(new FileContents(new InMemoryFileContentCache()).of(List.of(listed())))
                .containsValue(new FileContent.Whole(meta.sha256(), 6, RowEnd.LF));
        assertThat(names()).containsExactly("things-v1.csv.gz", "things-v1.csv.gz.meta.json");
    }

    @Test
    void theSameRowsGiveTheSameBytes() throws IOException {
        String first = publish("a", "b").sha256();

        assertThat(publish("a", "b").sha256()).isEqualTo(first);
    }

    @Test
    void everythingThatIsKnownIsReadAgain() throws IOException {
        DayFileMeta meta;
        try (DayFileDraft draft = draftOf("a")) {
            meta = draft.publish(new DayFileDraft.Provenance(
                    "bigquery",
                    1,
                    OptionalLong.of(12),
                    Optional.of(HoursPresent.of(List.of(3, 5))),
                    Map.of("duplicate_events", 7L)));
        }

        assertThat(DayFileMeta.of(target().path())).hasValue(meta);
        assertThat(meta.isComplete()).isFalse();
    }

    @Test
    void whatANewerProgramHasAddedIsSkipped() throws IOException {
        DayFileMeta meta = publish("a");
        Path file = DayFileMeta.pathFor(target().path());
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"new\": {\"a\": [1]}, "));

        assertThat(DayFileMeta.of(target().path())).hasValue(meta);
    }

    @Test
    void aMetaFileOfAnotherContentTellsThatTheWritingWasCutOff() throws IOException {
        publish("a");
        byte[] meta = Files.readAllBytes(DayFileMeta.pathFor(target().path()));
        publish("a", "much", "longer", "content");

        assertThat(DayFileMeta.isCutOff(target().path())).isFalse();
        Files.write(DayFileMeta.pathFor(target().path()), meta);
        assertThat(DayFileMeta.isCutOff(target().path())).isTrue();
        assertThat(DayFileMeta.of(target().path())).isEmpty();
    }

    @Test
    void anUnpublishedDraftLeavesNothingAndChangesNothing() throws IOException {
        publish("before");

        try (DayFileDraft draft = draftOf("after")) {
            assertThat(draft.part()).exists();
        }

        assertThat(rows()).containsExactly("before");
        assertThat(names()).hasSize(2);
    }

    @Test
    void whatACrashLeftIsRemovedAndWhatAnotherProcessWritesIsNot() throws IOException, InterruptedException {
        Files.createDirectories(target().path().getParent());
        Process other = new ProcessBuilder("cat").start();
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path left = part(dead.pid());
        Path ofThisProcess = part(ProcessHandle.current().pid());
        Path written = part(other.pid());
        for (Path part : List.of(left, ofThisProcess, written)) {
            Files.writeString(part, "half a file");
        }

        publish("a");

        assertThat(left).doesNotExist();
        assertThat(ofThisProcess).doesNotExist();
        assertThat(written).exists();
        other.destroyForcibly().waitFor();
    }

    @Test
    void aFileThatIsNotWholeIsNotPutInItsPlace() throws IOException {
        try (DayFileDraft draft = draftOf("a", "b", "c")) {
            byte[] whole = Files.readAllBytes(draft.part());
            Files.write(draft.part(), Arrays.copyOf(whole, whole.length - 4));

            assertNotPublished(draft, 3, "the file is truncated");
        }
    }

    @Test
    void aFileWithAFlippedBitIsNotPutInItsPlace() throws IOException {
        try (DayFileDraft draft = draftOf("a", "b", "c")) {
            byte[] bytes = Files.readAllBytes(draft.part());
            bytes[bytes.length - 6] ^= 1;
            Files.write(draft.part(), bytes);

            assertNotPublished(draft, 3, "the gzip data is damaged");
        }
    }

    @Test
    void aFileWithAnotherNumberOfRowsIsNotPutInItsPlace() throws IOException {
        try (DayFileDraft draft = draftOf("a", "b", "c")) {
            assertNotPublished(draft, 4, "has 3 rows, not 4");
        }
    }

    @Test
    void aFileOfAnotherDayIsNotPutInItsPlace() throws IOException {
        try (DayFileDraft draft = new DayFileDraft(target())) {
            try (DayFileWriter writer = draft.writer()) {
                writer.write(List.of(DAY.next().id(), "a"));
            }
            assertNotPublished(draft, 1, "has a row of the day 20180411 in line 2");
        }
    }

    @Test
    void aFileWithOtherColumnsIsNotPutInItsPlace() throws IOException {
        DayFileTarget other = DayFileTarget.in(folder, DAY, "shop", "things", 1, List.of("day_id", "price"));
        try (DayFileDraft draft = new DayFileDraft(other)) {
            try (DayFileWriter writer = new DayFileWriter(draft.part(), List.of("day_id", "thing"))) {
                writer.write(List.of(DAY.id(), "a"));
            }
            assertNotPublished(draft, 1, "has the columns [day_id, thing]");
        }
    }

    private void assertNotPublished(DayFileDraft draft, long rows, String why) {
        assertThatThrownBy(() -> draft.publish(DayFileDraft.Provenance.of("test", rows)))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("was not put there");
        assertThat(target().path()).doesNotExist();
        assertThat(DayFileMeta.pathFor(target().path())).doesNotExist();
    }

    private DayFileMeta publish(String... things) throws IOException {
        try (DayFileDraft draft = draftOf(things)) {
            return draft.publish(DayFileDraft.Provenance.of("test", things.length));
        }
    }

    private DayFileDraft draftOf(String... things) throws IOException {
        DayFileDraft draft = new DayFileDraft(target());
        try (DayFileWriter writer = draft.writer()) {
            for (String thing : things) {
                writer.write(List.of(DAY.id(), thing));
            }
        }
        return draft;
    }

    private List<String> rows() throws IOException {
        try (DayFileReader reader = new DayFileReader(target().path())) {
            return Stream.generate(() -> next(reader))
                    .takeWhile(Optional::isPresent)
                    .map(row -> Optional.ofNullable(row.orElseThrow().fields().get(1))
                            .orElse("NULL"))
                    .toList();
        } catch (MalformedDayFileException e) {
            throw new IOException(e);
        }
    }

    private static Optional<RowReader.Row> next(DayFileReader reader) {
        try {
            return reader.next();
        } catch (MalformedDayFileException e) {
            throw new AssertionError(e);
        }
    }

    private DayFile listed() {
        FilePattern pattern = FilePattern.parse("shop/things-v1.csv.gz");
        return requireNonNull(
                new Lake(folder).list(List.of(pattern)).of(pattern).get(DAY));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(target().path().getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path part(long processId) {
        return target().path().resolveSibling("things-v1.csv.gz." + processId + ".part");
    }

    private DayFileTarget target() {
        return DayFileTarget.in(folder, DAY, "shop", "things", 1, List.of("day_id", "thing"));
    }
}
