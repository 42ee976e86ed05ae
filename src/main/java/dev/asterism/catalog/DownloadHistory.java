package dev.asterism.catalog;

import static dev.asterism.catalog.schema.Tables.DOWNLOAD;

import dev.asterism.lake.Day;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Every try at downloading a day: how it ended, what it cost, and under which id a service works for it. Thread-safe, also
 * among processes.
 */
public final class DownloadHistory {
    private static final int DIGITS_OF_A_PRICE = 6;

    private final CatalogDatabase database;
    private final ProcessIdentity thisProcess;
    private final Clock clock;

    DownloadHistory(CatalogDatabase database, ProcessIdentity thisProcess, Clock clock) {
        this.database = database;
        this.thisProcess = thisProcess;
        this.clock = clock;
    }

    /** Records that this process tries to download a day now. */
    public DownloadId start(String dataSet, String source, Day day) {
        DownloadId id = new DownloadId(UUID.randomUUID().toString());
        database.write(sql -> sql.insertInto(DOWNLOAD)
                .set(DOWNLOAD.DOWNLOAD_ID, id.value())
                .set(DOWNLOAD.DATA_SET, dataSet)
                .set(DOWNLOAD.SOURCE, source)
                .set(DOWNLOAD.DAY_ID, day.id())
                .set(DOWNLOAD.HOST, thisProcess.host())
                .set(DOWNLOAD.PROCESS_ID, thisProcess.processId())
                .set(DOWNLOAD.STARTED_AT, time(clock.instant()))
                .set(DOWNLOAD.STATUS, DownloadStatus.RUNNING.name())
                .set(DOWNLOAD.BYTES_BILLED, 0L)
                .set(DOWNLOAD.MICRO_DOLLARS, 0L)
                .execute());
        return id;
    }

    /**
     * Records under which id a service will work for a download, and for which price, unless the month's spending at the
     * source would exceed a budget by it.
     *
     * @param monthlyBudget in US dollars; empty: no limit
     * @return whether that is recorded now
     */
    public boolean reserve(
            DownloadId id,
            String source,
            String jobId,
            long bytes,
            BigDecimal usDollars,
            Optional<BigDecimal> monthlyBudget) {
        YearMonth month = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        return database.write(sql -> {
            // Written before it is added up: until this ends, no other process can reserve in between.
            disown(sql, id, jobId);
            setJob(sql, id, jobId, bytes, microDollars(usDollars));
            boolean allowed =
                    monthlyBudget.isEmpty() || usDollars(sql, source, month).compareTo(monthlyBudget.get()) <= 0;
            if (!allowed) {
                setJob(sql, id, null, 0, 0);
            }
            return allowed;
        });
    }

    /** Records that a download goes on with the job of an earlier one, and that its price counts here from now on. */
    public void takeOver(DownloadId id, String jobId) {
        database.write(sql -> {
            Record2<Long, Long> cost = sql.select(DSL.max(DOWNLOAD.BYTES_BILLED), DSL.max(DOWNLOAD.MICRO_DOLLARS))
                    .from(DOWNLOAD)
                    .where(DOWNLOAD.JOB_ID.eq(jobId))
                    .fetchSingle();
            disown(sql, id, jobId);
            return setJob(
                    sql,
                    id,
                    jobId,
                    Objects.requireNonNullElse(cost.value1(), 0L),
                    Objects.requireNonNullElse(cost.value2(), 0L));
        });
    }

    private static void disown(DSLContext sql, DownloadId heir, String jobId) {
        sql.update(DOWNLOAD)
                .set(DOWNLOAD.BYTES_BILLED, 0L)
                .set(DOWNLOAD.MICRO_DOLLARS, 0L)
                .where(DOWNLOAD.JOB_ID.eq(jobId), DOWNLOAD.DOWNLOAD_ID.ne(heir.value()))
                .execute();
    }

    private static int setJob(DSLContext sql, DownloadId id, @Nullable String jobId, long bytes, long microDollars) {
        return sql.update(DOWNLOAD)
                .set(DOWNLOAD.JOB_ID, jobId)
                .set(DOWNLOAD.BYTES_BILLED, bytes)
                .set(DOWNLOAD.MICRO_DOLLARS, microDollars)
                .where(DOWNLOAD.DOWNLOAD_ID.eq(id.value()))
                .execute();
    }

