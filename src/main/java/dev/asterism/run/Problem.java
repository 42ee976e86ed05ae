package dev.asterism.run;

import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.Optional;

/**
 * Something that kept a table, or a day of it, out of the stars.
 *
 * @param kind whose fault it is
 * @param table the source or table
 * @param day the day; empty where the table as a whole is kept out
 * @param message what happened, where, what was expected and what to do next
 */
public record Problem(Kind kind, TableName table, Optional<Day> day, String message) {
    /** Whose fault a problem is. */
    public enum Kind {
        /** A day file's. */
        INPUT,
        /** A model's, or of a check that found errors. */
        MODEL
    }
}
