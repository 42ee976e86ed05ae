package dev.asterism.model;

import java.util.Optional;

/**
 * A number of a fact.
 *
 * @param aggregate how it is added up over rows
 * @param additivity over what it may not be summed; empty if it may be over everything
 * @param description what it counts
 */
public record Measure(Aggregate aggregate, Optional<Additivity> additivity, String description) {
    /** The ways in which a measure may be aggregated. */
    public enum Aggregate {
        SUM,
        COUNT,
        MIN,
        MAX,
        AVG,
        NONE
    }

    /** What it counts, and over what it may not be summed, in sentences; may be empty. */
    public String comment() {
        return additivity
                .map(semi -> (description.isEmpty() ? "" : description + " ") + semi.text())
                .orElse(description);
    }
}
