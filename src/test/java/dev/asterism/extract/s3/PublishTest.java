package dev.asterism.extract.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PublishTest {
    private static final String DOWNLOADS = "2018/04/02/pypi/downloads-v1.csv.gz";

    @TempDir
    Path folder;

    private MirrorWorkbench workbench;

    @BeforeEach
    void emptyBucketAndALakeOfTwoDays() throws IOException {
        workbench = new MirrorWorkbench(folder, 0);
        TestLake.of(workbench.lake.root(), 2, 4000, 9);
    }

    @AfterEach
    void close() throws IOException {
        workbench.close();
    }

    @Test
    void whatIsPublishedComesBackAsItWas() throws IOException {
        Files.writeString(workbench.lake.root().resolve("warehouse.duckdb"), "not for others");

        MirrorResult result = workbench.publish();

        TestLake other = new TestLake(folder.resolve("other"));
        try (Sync sync = Sync.prepare(workbench.bucket(Identity.ANONYMOUS), other.root(), false, workbench.listener)) {
            sync.execute(4);
        }
        assertThat(result).isEqualTo(new MirrorResult(6, workbench.lake.bytes(), 0, List.of()));
        assertThat(other.content()).isEqualTo(workbench.lake.content()).hasSize(6);
        assertThat(workbench.server.content(workbench.address.bucket()))
                .as("nothing but the files of the lake")
                .hasSize(6);
    }

    @Test
    void onlyWhatDiffersIsPublishedAgainAndNothingIsRemoved() throws IOException {
        workbench.publish();
        workbench.lake.write(Day.of(2018, 4, 2), 8000, 99);
        Files.delete(workbench.lake.root().resolve("2018/04/01/github/repo-activity-v1.csv.gz"));
        workbench.proxy.forget();

        MirrorResult result = workbench.publish();

        assertThat(result.copied()).isEqualTo(3);
        assertThat(workbench.proxy.asked())
                .filteredOn(request -> !request.startsWith("GET"))
                .hasSize(3);
        assertThat(workbench.server.content(workbench.address.bucket())).hasSize(6);
        assertThat(workbench.publish().copied()).isZero();
    }

    @Test
    void aFileThatWasOnlyTouchedIsNotPublishedAgain() throws IOException {
        workbench.publish();
        Files.setLastModifiedTime(
                workbench.lake.root().resolve(DOWNLOADS),
                FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(workbench.publish().copied()).isZero();
    }

    @Test
    void aDamagedFileAndAnUnfinishedOneAreKeptBack() throws IOException {
        Path damaged = workbench.lake.root().resolve(DOWNLOADS);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        Path unfinished = workbench.lake.root().resolve("2018/04/01/pypi/downloads-v1.csv.gz");
        Files.delete(unfinished);

        MirrorResult result = workbench.publish();

        assertThat(result.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("Not published", DOWNLOADS))
                .anySatisfy(problem -> assertThat(problem).contains("was cut off", "2018/04/01/pypi"));
        assertThat(workbench.server.content(workbench.address.bucket()))
                .hasSize(2)
                .allSatisfy((key, content) -> assertThat(key).contains("/github/"));
    }

    @Test
    void whatDoesNotArriveAsItWasSentIsSentAgain() throws IOException {
        workbench.proxy.faults(Faults.first(1, Fault.SERVER_ERROR));
        Map<String, String> before = workbench.lake.content();

        assertThat(workbench.publish().problems()).isEmpty();

        assertThat(workbench.server.content(workbench.address.bucket())).hasSize(before.size());
    }

    @Test
    void nobodyPublishesWithoutCredentials() {
        assertThatThrownBy(() -> Publish.prepare(
                        workbench.bucket(Identity.ANONYMOUS), workbench.lake.root(), workbench.listener))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("There are no AWS credentials");
        assertThat(workbench.proxy.asked()).isEmpty();
    }

    @Test
    void requestsAreSignedWithCredentialsAndAnonymousWithout() {
        workbench.publish();
        assertThat(workbench.proxy.headers("Authorization"))
                .hasSameSizeAs(workbench.proxy.asked())
                .allMatch(header -> header.startsWith("AWS4-HMAC-SHA256 Credential=AKIDSOMEBODY/"));
        assertThat(workbench.proxy.headers("Content-MD5")).hasSize(6);

        workbench.proxy.forget();
        workbench.sync(false);
        assertThat(workbench.proxy.asked()).isNotEmpty();
        assertThat(workbench.proxy.headers("Authorization")).isEmpty();
    }
}
