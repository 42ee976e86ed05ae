package dev.asterism.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * One line on standard error that is drawn over again and again, at most ten times a second. Does nothing where standard
 * error is no terminal. Thread-safe.
 *
 * <p>Whoever writes to the terminal while a line is shown calls {@link #clear} first.
 */
final class StatusLine {
    private static final long NANOSECONDS_BETWEEN_DRAWINGS = 100_000_000;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream err;
    private final boolean enabled;
    private final int columns;
    private final LongSupplier nanoTime;

    private boolean shown;
    private boolean drawnBefore;
    private long lastDrawn;

    StatusLine(PrintStream err, Terminal terminal, LongSupplier nanoTime) {
        this.err = err;
        this.enabled = terminal.canRedrawStderr();
        this.columns = terminal.columns();
        this.nanoTime = nanoTime;
    }

    /** Shows the text, cut to the terminal's width, unless the line was drawn just before. */
    synchronized void update(String text) {
        long now = nanoTime.getAsLong();
        boolean tooSoon = drawnBefore && now - lastDrawn < NANOSECONDS_BETWEEN_DRAWINGS;
        if (!enabled || tooSoon) {
            return;
        }
        // A text in the last column would make some terminals begin a new line.
        err.print(CLEAR + DisplayWidth.clip(text, columns - 1));
        err.flush();
        shown = true;
        drawnBefore = true;
        lastDrawn = now;
    }

    /** Removes the line, where one is shown. The next update draws it at once. */
    synchronized void clear() {
        if (shown) {
            err.print(CLEAR);
            err.flush();
            shown = false;
            drawnBefore = false;
        }
    }
}
