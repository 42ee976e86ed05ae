package dev.asterism.engine;

import dev.asterism.lake.Day;

/**
 * A promise of a table that the rows of a day do not keep.
 *
 * @param kind which promise
 * @param subject the column or measure; empty where the promise is about rows as a whole
 * @param day the day
 * @param text what was found, as a sentence
 */
public record Violation(Kind kind, String subject, Day day, String text) {
    /** The promises. */
    public enum Kind {
        GRAIN,
        /** Of each member of a dimension a day gives the same attributes, however often it gives it. */
        ONE_STATE,
        NOT_NULL,
        FOREIGN_KEY,
        RECONCILIATION
    }
}
