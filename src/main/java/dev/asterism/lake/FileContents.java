package dev.asterism.lake;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What day files hold, each read once and then remembered. Thread-safe if the cache is. */
public final class FileContents {
    private static final int MOST_THREADS = 8;

    /** A file written this recently could change again without its modification time changing. */
    private static final Duration COARSEST_CLOCK_TICK = Duration.ofSeconds(2);

    private final FileContentCache cache;

    /**
     * Contents kept in a cache.
     *
     * @param cache asked first, and told what had to be read
     */
    public FileContents(FileContentCache cache) {
        this.cache = cache;
    }

    /**
     * What each file holds, in the order given. Files the cache does not know are read and decompressed, several at once;
     * what was read is saved in one call. A file that was changed since it was listed, or written within the last two
     * seconds, is not saved: it is read again next time.
     *
     * @throws InputException where a file cannot be read; what the others hold is saved nevertheless
     */
    public Map<DayFile, FileContent> of(Collection<DayFile> files) {
        Map<DayFile, FileContent> known = cache.find(files);
        List<DayFile> unknown = files.stream()
                .filter(file -> !known.containsKey(file))
                .distinct()
                .toList();
        Map<DayFile, FileContent> read = read(unknown);
        Map<DayFile, FileContent> all = new LinkedHashMap<>();
        for (DayFile file : files) {
            FileContent content = known.containsKey(file) ? known.get(file) : read.get(file);
            if (content != null) {
                all.put(file, content);
            }
        }
        return all;
    }

    private Map<DayFile, FileContent> read(List<DayFile> files) {
        if (files.isEmpty()) {
            return Map.of();
        }
        int threads = Math.min(
                files.size(), Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            return collect(executor.invokeAll(files.stream().map(Reading::new).toList()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("Reading the day files was interrupted. Run again to go on.", e);
        } finally {
            executor.shutdownNow();
        }
    }

    private Map<DayFile, FileContent> collect(List<Future<Result>> futures) throws InterruptedException {
        Map<DayFile, FileContent> contents = new LinkedHashMap<>();
        Map<DayFile, FileContent> lasting = new LinkedHashMap<>();
        InputException firstFailure = null;
        for (Future<Result> future : futures) {
            try {
                Result result = future.get();
                contents.put(result.file(), result.content());
                if (result.lasting()) {
                    lasting.put(result.file(), result.content());
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof InputException failure)) {
                    throw new IllegalStateException("Reading a day file failed", e);
                }
                firstFailure = firstFailure == null ? failure : firstFailure;
            }
        }
        if (!lasting.isEmpty()) {
            cache.save(lasting);
        }
        if (firstFailure != null) {
            throw firstFailure;
        }
        return contents;
    }

    /** @param lasting whether the content holds for as long as the file's size and modification time stay */
    private record Result(DayFile file, FileContent content, boolean lasting) {}

    private record Reading(DayFile file) implements Callable<Result> {
        @Override
        public Result call() {
            Instant start = Instant.now();
            try {
                FileContent content = FileScan.of(file);
                return new Result(file, content, file.isUnchanged() && !isFresh(start));
            } catch (IOException e) {
                throw new InputException(
                        file.path() + " cannot be read (" + e + "). Expected a readable day file."
                                + " Correct its permissions, or download the day " + file.day() + " again.",
                        e);
            }
        }

        private boolean isFresh(Instant start) {
            return Duration.between(file.modified(), start).abs().compareTo(COARSEST_CLOCK_TICK) < 0;
        }
    }
}
