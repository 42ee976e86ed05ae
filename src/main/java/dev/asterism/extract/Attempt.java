package dev.asterism.extract;

import dev.asterism.catalog.DownloadHistory;
import dev.asterism.catalog.DownloadId;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    /** Puts on record, before a service is asked to do it, under which id it will work for this attempt. */
    public void job(String jobId) {
        history.job(id, jobId);
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
