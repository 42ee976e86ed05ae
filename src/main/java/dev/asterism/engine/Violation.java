package dev.asterism.engine;

import dev.asterism.lake.Day;

/**
 * A promise of a fact that the rows just built do not keep.
 *
 * @param kind which promise
 * @param day the day
 * @param text what was found, as a sentence
 */
public record Violation(Kind kind, Day day, String text) {
    /** The promises of a fact. */
    public enum Kind {
        GRAIN,
        FOREIGN_KEY,
        RECONCILIATION
    }
}
