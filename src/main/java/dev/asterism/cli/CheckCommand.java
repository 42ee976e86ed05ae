package dev.asterism.cli;

import dev.asterism.lake.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Parameters(
            paramLabel = "SELECTOR",
            arity = "0..*",
            description = "What to check, in the same forms as for 'run'; everything where none is given.")
    private List<String> selectors = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "SELECTOR",
            description = "What not to check, in the same forms. Can be given several times.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "The first day to check, such as 2018-04-01 (default: the first there is).")
    private @Nullable Day from;

    @Option(
            names = "--to",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "The last day to check (default: the last there is).")
    private @Nullable Day to;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the results are printed: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    CheckCommand(Program program) {
        this.program = program;
    }

    List<String> selectors() {
        return List.copyOf(selectors);
    }

    List<String> excluded() {
        return List.copyOf(excluded);
    }

    Optional<Day> from() {
        return Optional.ofNullable(from);
    }

    Optional<Day> to() {
        return Optional.ofNullable(to);
    }

    /** What was asked for, as a command line for the history of runs. */
    String commandLine() {
        List<String> words = new ArrayList<>(List.of("check"));
        words.addAll(selectors);
        excluded.forEach(selector -> words.addAll(List.of("--exclude", selector)));
        from().ifPresent(day -> words.addAll(List.of("--from", day.toString())));
        to().ifPresent(day -> words.addAll(List.of("--to", day.toString())));
        return String.join(" ", words);
    }

    @Override
    public Integer call() {
        return Wiring.check(program, program.settings(), this, format);
    }
}
