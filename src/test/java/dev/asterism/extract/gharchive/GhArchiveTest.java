package dev.asterism.extract.gharchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asterism.extract.DayResult;
import dev.asterism.extract.DayResult.Status;
import dev.asterism.extract.Downloads;
import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.HoursPresent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class GhArchiveTest {
    private static final Day DAY = Day.of(2015, 1, 1);
    private static final Day NEXT_DAY = Day.of(2015, 1, 2);
    private static final Path REAL_HOURS = Path.of("../shared/data/gharchive");

    private final HourServer server = new HourServer();

    @TempDir
    private Path folder;

    private DownloadBench bench;

    @BeforeEach
    void open() {
        bench = new DownloadBench(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void activityIsCountedByTheRulesOfTheOriginal() {
        server.hour(
                DAY,
                0,
                new Events()
                        .push(1, "pallets/flask", 3)
                        .push(2, "pallets/flask", 7)
                        .push(3, "pallets/flask", 0)
                        .fork(4, "pallets/flask")
                        .pullRequest(5, "pallets/flask", "closed")
                        .pullRequest(6, "pallets/flask", "opened")
                        .fork(7, "liks79/flask")
                        .push(8, "nobody/nothing-new", 0)
                        .pullRequest(9, "nobody/only-opened", "opened")
                        .event(10, "WatchEvent", "nobody/watched", "{\"action\":\"started\"}")
                        .fork(11, "nobody/")
                        .fork(12, "")
                        .gzip());

        download();

        assertThat(bench.rows(DAY)).containsExactly("20150101 liks79 flask 1 - -", "20150101 pallets flask 1 10 1");
    }

    @Test
    void anEventThatWasRecordedTwiceCountsOnce() {
        server.hour(
                DAY,
                0,
                new Events().push(1, "a/b", 3).fork(2, "a/b").fork(2, "a/b").gzip());
        server.hour(DAY, 1, new Events().push(1, "a/b", 3).gzip());

        download();

        assertThat(bench.rows(DAY)).containsExactly("20150101 a b 1 3 -");
        assertThat(bench.meta(DAY).counts()).contains(entry("duplicate_events", 2L), entry("events", 2L));
    }

    @Test
    void commitsOfARepositoryWithAPushOfUnknownSizeAreUnknown() {
        server.hour(
                DAY,
                0,
                new Events()
                        .slimPush(1, "a/slim")
                        .slimPush(2, "a/mixed")
                        .push(3, "a/mixed", 5)
                        .fork(4, "a/mixed")
                        .push(5, "a/whole", 5)
                        .gzip());

        download();

        assertThat(bench.rows(DAY))
                .containsExactly("20150101 a mixed 1 - -", "20150101 a slim - - -", "20150101 a whole - 5 -");
        assertThat(bench.meta(DAY).counts()).contains(entry("pushes_without_commits", 2L));
    }

    @Test
    void hoursThatAreNotThereMakeTheDayIncomplete() {
        server.hour(DAY, 0, new Events().fork(1, "a/b").gzip());
        server.hour(DAY, 15, new Events().fork(2, "a/b").gzip());

        DayResult result = download().days().get(0);

        assertThat(result.status()).isEqualTo(Status.INCOMPLETE);
        assertThat(result.message()).isEqualTo("only 2 of 24 hours");
        assertThat(bench.meta(DAY).hours()).hasValue(HoursPresent.of(List.of(0, 15)));
    }

    @Test
    void aDayOfAllHoursIsComplete() {
        IntStream.range(0, 24)
                .forEach(hour ->
                        server.hour(DAY, hour, new Events().fork(hour, "a/b").gzip()));

        assertThat(download().days().get(0).status()).isEqualTo(Status.WRITTEN);

        assertThat(bench.rows(DAY)).containsExactly("20150101 a b 24 - -");
        assertThat(bench.meta(DAY).isComplete()).isTrue();
    }

    @Test
    void anHourThatStaysTruncatedCountsAsMissing() {
        byte[] whole = new Events().fork(1, "a/b").push(2, "c/d", 1).gzip();
        server.hour(DAY, 0, Arrays.copyOf(whole, whole.length - 5));
        server.hour(DAY, 1, new Events().fork(3, "a/b").gzip());

        download();

        assertThat(bench.rows(DAY)).containsExactly("20150101 a b 1 - -");
        assertThat(bench.meta(DAY).hours()).hasValue(HoursPresent.of(List.of(1)));
        assertThat(bench.meta(DAY).counts()).contains(entry("damaged_hours", 1L));
    }

    @Test
    void aDayWithoutAnyHourIsAGapThatStopsNoOtherDay() {
        server.hour(DAY, 0, new Events().fork(1, "a/b").gzip());

        Downloads.Result result = bench.download(server.url(), 3, NEXT_DAY, DAY);

        assertThat(result.days())
                .extracting(DayResult::day, DayResult::status)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(NEXT_DAY, Status.MISSING),
                        org.assertj.core.groups.Tuple.tuple(DAY, Status.INCOMPLETE));
        assertThat(bench.gaps()).containsOnlyKeys(NEXT_DAY);
    }

    @Test
    void linesThatAreNoEventsAreCountedAndLeftOut() {
        server.hour(
                DAY,
                0,
                new Events()
                        .fork(1, "a/b")
                        .line("{\"id\":\"2\",\"type\":\"ForkEv")
                        .line("[1]")
                        .fork(3, "a/b")
                        .gzip());

        download();

        assertThat(bench.rows(DAY)).containsExactly("20150101 a b 2 - -");
        assertThat(bench.meta(DAY).counts()).contains(entry("malformed_lines", 2L));
    }

    @Test
    void filesThatHoldNoEventsAreRefused() {
        server.hour(DAY, 0, new Events().line("<html>").line("</html>").gzip());

        DayResult result = download().days().get(0);

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.message()).contains("hold no line that is an event").contains("gharchive.url");
        assertThat(bench.files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REPEATED_PAGE")
    void whateverTheServerDoesTheDayIsRightInTheEnd(Fault fault) {
        server.hour(DAY, 0, new Events().push(1, "a/b", 3).fork(2, "c/d").gzip());
        server.faults(Faults.first(2, fault));

        download();

        assertThat(bench.rows(DAY)).containsExactly("20150101 a b - 3 -", "20150101 c d 1 - -");
        assertThat(bench.files())
                .containsExactly(
                        "2015/01/01/github/repo-activity-v1.csv.gz",
                        "2015/01/01/github/repo-activity-v1.csv.gz.meta.json");
    }

    @Test
    void whatHasArrivedIsNotFetchedAgain() {
        byte[] content = new Events().push(1, "a/b", 3).fork(2, "c/d").gzip();
        server.hour(DAY, 0, content);
        server.faults(Faults.first(1, Fault.CUT));

        download();

        assertThat(server.requests().stream().filter(request -> request.contains("-0.json")))
                .containsExactly("GET /2015-01-01-0.json.gz", "GET /2015-01-01-0.json.gz from " + content.length / 2);
        assertThat(bench.rows(DAY)).hasSize(2);
    }

    @Test
    void aServerThatAsksToWaitIsWaitedFor() {
        server.hour(DAY, 0, new Events().fork(1, "a/b").gzip());
        server.retryAfter(1).faults(Faults.first(1, Fault.TOO_MANY_REQUESTS));

        DayResult result = download().days().get(0);

        assertThat(result.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(bench.rows(DAY)).hasSize(1);
    }

    @Test
    void aRefusalIsNotTriedAgainAndStopsTheOtherDays() {
        server.refuse(DAY, 0, 403);

        Downloads.Result result = bench.download(server.url(), 5, DAY);

        assertThat(result.stoppedBy()).isPresent();
        assertThat(result.days().get(0).message()).contains("403").contains("gharchive.url");
        assertThat(server.requests().stream().filter(request -> request.contains("-0.json")))
                .hasSize(1);
    }

    @Test
    void aServerThatStaysDownFailsTheDayAndLeavesNothingBehind() {
        server.hour(DAY, 0, new Events().fork(1, "a/b").gzip());
        server.faults(Faults.first(100, Fault.UNAVAILABLE));

        DayResult result = download().days().get(0);

        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.message()).contains("503").contains("also at the last of 5 tries");
        assertThat(bench.files()).isEmpty();
    }

    @Test
    void theSameHoursGiveTheSameBytes() {
        Events events = new Events();
        IntStream.range(0, 20_000).forEach(id -> events.push(id, "user" + id % 3000 + "/repository" + id % 7, id % 5));
        server.hour(DAY, 0, events.gzip());
        download();
        DayFileMeta first = bench.meta(DAY);

        download();

        assertThat(bench.meta(DAY).sha256()).isEqualTo(first.sha256());
    }

    @Test
    void realHoursGiveTheKnownNumbers() {
        assumeTrue(Files.isDirectory(REAL_HOURS));

        bench.download(REAL_HOURS.toAbsolutePath().normalize().toUri().toString(), 1, DAY);

        List<String> rows = bench.rows(DAY);
        assertThat(rows).hasSize(6498);
        assertThat(sum(rows, 3)).isEqualTo(568);
        assertThat(sum(rows, 4)).isEqualTo(25_166);
        assertThat(sum(rows, 5)).isEqualTo(376);
        assertThat(bench.meta(DAY).hours()).hasValue(HoursPresent.of(List.of(0, 15)));
    }

    private static long sum(List<String> rows, int field) {
        return rows.stream()
                .map(row -> row.split(" ", -1)[field])
                .filter(text -> !text.equals("-"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private Downloads.Result download() {
        return bench.download(server.url(), 5, DAY);
    }
}
