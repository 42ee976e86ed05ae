package dev.asterism.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asterism status}: which days are where. */
@Command(
        name = "status",
        header = "Shows which days are where.",
        description =
                "Prints a calendar of days for each source and table: present, missing, stale, orphaned, incomplete.",
        footer = {"  ./asterism status                the calendar", "  ./asterism status --format json  for programs"})
final class StatusCommand implements Callable<Integer> {
    private final Program program;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the status is printed: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    StatusCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        return Wiring.status(program, program.settings(), format);
    }
}
