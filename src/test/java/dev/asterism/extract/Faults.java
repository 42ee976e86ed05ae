package dev.asterism.extract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * When a test server misbehaves, and how: a schedule that depends on a seed and on what is asked for, never on the order in
 * which threads come to ask, so that a failure can be had again from its seed. The same thing asked for again and again is
 * answered in the end. Thread-safe.
 */
public final class Faults {

    /** A way to misbehave. A server that has no such way answers properly instead. */
    public enum Fault {
        /** The answer is right. */
        NONE,
        /** The answer is right, but comes in small pieces. */
        SLOW,
        /** The connection is closed in the middle of the answer. */
        CUT,
        /** The connection is reset in the middle of the answer. */
        RESET,
        /** The connection is closed before any answer. */
        NO_ANSWER,
        /** 429 with {@code Retry-After}. */
        TOO_MANY_REQUESTS,
        /** 500. */
        SERVER_ERROR,
        /** 503. */
        UNAVAILABLE,
        /** The content ends early, and its length says so too. */
        TRUNCATED_CONTENT,
        /** A flipped bit in the content. */
        DAMAGED_CONTENT,
        /** The length promised is not that of the answer. */
        WRONG_LENGTH,
        /** A page that was had before, in the place of the next one. */
        REPEATED_PAGE
    }

    private final long seed;
    private final double share;
    private final int mostInARow;
    private final boolean ever;
    private final List<Fault> ways;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final AtomicLong given = new AtomicLong();

    private Faults(long seed, double share, int mostInARow, boolean ever, List<Fault> ways) {
        this.seed = seed;
        this.share = share;
        this.mostInARow = mostInARow;
        this.ever = ever;
        this.ways = ways;
    }

    /** A server that behaves. */
    public static Faults none() {
        return new Faults(0, 0, 0, false, List.of(Fault.NONE));
    }

    /**
     * A schedule.
     *
     * @param share how many requests are answered badly, from 0 to 1
     * @param mostInARow how often at most the same thing is answered badly in a row
     * @param ways to misbehave, at least one
     */
    public static Faults seeded(long seed, double share, int mostInARow, Fault... ways) {
        return new Faults(seed, share, mostInARow, true, List.of(ways));
    }

    /** Always the same fault, for the first so many requests of the same thing, and none after them. */
    public static Faults first(int times, Fault fault) {
        return new Faults(0, 1, times, false, List.of(fault));
    }

    /**
     * How to answer a request.
     *
     * @param what is asked for, such as a path
     */
    public Fault next(String what) {
        int number = asked.computeIfAbsent(what, key -> new AtomicInteger()).getAndIncrement();
        if (ever ? number % (mostInARow + 1) == mostInARow : number >= mostInARow) {
            return Fault.NONE;
        }
        RandomGenerator random =
                RandomGeneratorFactory.of("SplittableRandom").create(seed * 31 + (what + "#" + number).hashCode());
        random.nextLong();
        if (random.nextDouble() >= share) {
            return Fault.NONE;
        }
        given.incrementAndGet();
        return ways.get(random.nextInt(ways.size()));
    }

    /** How many faults were handed out. */
    public long given() {
        return given.get();
    }
}
