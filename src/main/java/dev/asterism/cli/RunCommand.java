package dev.asterism.cli;

import dev.asterism.config.TimeSpan;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asterism run}: plans and builds. */
@Command(
        name = "run",
        header = "Builds what is stale.",
        description = {
            "Builds days whose files are new or changed, tables whose SQL changed, and"
                    + " what depends on them; nothing else. A run that was interrupted continues where it was."
        },
        footer = {
            "  ./asterism run                       everything that is stale",
            "  ./asterism run pypi                  one pipeline",
            "  ./asterism run +pypi_dim.project     a table and all it is made from",
            "  ./asterism run github+ --exclude python_projects",
            "  ./asterism run --from 2018-04-01 --to 2018-04-05",
            "  ./asterism run pypi --full           again, though nothing changed",
            "  ./asterism run --wait 10min          after another run has ended"
        })
final class RunCommand implements Callable<Integer> {
    private final Program program;

    @Mixin
    final BuildOptions options = new BuildOptions();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description = "How long to wait while another process holds the warehouse, such as 10min"
                    + " (default: not at all).")
    private @Nullable TimeSpan wait;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the result is reported: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    RunCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        options.selection.check();
        return Wiring.run(program, program.settings(options::addTo), options, Optional.ofNullable(wait), format);
    }
}
