package dev.asterism.engine;

import dev.asterism.lake.Day;

/**
 * A promise of a fact that the rows just built do not keep.
 *
 * @param kind which promise
 * @param subject the column or measure; empty where the promise is about rows as a whole
 * @param day the day
 * @param text what was found, as a sentence
 */
public record Violation(Kind kind, String subject, Day day, String text) {
    /** The promises of a fact. */
    public enum Kind {
        GRAIN,
        NOT_NULL,
        FOREIGN_KEY,
        RECONCILIATION
    }
}
