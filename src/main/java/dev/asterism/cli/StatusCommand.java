package dev.asterism.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asterism status}: which days are where. */
@Command(
        name = "status",
        header = "Shows which days are where.",
        description =
                "Prints a calendar of days for each source and table: which are present, missing, stale or orphaned; and the latest runs.",
        footer = {
            "  ./asterism status                  the calendar of everything",
            "  ./asterism status pypi             of one pipeline",
            "  ./asterism status pypi_dim.project of one table",
            "  ./asterism status --format json    for programs"
        })
final class StatusCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(
            paramLabel = "SELECTOR",
            arity = "0..*",
            description = "What to show, in the same forms as for 'run'; everything where none is given.")
    private List<String> selectors = new ArrayList<>();

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
        return Wiring.status(program, program.settings(), List.copyOf(selectors), format);
    }
}
