package dev.asterism.lake;

import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The content versions of day files: digests of their compressed bytes. Thread-safe if the cache is. */
public final class Digests {
    private static final int BUFFER_BYTES = 1 << 17;
    private static final int MOST_THREADS = 8;

    /** A file written this recently could change again without its modification time changing. */
    private static final Duration COARSEST_CLOCK_TICK = Duration.ofSeconds(2);

    private final DigestCache cache;

    /**
     * Digests kept in a cache.
     *
     * @param cache asked first, and told what had to be computed
     */
    public Digests(DigestCache cache) {
        this.cache = cache;
    }

    /**
     * The hex SHA-256 of each file, in the order given. Files the cache does not know are read, several at once; what
     * was read is saved in one call. A file that was changed since it was listed, or written within the last two
     * seconds, is not saved: its digest is computed again next time.
     *
     * @throws InputException where a file cannot be read; the others' digests are saved nevertheless
     */
    public Map<DayFile, String> sha256(Collection<DayFile> files) {
        Map<DayFile, String> known = cache.find(files);
        List<DayFile> unknown = files.stream()
                .filter(file -> !known.containsKey(file))
                .distinct()
                .toList();
        Map<DayFile, String> computed = compute(unknown);
        Map<DayFile, String> all = new LinkedHashMap<>();
        for (DayFile file : files) {
            String digest = known.containsKey(file) ? known.get(file) : computed.get(file);
            if (digest != null) {
                all.put(file, digest);
            }
        }
        return all;
    }

    /** The hex SHA-256 of a file's bytes, read now. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private Map<DayFile, String> compute(List<DayFile> files) {
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

    private Map<DayFile, String> collect(List<Future<Result>> futures) throws InterruptedException {
        Map<DayFile, String> digests = new LinkedHashMap<>();
        Map<DayFile, String> lasting = new LinkedHashMap<>();
        InputException firstFailure = null;
        for (Future<Result> future : futures) {
            try {
                Result result = future.get();
                digests.put(result.file(), result.sha256());
                if (result.lasting()) {
                    lasting.put(result.file(), result.sha256());
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof InputException failure)) {
                    throw new IllegalStateException("Computing a digest failed", e);
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
        return digests;
    }

    /** @param lasting whether the digest holds for as long as the file's size and modification time stay */
    private record Result(DayFile file, String sha256, boolean lasting) {}

    private record Reading(DayFile file) implements Callable<Result> {
        @Override
        public Result call() {
            Instant start = Instant.now();
            try {
                String sha256 = sha256(file.path());
                return new Result(file, sha256, isUnchanged() && !isFresh(start));
            } catch (IOException e) {
                throw new InputException(
                        file.path() + " cannot be read (" + e + "). Expected a readable day file."
                                + " Correct its permissions, or download the day " + file.day() + " again.",
                        e);
            }
        }

        private boolean isUnchanged() throws IOException {
            BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return now.size() == file.bytes()
                    && now.lastModifiedTime().toInstant().equals(file.modified());
        }

        private boolean isFresh(Instant start) {
            return Duration.between(file.modified(), start).abs().compareTo(COARSEST_CLOCK_TICK) < 0;
        }
    }
}
