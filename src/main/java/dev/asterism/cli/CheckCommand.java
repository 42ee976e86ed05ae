package dev.asterism.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asterism check}: runs all checks over the published stars. */
@Command(
        name = "check",
        header = "Checks the published stars.",
        description = {
            "Proves again, over everything that is published, what facts and dimensions promise, compares totals with"
                    + " those of the day files, and runs the checks that have a model file. Changes nothing."
        },
        footer = {
            "  ./asterism check                    everything",
            "  ./asterism check pypi               one pipeline",
            "  ./asterism check pypi_dim.project   a table, and the checks that read it",
            "  ./asterism check --from 2018-04-01  the days from then on",
            "  ./asterism check --format json      for programs"
        })
final class CheckCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    final SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the results are printed: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    CheckCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        selection.check();
        return Wiring.check(program, program.settings(), selection, format);
    }
}
