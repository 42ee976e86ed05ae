package dev.asterism.cli;

import dev.asterism.InputException;
import picocli.CommandLine.Option;

/** What {@code sync} and {@code publish} have in common. */
final class MirrorOptions {
    private static final int MOST_JOBS = 100;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(names = "--jobs", paramLabel = "N", description = "How many days are copied at once (default: 8).")
    private int jobs = 8;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the result is reported: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    boolean dryRun() {
        return dryRun;
    }

    int jobs() {
        return jobs;
    }

    ReportFormat format() {
        return format;
    }

    /** Fails with {@link InputException} where a number is out of range. */
    void check() {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new InputException("--jobs is " + jobs + ": expected a number from 1 to " + MOST_JOBS + ".");
        }
    }
}
