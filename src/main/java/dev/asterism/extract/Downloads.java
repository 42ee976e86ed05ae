package dev.asterism.extract;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.catalog.DownloadHistory;
import dev.asterism.catalog.DownloadId;
import dev.asterism.catalog.DownloadStatus;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Downloads the days of one data set from one source, several at once. A day that fails stops no other; a failure that
 * every day would meet stops what was not begun.
 *
 * <p>{@link #run} may be called once. {@link #stop} may be called from any thread.
 */
public final class Downloads {
    private final DaySource source;
    private final Path lakeRoot;
    private final DownloadHistory history;
    private final DownloadListener listener;
    private final Retries retries;
    private final List<DayResult> results = new ArrayList<>();
    private final ExecutorService executor;
    private final int jobs;
    private @Nullable InputException stoppedBy;
    private volatile boolean stopped;

    /** @param jobs how many days to work on at once */
    public Downloads(
            DaySource source,
            Path lakeRoot,
            DownloadHistory history,
            DownloadListener listener,
            Retries retries,
            int jobs) {
        this.source = source;
        this.lakeRoot = lakeRoot;
        this.history = history;
        this.listener = listener;
        this.retries = retries;
        this.jobs = jobs;
        this.executor = Executors.newFixedThreadPool(jobs, task -> {
            Thread thread = new Thread(task, "download-" + source.dataSet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What came of it.
     *
     * @param days in the order in which they ended
     * @param stoppedBy the failure that kept further days from being begun
     * @param interrupted whether {@link #stop} was called
     */
    public record Result(List<DayResult> days, Optional<InputException> stoppedBy, boolean interrupted) {}

    /** Downloads the days in their order and waits for all. */
    public Result run(List<Day> days) throws InterruptedException {
        Iterator<Day> next = days.iterator();
        List<Future<?>> workers = new ArrayList<>();
        for (int worker = 0; worker < Math.min(jobs, days.size()); worker++) {
            workers.add(executor.submit(() -> work(next)));
        }
        try {
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException defect) {
            stop();
            throw new IllegalStateException("downloading " + source.dataSet() + " failed", defect.getCause());
        } finally {
            executor.shutdownNow();
        }
        synchronized (results) {
            return new Result(List.copyOf(results), Optional.ofNullable(stoppedBy), stopped);
        }
    }

    /** Makes {@link #run} return soon; days that are not whole by then leave nothing behind. */
    public void stop() {
        stopped = true;
        executor.shutdownNow();
        source.cancel();
    }

    private void work(Iterator<Day> next) {
        for (Optional<Day> day = take(next); day.isPresent(); day = take(next)) {
            download(day.get());
        }
    }

    private Optional<Day> take(Iterator<Day> next) {
        synchronized (results) {
            return !stopped && stoppedBy == null && next.hasNext() ? Optional.of(next.next()) : Optional.empty();
        }
    }

    private void download(Day day) {
        long start = System.nanoTime();
        listener.started(source.dataSet(), day);
        DownloadId id = history.start(source.dataSet().toString(), source.name(), day);
        try {
            Attempt attempt = new Attempt(source, day, id, history, listener, retries);
            Outcome outcome = source.extract(day, source.dataSet().target(lakeRoot, day), attempt);
            end(id, result(day, outcome, Duration.ofNanos(System.nanoTime() - start)));
        } catch (IOException | AsterismException failure) {
            if (stopped) {
                history.end(id, DownloadStatus.INTERRUPTED, "");
                return;
            }
            if (failure instanceof InputException everyDayWouldMeetIt) {
                synchronized (results) {
                    stoppedBy = stoppedBy == null ? everyDayWouldMeetIt : stoppedBy;
                }
            }
            end(id, failed(day, failure, Duration.ofNanos(System.nanoTime() - start)));
        } catch (InterruptedException interrupted) {
            stopped = true;
            history.end(id, DownloadStatus.INTERRUPTED, "");
        }
    }

    private void end(DownloadId id, DayResult result) {
        history.end(id, DownloadStatus.valueOf(result.status().name()), result.message());
        synchronized (results) {
            results.add(result);
        }
        listener.ended(result);
    }

    private DayResult result(Day day, Outcome outcome, Duration duration) {
        if (outcome instanceof Outcome.Written written) {
            DayFileMeta meta = written.meta();
            return new DayResult(
                    source.dataSet(),
                    day,
                    meta.isComplete() ? DayResult.Status.WRITTEN : DayResult.Status.INCOMPLETE,
                    Optional.of(meta),
                    meta.isComplete()
                            ? ""
                            : "only " + meta.hours().map(Object::toString).orElse("a part"),
                    duration);
        }
        String why = outcome instanceof Outcome.Missing missing ? missing.why() : "";
        return new DayResult(source.dataSet(), day, DayResult.Status.MISSING, Optional.empty(), why, duration);
    }

    private DayResult failed(Day day, Exception failure, Duration duration) {
        String message = failure instanceof IOException
                ? "Writing " + source.dataSet() + " of " + day + " failed (" + failure
                        + "). Expected free disk space and permission to write below " + lakeRoot
                        + ". Correct that, then download again."
                : String.valueOf(failure.getMessage());
        return new DayResult(source.dataSet(), day, DayResult.Status.FAILED, Optional.empty(), message, duration);
    }
}
