package dev.asterism.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(CatalogPlace.Kind.class)
class DownloadHistoryTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00.123456Z");
    private static final Day DAY = Day.of(2018, 4, 10);

    private final CatalogPlace.Kind kind;

    @TempDir
    private Path folder;

    private CatalogPlace place;
    private CatalogDatabase database;

    DownloadHistoryTest(CatalogPlace.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        place = kind.fresh(folder);
        database = place.openDatabase();
    }

    @AfterEach
    void close() {
        database.close();
        place.close();
    }

    @Test
    void aGapIsKnownWithWhenItWasLastLookedFor() {
        missing(at(START), DAY);
        missing(at(START.plusSeconds(60)), DAY);
        DownloadHistory history = at(START);
        history.end(history.start("github", "gharchive", DAY.next()), DownloadStatus.FAILED, "down");

        assertThat(history.gaps("github", "gharchive")).isEqualTo(Map.of(DAY, START.plusSeconds(60)));
        assertThat(history.gaps("github", "bigquery")).isEmpty();
        assertThat(history.gaps("pypi", "gharchive")).isEmpty();
    }

    @Test
    void aDayThatWasWrittenLaterIsNoGap() {
        missing(at(START), DAY);
        DownloadHistory later = at(START.plusSeconds(60));
        later.end(later.start("github", "gharchive", DAY), DownloadStatus.INCOMPLETE, "");

        assertThat(later.gaps("github", "gharchive")).isEmpty();
    }

    @Test
    void aServiceIsAskedForTheResultsOfTriesThatWroteNothing() {
        job(at(START), "old", DownloadStatus.RUNNING);
        job(at(START.plusSeconds(60)), "crashed", DownloadStatus.RUNNING);
        job(at(START.plusSeconds(120)), "failed", DownloadStatus.FAILED);
        job(at(START.plusSeconds(180)), "written", DownloadStatus.WRITTEN);
        at(START.plusSeconds(240)).start("pypi", "bigquery", DAY);

        assertThat(at(START).unwrittenJobs("pypi", "bigquery", DAY, START.plusSeconds(1)))
                .containsExactly("failed", "crashed");
        assertThat(at(START).unwrittenJobs("pypi", "bigquery", DAY.next(), START))
                .isEmpty();
    }

    @Test
    void whatWasChargedIsAddedUpByMonth() {
        bill(at(START), "0.000001");
        bill(at(START), "1.25");
        bill(at(Instant.parse("2026-11-30T23:59:59.999999Z")), "0.5");
        bill(at(Instant.parse("2026-12-01T00:00:00Z")), "7");

        assertThat(at(START).usDollars("bigquery", YearMonth.of(2026, 11))).isEqualByComparingTo("1.750001");
        assertThat(at(START).usDollars("bigquery", YearMonth.of(2026, 12))).isEqualByComparingTo("7");
        assertThat(at(START).usDollars("bigquery", YearMonth.of(2026, 10))).isZero();
        assertThat(at(START).usDollars("gharchive", YearMonth.of(2026, 11))).isZero();
    }

    @Test
    void aPriceReplacesTheOneSaidBeforeAndIsNeverRoundedDown() {
        DownloadHistory history = at(START);
        DownloadId id = history.start("pypi", "bigquery", DAY);
        history.billed(id, 10, new BigDecimal("3"));
        history.billed(id, 20, new BigDecimal("4.0000001"));

        assertThat(history.usDollars("bigquery", YearMonth.of(2026, 11))).isEqualByComparingTo("4.000001");
    }

    private DownloadHistory at(Instant time) {
        return new DownloadHistory(database, ProcessIdentity.ofThisProcess(), Clock.fixed(time, ZoneOffset.UTC));
    }

    private static void missing(DownloadHistory history, Day day) {
        history.end(history.start("github", "gharchive", day), DownloadStatus.MISSING, "nothing there");
    }

    private static void job(DownloadHistory history, String job, DownloadStatus status) {
        DownloadId id = history.start("pypi", "bigquery", DAY);
        assertThat(history.reserve(id, "bigquery", job, 0, BigDecimal.ZERO, Optional.empty()))
                .isTrue();
        if (status != DownloadStatus.RUNNING) {
            history.end(id, status, "");
        }
    }

    private static void bill(DownloadHistory history, String usDollars) {
        history.billed(history.start("pypi", "bigquery", DAY), 1, new BigDecimal(usDollars));
    }
}
