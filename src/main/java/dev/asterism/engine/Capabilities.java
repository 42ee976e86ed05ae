package dev.asterism.engine;

/**
 * What a warehouse can do.
 *
 * @param atomicity what becomes visible at once
 * @param tablesAtOnce how many tables can be written at the same time; at least 1
 * @param readersDuringBuilds whether others can read the warehouse while a batch is built
 */
public record Capabilities(Atomicity atomicity, int tablesAtOnce, boolean readersDuringBuilds) {
    /** What becomes visible at once. */
    public enum Atomicity {
        /** A batch, over all of its tables. */
        BATCH,
        /** A table; the batch table by table, dimensions before facts. */
        TABLE
    }
}
