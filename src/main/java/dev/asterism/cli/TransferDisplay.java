package dev.asterism.cli;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Shows how far work that is counted in days or files has come: a line that is drawn over on a terminal, nothing elsewhere.
 * Thread-safe.
 */
final class TransferDisplay {
    private final Program program;
    private final String unit;
    private final int total;
    private final long start = System.nanoTime();
    private int done;
    private long bytes;
    private BigDecimal usDollars = BigDecimal.ZERO;
    private String doing = "";

    /**
     * Begins now.
     *
     * @param unit what is counted, such as {@code day}
     */
    TransferDisplay(Program program, String unit, int total) {
        this.program = program;
        this.unit = unit;
        this.total = total;
    }

    /** So many more bytes were transferred. */
    synchronized void received(long more) {
        bytes += more;
        draw();
    }

    /** One more is done. */
    synchronized void done(String now) {
        done++;
        doing = now;
        draw();
    }

    /** What goes on now. */
    synchronized void doing(String now) {
        doing = now;
        draw();
    }

    /** So much more was charged. */
    synchronized void billed(BigDecimal more) {
        usDollars = usDollars.add(more);
        draw();
    }

    /** How far it has come. */
    synchronized TransferProgress progress() {
        return new TransferProgress(done, total, unit, bytes, usDollars, Duration.ofNanos(System.nanoTime() - start));
    }

    private void draw() {
        String after = doing.isEmpty() ? "" : ", " + doing;
        program.messages().status(progress().text(program.terminal().columns() - after.length() - 1) + after);
    }
}
