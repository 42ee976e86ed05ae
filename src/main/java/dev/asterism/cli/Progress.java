package dev.asterism.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a run has come.
 *
 * @param tablesDone tables that need no more work
 * @param daysDone days of which every table is published
 * @param rows rows read so far
 * @param share the done part of the whole work, from 0 to 1, as the time left is reckoned from it
 * @param elapsed since the work began
 */
record Progress(
        int tablesDone, int tablesTotal, int daysDone, int daysTotal, long rows, double share, Duration elapsed) {
    private static final Duration TOO_EARLY_TO_TELL = Duration.ofSeconds(2);
    private static final double TOO_LITTLE_TO_TELL = 0.01;
    private static final String SEPARATOR = ", ";

    /** As much of it as fits into so many columns; what matters least is left out first. */
    String text(int columns) {
        List<String> parts = new ArrayList<>();
        if (daysTotal > 0) {
            parts.add("%s/%s days".formatted(daysDone, daysTotal));
        }
        parts.add(timeLeft(share, elapsed));
        parts.add("%s/%s tables".formatted(tablesDone, tablesTotal));
        if (rows > 0) {
            parts.add(Quantities.count(rows, "row"));
            parts.add(Quantities.rowsPerSecond(rows, elapsed));
        }
        return fitting(parts, columns);
    }

    /** As many of the parts as fit into so many columns, the first ones rather than the last; empty ones count for nothing. */
    static String fitting(List<String> all, int columns) {
        List<String> parts = new ArrayList<>(all);
        parts.removeIf(String::isEmpty);
        while (parts.size() > 1 && String.join(SEPARATOR, parts).length() > columns) {
            parts.remove(parts.size() - 1);
        }
        return DisplayWidth.clip(String.join(SEPARATOR, parts), columns);
    }

    /** Such as {@code 12s left}; empty where it is too early to tell. */
    static String timeLeft(double share, Duration elapsed) {
        if (share <= TOO_LITTLE_TO_TELL || share >= 1 || elapsed.compareTo(TOO_EARLY_TO_TELL) < 0) {
            return "";
        }
        long milliseconds = Math.round(elapsed.toMillis() * (1 - share) / share);
        return Quantities.duration(Duration.ofMillis(milliseconds)) + " left";
    }
}
