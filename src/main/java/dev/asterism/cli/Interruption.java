package dev.asterism.cli;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process in an orderly way on SIGINT and SIGTERM: what the commands registered is called, the work gets some
 * seconds to wind up, and the exit code is 130. Thread-safe.
 */
final class Interruption {
    static final int EXIT_CODE = 130;
    private static final Duration TIME_TO_WIND_UP = Duration.ofSeconds(8);

    private final Deque<Runnable> actions = new ConcurrentLinkedDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean requested;

    /** Undoes a registration. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Calls {@link #interrupt} when the JVM is told to end, and then ends it with exit code 130. */
    void install() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (interrupt()) {
                                // The JVM would choose 143 for SIGTERM.
                                Runtime.getRuntime().halt(EXIT_CODE);
                            }
                        },
                        "interruption"));
    }

    /**
     * Has the action called, on another thread, when the user interrupts; it should return soon, having told the work
     * to stop. Where that has happened already it is called at once. The last registered is called first.
     */
    Registration onInterrupt(Runnable action) {
        actions.push(action);
        if (requested && actions.remove(action)) {
            action.run();
        }
        return () -> actions.remove(action);
    }

    /** Whether the user has interrupted the command. */
    boolean requested() {
        return requested;
    }

    /** Says that the command has ended by itself and the process is about to exit with its own code. */
    void commandHasEnded() {
        ended.countDown();
    }

    /**
     * Calls all actions and waits for the command to end; where there are none, nothing needs to be wound up.
     *
     * @return false where the command had ended by itself before
     */
    boolean interrupt() {
        if (ended.getCount() == 0) {
            return false;
        }
        requested = true;
        boolean somethingWindsUp = !actions.isEmpty();
        for (@Nullable Runnable action = actions.poll(); action != null; action = actions.poll()) {
            action.run();
        }
        if (somethingWindsUp) {
            awaitEnd();
        }
        return true;
    }

    private void awaitEnd() {
        try {
            ended.await(TIME_TO_WIND_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
