package dev.asterism.extract;

import dev.asterism.RunFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tries again what may pass: waits twice as long each time, a random part of it so that many do not come back at once, and
 * at least as long as the server asks for. Immutable, thread-safe.
 *
 * @param most how often to try altogether
 * @param firstWait about how long to wait after the first failure
 */
public record Retries(int most, Duration firstWait) {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** A server that asks for more is not waited for. */
    private static final Duration LONGEST_WAIT_ASKED_FOR = Duration.ofMinutes(10);

    /** Something that may fail in passing. */
    public interface Work<T> {
        /** Throws {@link TransientException} where it should be tried again; whatever else it throws is final. */
        T run() throws IOException, InterruptedException;
    }

    /** Told before each wait. */
    public interface Watcher {
        void retrying(String what, String why, Duration wait);
    }

    /**
     * Does the work, again and again where it must be.
     *
     * @param what names the work at the beginning of a message, such as an address
     * @throws RunFailedException where it failed too often
     */
    public <T> T call(String what, Work<T> work, Watcher watcher) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run();
            } catch (TransientException failure) {
                Duration asked = failure.retryAfter().orElse(Duration.ZERO);
                if (attempt >= most || asked.compareTo(LONGEST_WAIT_ASKED_FOR) > 0) {
                    throw gaveUp(what, attempt, failure);
                }
                Duration wait = longer(asked, jittered(attempt));
                watcher.retrying(what, String.valueOf(failure.getMessage()), wait);
                Thread.sleep(wait.toMillis());
            }
        }
    }

    private Duration jittered(int attempt) {
        long ceiling = Math.min(LONGEST_WAIT.toMillis(), firstWait.toMillis() << Math.min(attempt - 1, 20));
        return Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }

    private static Duration longer(Duration left, Duration right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    private static RunFailedException gaveUp(String what, int attempts, TransientException failure) {
        return new RunFailedException(
                what + ": " + failure.getMessage() + ", also at the last of " + attempts
                        + (attempts == 1 ? " try" : " tries")
                        + ". Expected that to pass. Download again later: whole days stay, the rest is fetched then.",
                failure);
    }
}
