package dev.asterism.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a transfer has come.
 *
 * @param unit what is counted, such as {@code day}
 * @param bytes transferred so far
 * @param usDollars charged so far
 * @param elapsed since it began
 */
record TransferProgress(int done, int total, String unit, long bytes, BigDecimal usDollars, Duration elapsed) {

    /** As much of it as fits into so many columns; what matters least is left out first. */
    String text(int columns) {
        List<String> parts = new ArrayList<>();
        parts.add(done + "/" + Quantities.exact(total, unit));
        if (usDollars.signum() > 0) {
            parts.add(Quantities.usDollars(usDollars));
        }
        parts.add(Progress.timeLeft(total == 0 ? 0 : (double) done / total, elapsed));
        if (bytes > 0) {
            parts.add(Quantities.bytes(bytes));
            parts.add(rate());
        }
        return Progress.fitting(parts, columns);
    }

    /** Such as {@code 12 MB/s}; empty where nothing can be said. */
    String rate() {
        return elapsed.toMillis() <= 0 ? "" : Quantities.bytes(Math.round(bytes * 1000.0 / elapsed.toMillis())) + "/s";
    }
}
