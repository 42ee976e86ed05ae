package dev.asterism.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code asterism tables}: the stars and their tables. */
@Command(
        name = "tables",
        header = "Lists stars, dimensions and views.",
        description = "Lists the tables and views that the models declare, with what they are about and how many rows"
                + " they have; and tables in the warehouse that have no model.",
        footer = {
            "  ./asterism tables                everything",
            "  ./asterism tables pypi           of one pipeline",
            "  ./asterism tables --format json  for programs, with columns and their descriptions"
        })
final class TablesCommand implements Callable<Integer> {
    private final Program program;

    @Parameters(
            paramLabel = "SELECTOR",
            arity = "0..*",
            description = "What to list, in the same forms as for 'run'; everything where none is given.")
    private List<String> selectors = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the list is printed: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    TablesCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        return Wiring.tables(program, program.settings(), List.copyOf(selectors), format);
    }
}
