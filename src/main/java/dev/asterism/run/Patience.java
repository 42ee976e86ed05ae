package dev.asterism.run;

import dev.asterism.RunFailedException;
import dev.asterism.engine.WarehouseInUseException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How long to wait for a warehouse that another process holds.
 *
 * @param most how long at most; zero means not at all
 * @param told hears who is waited for, and when that is over
 */
public record Patience(Duration most, Consumer<String> told) {
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Leaves at once. */
    public static Patience none() {
        return new Patience(Duration.ZERO, text -> {});
    }

    /**
     * Opens a warehouse as soon as nobody else holds it.
     *
     * @throws WarehouseInUseException where it is in use, and that is not to be waited for
     * @throws RunFailedException where it was waited for in vain
     */
    <E> E open(Supplier<E> opening) {
        long start = System.nanoTime();
        String said = "";
        while (true) {
            try {
                E opened = opening.get();
                if (!said.isEmpty()) {
                    told.accept("The warehouse is free.");
                }
                return opened;
            } catch (WarehouseInUseException inUse) {
                Duration left = most.minusNanos(System.nanoTime() - start);
                if (most.isZero()) {
                    throw inUse;
                }
                if (left.isNegative() || left.isZero()) {
                    throw new RunFailedException(
                            "It was waited for in vain for " + most.toSeconds() + " seconds: " + inUse.getMessage(),
                            inUse);
                }
                String holder = inUse.holder().toString();
                if (!holder.equals(said)) {
                    told.accept("Waiting for the warehouse, which is in use by " + holder + ".");
                    said = holder;
                }
                pause(left.compareTo(PAUSE) < 0 ? left : PAUSE);
            }
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis(), 1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("The run was interrupted while it waited for the warehouse.", interrupted);
        }
    }
}
