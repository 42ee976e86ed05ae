package dev.asterism.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A piece of work that goes on beside the caller's own: at the start of a run, waiting for one library to load leaves
 * time for another.
 *
 * @param <T> what the work gives
 */
final class Background<T> {
    private final CompletableFuture<T> work;

    private Background(CompletableFuture<T> work) {
        this.work = work;
    }

    static <T> Background<T> start(String name, Supplier<T> work) {
        return new Background<>(CompletableFuture.supplyAsync(work, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        }));
    }

    /** Waits for the work; throws what it threw. */
    T await() {
        try {
            return work.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw failed;
        }
    }
}
