package dev.asterism.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asterism plan}: what {@code run} would do. */
@Command(
        name = "plan",
        header = "Shows what 'run' would build, and why.",
        description =
                "Says which tables and how many days 'run' with the same arguments would build, and the reason. Changes nothing.",
        footer = {
            "  ./asterism plan             what is stale, and why",
            "  ./asterism plan pypi --sql  with the statements that would run",
            "  ./asterism plan --from 2018-04-01 --format json"
        })
final class PlanCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    final BuildOptions options = new BuildOptions();

    @Option(names = "--sql", description = "Show the statements that would run.")
    private boolean sql;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the plan is printed: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    PlanCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        options.selection.check();
        return Wiring.plan(program, program.settings(options::addTo), options, sql, format);
    }
}
