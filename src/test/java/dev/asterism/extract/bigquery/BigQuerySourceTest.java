package dev.asterism.extract.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.InputException;
import dev.asterism.extract.DataSet;
import dev.asterism.extract.DayResult;
import dev.asterism.extract.Downloads;
import dev.asterism.extract.Estimate;
import dev.asterism.extract.Faults;
import dev.asterism.extract.Faults.Fault;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class BigQuerySourceTest {
    private static final Day DAY = Day.of(2018, 4, 10);
    private static final Day WITHOUT_TABLE = Day.of(2018, 4, 11);
    private static final long MIB = 1L << 20;

    @TempDir
    Path folder;

    private BigQueryBench bench;

    @BeforeEach
    void startServer() throws IOException {
        bench = new BigQueryBench(folder, BigQueryBench.smallTables());
    }

    @AfterEach
    void stopServer() {
        bench.close();
    }

    @Test
    void aDayIsWrittenWithWhatItCost() throws Exception {
        Downloads.Result result = bench.download(DataSet.PYPI, DAY);

        assertThat(result.days()).singleElement().satisfies(day -> {
            assertThat(day.status()).isEqualTo(DayResult.Status.WRITTEN);
            assertThat(day.meta().map(DayFileMeta::bytesBilled)).contains(OptionalLong.of(300 * MIB));
        });
        assertThat(bench.lines(DataSet.PYPI, DAY))
                .isEqualTo(NestedTable.resource("pypi-2018-04-10.tsv").lines().toList());
        assertThat(bench.server.account().jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.query().maxBytesBilled()).contains(200_000_000_000L));
        assertThat(spent()).isEqualByComparingTo("0.001789");
    }

    @Test
    void aResultOfManyPagesIsRead() throws Exception {
        bench.server.pageRows(2);
        bench.server.pollsUntilDone(2);

        bench.download(DataSet.PYPI, DAY);

        assertThat(bench.lines(DataSet.PYPI, DAY))
                .isEqualTo(NestedTable.resource("pypi-2018-04-10.tsv").lines().toList());
        assertThat(bench.server.account().requests())
                .filteredOn(request -> request.endsWith("/data"))
                .hasSize(4);
    }

    @Test
    void anEstimateCostsNothing() throws Exception {
        bench.server.account().bytesOfAQuery(185_000_000_000L);
        try (BigQuerySource source = bench.source(DataSet.PYPI)) {
            Estimate estimate = source.estimate(DAY).orElseThrow();

            assertThat(estimate.bytes()).isBetween(185_000_000_000L, 185_000_000_000L + MIB);
            assertThat(estimate.usDollars()).isBetween(new BigDecimal("1.05"), new BigDecimal("1.06"));
        }
        assertThat(bench.server.account().jobs()).isEmpty();
    }

    @Test
    void aQueryThatWouldReadTooMuchIsNotRun() throws Exception {
        bench.server.account().bytesOfAQuery(185_000_000_000L);
        bench.set("bigquery.max-bytes-billed", "100GB");

        Downloads.Result result = bench.download(DataSet.PYPI, DAY);

        assertThat(result.days()).singleElement().satisfies(day -> {
            assertThat(day.status()).isEqualTo(DayResult.Status.FAILED);
            assertThat(day.message())
                    .contains("would read 185.0 GB, which is 1.06 US dollars and more than the 100GB allowed")
                    .contains("--max-bytes-billed");
        });
        assertThat(bench.server.account().jobs()).isEmpty();
        assertThat(bench.files()).isEmpty();
        assertThat(spent()).isZero();
    }

    @Test
    void theBudgetOfAMonthIsNotExceeded() throws Exception {
        bench.server.account().bytesOfAQuery(1L << 40);
        bench.set("bigquery.max-bytes-billed", "2TiB").set("bigquery.monthly-budget", "12.50");

        Downloads.Result first = bench.download(DataSet.PYPI, DAY);
        Downloads.Result others = bench.download(DataSet.GITHUB, DAY);
        bench.server.account().bytesOfAQuery(100 * MIB);
        Downloads.Result over = bench.download(DataSet.PYPI, Day.of(2018, 4, 9), WITHOUT_TABLE);

        assertThat(List.of(first.days().get(0).status(), others.days().get(0).status()))
                .containsOnly(DayResult.Status.WRITTEN);
        assertThat(spent()).isEqualByComparingTo("12.50");
        assertThat(over.stoppedBy().map(InputException::getMessage).orElseThrow())
                .contains("this month's budget of 12.50 US dollars")
                .contains("bigquery.monthly-budget");
        assertThat(bench.server.account().jobs()).hasSize(2);
        assertThat(spent()).isEqualByComparingTo("12.50");
    }

    @Test
    void aMissingTableIsAGapAndStopsNoOtherDay() throws Exception {
        Downloads.Result result = bench.download(DataSet.GITHUB, WITHOUT_TABLE, DAY);

        assertThat(result.days())
                .extracting(day -> day.day() + " " + day.status())
                .containsExactlyInAnyOrder(WITHOUT_TABLE + " MISSING", DAY + " WRITTEN");
        assertThat(bench.catalog.downloads().gaps("github", "bigquery")).containsOnlyKeys(WITHOUT_TABLE);
        assertThat(bench.server.account().billed()).hasSize(1);
        try (BigQuerySource source = bench.source(DataSet.GITHUB)) {
            assertThat(source.estimate(WITHOUT_TABLE)).isEmpty();
        }
    }

    @Test
    void aDayWithoutRowsIsAGapToo() throws Exception {
        Downloads.Result result = bench.download(DataSet.PYPI, Day.of(2018, 4, 20));

        assertThat(result.days()).extracting(DayResult::status).containsExactly(DayResult.Status.MISSING);
        assertThat(bench.files()).isEmpty();
    }

    @Test
    void permissionAndQuotaAreToldApart() throws Exception {
        bench.server.refuse("dryRun", RestError.ACCESS_DENIED);
        Downloads.Result denied = bench.download(DataSet.PYPI, DAY, WITHOUT_TABLE);
        bench.server.refuseNothing();
        bench.server.refuse("insert", RestError.QUOTA);
        Downloads.Result quota = bench.download(DataSet.PYPI, DAY);

        assertThat(denied.stoppedBy().map(InputException::getMessage).orElseThrow())
                .contains("permits too little")
                .contains("project a-project")
                .contains("BigQuery Job User");
        assertThat(quota.stoppedBy().map(InputException::getMessage).orElseThrow())
                .contains("The quota of the project a-project is used up");
        assertThat(spent()).isZero();
        assertThat(bench.told).noneMatch(line -> line.contains("tries"));
    }

    @Test
    void aServerThatAsksToWaitIsWaitedFor() throws Exception {
        bench.server.misbehave(Faults.none());
        bench.server.refuse(
                "insert", RestError.of(429, "rateLimitExceeded", "Slow down").with("Retry-After", "1"));
        Thread mending = new Thread(() -> {
            while (bench.waits.isEmpty()) {
                Thread.onSpinWait();
            }
            bench.server.refuseNothing();
        });
        mending.start();

        Downloads.Result result = bench.download(DataSet.PYPI, DAY);

        mending.join();
        assertThat(result.days()).extracting(DayResult::status).containsExactly(DayResult.Status.WRITTEN);
        assertThat(bench.waits.get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aQueryWhoseAnswerWasLostIsNotAskedForTwice() throws Exception {
        bench.server.misbehave(Faults.first(3, Fault.NO_ANSWER));

        Downloads.Result result = bench.download(DataSet.PYPI, DAY);

        assertThat(result.days()).extracting(DayResult::status).containsExactly(DayResult.Status.WRITTEN);
        assertThat(bench.server.account().requests())
                .filteredOn(request -> request.equals("POST /bigquery/v2/projects/a-project/jobs"))
                .hasSizeGreaterThan(2);
        assertThat(bench.server.account().billed()).hasSize(1);
    }

    @Test
    void aQueryThatFailedByItselfIsAskedForAgain() throws Exception {
        bench.server.account().failNext(1, RestError.of(400, "backendError", "An internal error occurred"));

        Downloads.Result result = bench.download(DataSet.PYPI, DAY);

        assertThat(result.days()).extracting(DayResult::status).containsExactly(DayResult.Status.WRITTEN);
        assertThat(bench.server.account().jobs()).hasSize(2);
        assertThat(bench.server.account().billed()).hasSize(1);
        assertThat(spent()).isEqualByComparingTo("0.001789");
    }

    @Test
    void aPageThatComesTwiceIsNoticed() throws Exception {
        bench.server.pageRows(3);
        bench.server.misbehave(Faults.first(1, Fault.REPEATED_PAGE));

        bench.download(DataSet.PYPI, DAY);

        assertThat(bench.told).anyMatch(line -> line.contains("the same page came twice"));
        assertThat(bench.lines(DataSet.PYPI, DAY))
                .isEqualTo(NestedTable.resource("pypi-2018-04-10.tsv").lines().toList());
    }

    @Test
    void theResultOfAnEarlierTryIsReadAndNotPaidAgain() throws Exception {
        bench.server.refuse("rows", RestError.of(403, "accessDenied", "Access Denied: Table"));
        Downloads.Result failed = bench.download(DataSet.PYPI, DAY);
        bench.server.refuseNothing();

        Downloads.Result result = bench.download(DataSet.PYPI, DAY);

        assertThat(failed.days()).extracting(DayResult::status).containsExactly(DayResult.Status.FAILED);
        assertThat(result.days()).extracting(DayResult::status).containsExactly(DayResult.Status.WRITTEN);
        assertThat(bench.server.account().billed()).hasSize(1);
        assertThat(spent()).isEqualByComparingTo("0.001789");
    }

    @Test
    void aResultThatBigQueryForgotIsAskedForAnew() throws Exception {
        bench.server.refuse("rows", RestError.of(403, "accessDenied", "Access Denied: Table"));
        bench.download(DataSet.PYPI, DAY);
        bench.server.refuseNothing();
        bench.server.account().forgetResults();

        Downloads.Result result = bench.download(DataSet.PYPI, DAY);

        assertThat(result.days()).extracting(DayResult::status).containsExactly(DayResult.Status.WRITTEN);
        assertThat(bench.server.account().billed()).hasSize(2);
    }

    @Test
    void withoutAProjectOrCredentialsBothWaysAreNamed() {
        bench.set("bigquery.project", "");

        assertThatThrownBy(() -> bench.source(DataSet.GITHUB))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bigquery.project")
                .hasMessageContaining("bigquery.credentials")
                .hasMessageContaining("asterism download github --source gharchive");
    }

    private BigDecimal spent() {
        return bench.catalog.downloads().usDollars(BigQuerySource.NAME, YearMonth.now(ZoneOffset.UTC));
    }
}