    /** Records what a service charged for a download; replaces what was recorded before. */
    public void billed(DownloadId id, long bytes, BigDecimal usDollars) {
        database.write(sql -> sql.update(DOWNLOAD)
                .set(DOWNLOAD.BYTES_BILLED, bytes)
                .set(DOWNLOAD.MICRO_DOLLARS, microDollars(usDollars))
                .where(DOWNLOAD.DOWNLOAD_ID.eq(id.value()))
                .execute());
    }

    /**
     * Records that a download ended now.
     *
     * @param message why it ended so, for the user; empty where there is nothing to say
     */
    public void end(DownloadId id, DownloadStatus status, String message) {
        database.write(sql -> sql.update(DOWNLOAD)
                .set(DOWNLOAD.STATUS, status.name())
                .set(DOWNLOAD.FINISHED_AT, time(clock.instant()))
                .set(DOWNLOAD.MESSAGE, message)
                .where(DOWNLOAD.DOWNLOAD_ID.eq(id.value()))
                .execute());
    }

    /**
     * The days that a source was found to have nothing of, with when it was last asked. A day that was written later is none
     * of them.
     */
    public Map<Day, Instant> gaps(String dataSet, String source) {
        Map<Day, Instant> gaps = new HashMap<>();
        database.read(sql -> sql.select(DOWNLOAD.DAY_ID, DOWNLOAD.STATUS, DOWNLOAD.STARTED_AT)
                        .from(DOWNLOAD)
                        .where(
                                DOWNLOAD.DATA_SET.eq(dataSet),
                                DOWNLOAD.SOURCE.eq(source),
                                DOWNLOAD.STATUS.in(
                                        DownloadStatus.MISSING.name(),
                                        DownloadStatus.INCOMPLETE.name(),
                                        DownloadStatus.WRITTEN.name()))
                        .orderBy(DOWNLOAD.STARTED_AT)
                        .fetch())
                .forEach(row -> Day.ofId(row.value1()).ifPresent(day -> {
                    if (row.value2().equals(DownloadStatus.MISSING.name())) {
                        gaps.put(day, row.value3().toInstant());
                    } else {
                        gaps.remove(day);
                    }
                }));
        return gaps;
    }

    /** The ids of what a service was asked to do for a day that was not written then, the newest first. */
    public List<String> unwrittenJobs(String dataSet, String source, Day day, Instant since) {
        return database.read(sql -> sql.select(DOWNLOAD.JOB_ID)
                .from(DOWNLOAD)
                .where(
                        DOWNLOAD.DATA_SET.eq(dataSet),
                        DOWNLOAD.SOURCE.eq(source),
                        DOWNLOAD.DAY_ID.eq(day.id()),
                        DOWNLOAD.JOB_ID.isNotNull(),
                        DOWNLOAD.STATUS.ne(DownloadStatus.WRITTEN.name()),
                        DOWNLOAD.STARTED_AT.ge(time(since)))
                .orderBy(DOWNLOAD.STARTED_AT.desc())
                .fetch(DOWNLOAD.JOB_ID));
    }

    /** What a source charged for downloads that started in a month, in UTC. */
    public BigDecimal usDollars(String source, YearMonth month) {
        return database.read(sql -> usDollars(sql, source, month));
    }

    private static BigDecimal usDollars(DSLContext sql, String source, YearMonth month) {
        OffsetDateTime start = month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
        long microDollars = sql.select(DSL.coalesce(DSL.sum(DOWNLOAD.MICRO_DOLLARS), BigDecimal.ZERO))
                .from(DOWNLOAD)
                .where(
                        DOWNLOAD.SOURCE.eq(source),
                        DOWNLOAD.STARTED_AT.ge(start),
                        DOWNLOAD.STARTED_AT.lt(start.plusMonths(1)))
                .fetchSingle()
                .value1()
                .longValueExact();
        return BigDecimal.valueOf(microDollars, DIGITS_OF_A_PRICE);
    }

    private static long microDollars(BigDecimal usDollars) {
        return usDollars
                .movePointRight(DIGITS_OF_A_PRICE)
                .setScale(0, RoundingMode.UP)
                .longValueExact();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
