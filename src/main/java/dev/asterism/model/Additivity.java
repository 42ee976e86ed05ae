package dev.asterism.model;

import java.util.List;

/**
 * Over what a measure may not be summed, such as the days of a balance. For readers; the builder does not use it.
 *
 * @param notOver columns of the grain; at least one
 * @param then what to take of them instead
 */
public record Additivity(List<String> notOver, Then then) {
    public Additivity {
        notOver = List.copyOf(notOver);
    }

    /** What to take of several values that cannot be summed. */
    public enum Then {
        LAST("the last value"),
        FIRST("the first value"),
        MIN("the smallest value"),
        MAX("the largest value"),
        AVG("the average"),
        NONE("each value by itself");

        private final String words;

        Then(String words) {
            this.words = words;
        }
    }

    /** It in a sentence. */
    public String text() {
        return "Not to be summed over " + String.join(", ", notOver) + ": take " + then.words + ".";
    }
}
