package dev.asterism.extract;

import dev.asterism.catalog.DownloadHistory;
import dev.asterism.catalog.DownloadId;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One try at extracting a day: what a source tells about it while it works, and what it may ask about earlier tries.
 * Thread-safe.
 */
public final class Attempt {
    private final DaySource source;
    private final Day day;
    private final DownloadId id;
    private final DownloadHistory history;
    private final DownloadListener listener;
    private final Retries retries;

    Attempt(
            DaySource source,
            Day day,
            DownloadId id,
            DownloadHistory history,
            DownloadListener listener,
            Retries retries) {
        this.source = source;
        this.day = day;
        this.id = id;
        this.history = history;
        this.listener = listener;
        this.retries = retries;
    }

    /** Says that so many bytes have arrived since the last call. */
    public void received(long bytes) {
        listener.received(source.dataSet(), day, bytes);
    }

    /** Does something that may fail in passing. See {@link Retries#call}. */
    public <T> T retry(String what, Retries.Work<T> work) throws IOException, InterruptedException {
        return retries.call(what, work, (name, why, wait) -> listener.retrying(name, why, wait));
    }

    /**
     * Puts on record, before a service is asked to do it, under which id it will work for this attempt, and for which
     * price; unless this month's spending at this source would exceed a budget by it.
     *
     * @param monthlyBudget in US dollars; empty: no limit
     * @return whether it is on record, so that the service may be asked
     */
    public boolean reserve(String jobId, Estimate cost, Optional<BigDecimal> monthlyBudget) {
        boolean reserved = history.reserve(id, source.name(), jobId, cost.bytes(), cost.usDollars(), monthlyBudget);
        if (reserved) {
            listener.billed(source.dataSet(), day, cost);
        }
        return reserved;
    }

    /** Makes a job of an earlier try this attempt's: what it costs counts here, and not there any more. */
    public void takeOver(String jobId) {
        history.takeOver(id, jobId);
    }

    /** The ids of what services were asked to do in earlier tries that did not write the day, the newest first. */
    public List<String> earlierJobs(Duration notOlderThan) {
        return history.unwrittenJobs(
                source.dataSet().toString(), source.name(), day, Instant.now().minus(notOlderThan));
    }

    /**
     * Puts on record what was charged for this attempt, as soon as it is known; replaces what was said before.
     *
     * @param cost its price
     */
    public void billed(Estimate cost) {
        history.billed(id, cost.bytes(), cost.usDollars());
        listener.billed(source.dataSet(), day, cost);
    }

    /** What was waited and tried again is told to the listener. */
    public void retrying(String what, String why, Duration wait) {
        listener.retrying(what, why, wait);
    }
}
