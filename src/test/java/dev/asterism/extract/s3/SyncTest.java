package dev.asterism.extract.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.extract.s3.MirrorPlan.Copy;
import dev.asterism.extract.s3.MirrorPlan.Reason;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SyncTest {
    private static final String DOWNLOADS = "2018/04/01/pypi/downloads-v1.csv.gz";
    private static final String ACTIVITY = "2018/04/01/github/repo-activity-v1.csv.gz";

    @TempDir
    Path folder;

    private MirrorWorkbench workbench;

    @BeforeEach
    void publishThreeDays() throws IOException {
        workbench = new MirrorWorkbench(folder, 3);
    }

    @AfterEach
    void close() throws IOException {
        workbench.close();
    }

    @Test
    void theFirstSyncBringsEveryFileAndTheSecondOnlyLists() throws IOException {
        MirrorResult first = workbench.sync(false);
        workbench.proxy.forget();
        MirrorResult second = workbench.sync(false);

        assertThat(workbench.lake.content())
                .isEqualTo(workbench.published.content())
                .hasSize(9);
        assertThat(first).isEqualTo(new MirrorResult(9, workbench.published.bytes(), 0, List.of()));
        assertThat(second).isEqualTo(new MirrorResult(0, 0, 0, List.of()));
        assertThat(workbench.proxy.asked()).singleElement().asString().contains("list-type=2");
    }

    @Test
    void theNewestDayComesFirstAndItsMetaFileBeforeTheDayFile() {
        try (Sync sync = workbench.prepare(false)) {
            assertThat(sync.plan().copies().stream().map(copy -> copy.path().toString()))
                    .startsWith(
                            "2018/04/03/github/repo-activity-v1.csv.gz",
                            "2018/04/03/pypi/downloads-v1.csv.gz.meta.json",
                            "2018/04/03/pypi/downloads-v1.csv.gz")
                    .endsWith(DOWNLOADS);
        }
    }

    @Test
    void anObjectOfAnotherSizeOrContentIsCopiedAgainAndNothingElse() throws IOException {
        workbench.sync(false);
        workbench.published.write(TestLake.FIRST_DAY, 9000, 77);
        byte[] activity = Files.readAllBytes(workbench.published.root().resolve(ACTIVITY));
        workbench.put(DOWNLOADS, Files.readAllBytes(workbench.published.root().resolve(DOWNLOADS)));
        workbench.put(ACTIVITY, activity);
        setTime(ACTIVITY, Instant.parse("2019-01-01T00:00:00Z"));
        setContent(ACTIVITY, new byte[activity.length], Instant.parse("2019-01-01T00:00:00Z"));

        try (Sync sync = workbench.prepare(false)) {
            assertThat(sync.plan().copies())
                    .extracting(copy -> copy.path().toString(), Copy::reason)
                    .containsExactly(tuple(ACTIVITY, Reason.OTHER_CONTENT), tuple(DOWNLOADS, Reason.OTHER_SIZE));
            assertThat(sync.plan().unchanged()).isEqualTo(7);
            sync.execute(2);
        }

        assertThat(workbench.lake.content().get(DOWNLOADS))
                .isEqualTo(workbench.published.content().get(DOWNLOADS));
        assertThat(workbench.lake.content().get(ACTIVITY)).isEqualTo(TestLake.text(activity));
    }

    @Test
    void aFileThatOnlyHasAnotherTimeIsNotCopiedAndComparedByContentOnlyOnce() throws IOException {
        workbench.sync(false);
        FileTime before = Files.getLastModifiedTime(workbench.lake.root().resolve(DOWNLOADS));
        setTime(DOWNLOADS, Instant.parse("2019-01-01T00:00:00Z"));

        MirrorResult result = workbench.sync(false);

        assertThat(result.copied()).isZero();
        assertThat(Files.getLastModifiedTime(workbench.lake.root().resolve(DOWNLOADS)))
                .isEqualTo(before);
    }

    @Test
    void whatTheBucketNoLongerHasStaysUnlessDeletingIsAskedFor() throws IOException {
        workbench.sync(false);
        workbench.remove(DOWNLOADS);
        workbench.remove(DOWNLOADS + ".meta.json");
        List<String> others = List.of("README.md", "warehouse.duckdb", "2018/04/01/notes.txt", "shop/visits-v1.csv.gz");
        for (String other : others) {
            Files.createDirectories(workbench.lake.root().resolve(other).getParent());
            Files.writeString(workbench.lake.root().resolve(other), "mine");
        }

        assertThat(workbench.sync(false).deleted()).isZero();
        assertThat(workbench.lake.root().resolve(DOWNLOADS)).exists();

        assertThat(workbench.sync(true).deleted()).isEqualTo(2);
        assertThat(workbench.listener.removed).containsExactly(DOWNLOADS + ".meta.json", DOWNLOADS);
        assertThat(workbench.lake.content()).hasSize(7);
        assertThat(workbench.lake.everything()).hasSize(7 + others.size()).containsAll(others);
    }

    @Test
    void aListingThatFailsMidwayDeletesNothing() throws IOException {
        workbench.sync(false);
        Map<String, String> before = workbench.lake.content();
        workbench
                .proxy
                .pagesOf(4)
                .answering(request -> request.startLine().contains("continuation-token")
                        ? Optional.of(S3Proxy.error(403, "AccessDenied", "No more."))
                        : Optional.empty());

        assertThatThrownBy(() -> workbench.sync(true)).isInstanceOf(InputException.class);

        assertThat(workbench.lake.content()).isEqualTo(before);
    }

    @Test
    void aListingThatRepeatsItselfForEverIsAFailureAndChangesNothing() throws IOException {
        workbench.sync(false);
        Map<String, String> before = workbench.lake.content();
        workbench.proxy.pagesOf(4).faults(Faults.first(100, Fault.REPEATED_PAGE));

        assertThatThrownBy(() -> workbench.sync(true))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("keys came twice");

        assertThat(workbench.lake.content()).isEqualTo(before);
    }

    @Test
    void pagesThatComeCutOrTwiceAreAskedForAgain() throws IOException {
        for (Fault fault : List.of(Fault.CUT, Fault.TRUNCATED_CONTENT, Fault.REPEATED_PAGE, Fault.RESET)) {
            workbench.proxy.pagesOf(2).faults(Faults.first(1, fault));
            try (Sync sync = workbench.prepare(true)) {
                assertThat(sync.plan().copies()).as(fault.toString()).hasSize(9);
            }
        }
    }

    @Test
    void keysThatWouldLeadOutOfTheLakeAreRefusedAndOthersIgnored() throws IOException {
        Path outside = folder.resolve("2018/04/01/pypi/downloads-v1.csv.gz");
        workbench.put("README.md", "hello".getBytes(UTF_8));
        workbench.put("2018/04/01/pypi/downloads-v1.csv", "hello".getBytes(UTF_8));
        workbench.proxy.changingListings(page -> page.replace(
                        "<Key>mirror/2018/04/02/pypi/downloads-v1.csv.gz</Key>",
                        "<Key>mirror/../2018/04/01/pypi/downloads-v1.csv.gz</Key>")
                .replace(
                        "<Key>mirror/2018/04/03/pypi/downloads-v1.csv.gz</Key>",
                        "<Key>mirror//etc/2018/04/01/pypi/downloads-v1.csv.gz</Key>"));

        try (Sync sync = workbench.prepare(true)) {
            assertThat(sync.plan().refused())
                    .containsExactlyInAnyOrder(
                            "mirror/../2018/04/01/pypi/downloads-v1.csv.gz",
                            "mirror//etc/2018/04/01/pypi/downloads-v1.csv.gz");
            assertThat(sync.plan().ignored()).isEqualTo(2);
            sync.execute(4);
        }

        assertThat(outside).doesNotExist();
        assertThat(workbench.lake.everything()).hasSize(7);
    }

    @Test
    void aDamagedObjectIsReportedAndTheLakeKeepsWhatItHas() throws IOException {
        workbench.sync(false);
        Map<String, String> before = workbench.lake.content();
        byte[] whole = Files.readAllBytes(workbench.published.root().resolve(DOWNLOADS));
        workbench.put(DOWNLOADS, Arrays.copyOf(whole, whole.length - 9));
        workbench.remove(ACTIVITY);

        MirrorResult result = workbench.sync(true);

        assertThat(result.problems())
                .singleElement()
                .asString()
                .contains(DOWNLOADS, "damaged", "The lake keeps what it has");
        assertThat(result.deleted()).as("nothing is removed after a failure").isZero();
        assertThat(workbench.lake.content()).isEqualTo(before);
    }

    @Test
    void theMetaFileOfAnOlderContentGoesWhenTheBucketHasNone() throws IOException {
        workbench.sync(false);
        workbench.remove(DOWNLOADS + ".meta.json");
        workbench.published.write(TestLake.FIRST_DAY, 9000, 78);
        workbench.put(DOWNLOADS, Files.readAllBytes(workbench.published.root().resolve(DOWNLOADS)));

        workbench.sync(false);

        assertThat(workbench.lake.content())
                .doesNotContainKey(DOWNLOADS + ".meta.json")
                .hasSize(8);
    }

    @Test
    void aCutConnectionGoesOnWhereItWas() throws IOException {
        workbench.published.write(TestLake.FIRST_DAY, 400_000, 5);
        workbench.put(DOWNLOADS, Files.readAllBytes(workbench.published.root().resolve(DOWNLOADS)));
        workbench.proxy.faults(Faults.first(1, Fault.CUT));

        workbench.sync(false);

        assertThat(workbench.proxy.headers("Range")).hasSizeGreaterThanOrEqualTo(9);
        assertThat(workbench.lake.content().get(DOWNLOADS))
                .isEqualTo(workbench.published.content().get(DOWNLOADS));
        assertThat(workbench.listener.bytes.get()).as("no byte came twice").isEqualTo(workbench.lake.bytes());
    }

    @Test
    void aStoppedSyncLeavesWholeFilesOnlyAndTheNextOneGoesOn() throws IOException {
        try (Sync sync = workbench.prepare(false)) {
            workbench.listener.afterCopied = copied -> {
                if (copied == 3) {
                    sync.stop();
                }
            };
            assertThatThrownBy(() -> sync.execute(1)).isInstanceOf(RunFailedException.class);
        }

        assertThat(workbench.published.content()).containsAllEntriesOf(workbench.lake.content());
        assertThat(workbench.lake.everything()).hasSize(3).noneMatch(name -> name.endsWith(".part"));
        assertThat(workbench.sync(false).copied()).isEqualTo(6);
        assertThat(workbench.lake.content()).isEqualTo(workbench.published.content());
    }

    @Test
    void deletingFromABucketWithoutAnyDayFileIsRefused() throws IOException {
        workbench.lake.write(Day.of(2018, 4, 1), 100, 1);
        Map<String, String> before = workbench.lake.content();
        S3Address elsewhere = new S3Address(workbench.address.bucket(), "mistyped/");
        Bucket bucket =
                Bucket.open(elsewhere, new S3Access(Optional.of(workbench.proxy.endpoint()), Optional.empty(), false));

        assertThatThrownBy(() -> Sync.prepare(bucket, workbench.lake.root(), true, workbench.listener))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no day file at all");

        assertThat(workbench.lake.content()).isEqualTo(before);
    }

    private void setTime(String path, Instant time) throws IOException {
        Files.setLastModifiedTime(workbench.lake.root().resolve(path), FileTime.from(time));
    }

    private void setContent(String path, byte[] content, Instant time) throws IOException {
        Files.write(workbench.lake.root().resolve(path), content);
        setTime(path, time);
    }
}
