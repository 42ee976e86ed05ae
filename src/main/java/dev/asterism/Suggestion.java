package dev.asterism;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a user probably meant by a name that does not exist. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * The candidate that takes the fewest edits (one character added, removed, changed, or swapped with its neighbour;
     * case does not count); empty where none is similar enough to be worth a guess.
     */
    public static Optional<String> nearest(String text, Collection<String> candidates) {
        record Scored(String candidate, int distance) {}
        return candidates.stream()
                .map(candidate -> new Scored(candidate, distance(text, candidate)))
                .filter(scored -> scored.distance()
                        <= Math.max(
                                1, Math.max(text.length(), scored.candidate().length()) / 3))
                .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate))
                .map(Scored::candidate);
    }

    /** The sentence " Did you mean 'x'?", with a leading blank so that it can end a message; empty without a guess. */
    public static String didYouMean(String text, Collection<String> candidates) {
        return nearest(text, candidates)
                .map(candidate -> " Did you mean '" + candidate + "'?")
                .orElse("");
    }

    private static int distance(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapestEdit(from, to, edits, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int cheapestEdit(String from, String to, int[][] edits, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int cheapest = Math.min(edits[i - 1][j - 1] + (same ? 0 : 1), Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(cheapest, edits[i - 2][j - 2] + 1) : cheapest;
    }
}
