package dev.asterism.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asterism doctor}: whether everything is as it should be. */
@Command(
        name = "doctor",
        header = "Checks that everything is as it should be.",
        description = {
            "Checks the settings and where each came from, the engine, the disk and the lake, and says what to do."
        },
        footer = {
            "  ./asterism doctor                            all checks",
            "  ./asterism doctor --config other.properties  of another settings file",
            "  ./asterism doctor --format json              for programs"
        })
final class DoctorCommand implements Callable<Integer> {
    private final Program program;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the findings are printed: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    DoctorCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        return Wiring.doctor(program, program.settings(), format);
    }
}
