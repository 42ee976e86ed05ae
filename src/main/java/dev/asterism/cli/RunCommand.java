package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.TimeSpan;
import java.util.Optional;
import java.util.OptionalInt;
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
            "  ./asterism run --wait 10min          after another run has ended",
            "  ./asterism run --rehearse            what it would change, without publishing"
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

    @Option(names = "--rehearse", description = "Build and prove, show what would change, and publish nothing.")
    private boolean rehearse;

    @Option(
            names = "--batches",
            paramLabel = "N",
            description = "With --rehearse: how many batches to rehearse (default: 1).")
    private @Nullable Integer batches;

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
        if (batches != null && (batches < 1 || !rehearse)) {
            throw new InputException(
                    batches < 1
                            ? "--batches is " + batches + ". Expected a number of batches, 1 or more."
                            : "--batches says how many batches to rehearse. Give --rehearse, too, or leave it out.");
        }
        return Wiring.run(
                program,
                program.settings(options::addTo),
                options,
                rehearse ? OptionalInt.of(batches == null ? 1 : batches) : OptionalInt.empty(),
                Optional.ofNullable(wait),
                format);
    }
}
