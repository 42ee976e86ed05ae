package dev.asterism.model;

/**
 * A number of a fact.
 *
 * @param aggregate how it is added up over rows
 * @param description what it counts
 */
public record Measure(Aggregate aggregate, String description) {
    /** The ways in which a measure may be aggregated. */
    public enum Aggregate {
        SUM,
        COUNT,
        MIN,
        MAX,
        AVG,
        NONE
    }
}
