package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.SettingsReader;
import dev.asterism.lake.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code run} and {@code plan} have in common: which tables and which days. */
final class BuildOptions {
    @Parameters(
            paramLabel = "SELECTOR",
            arity = "0..*",
            description = {
                "What to build: a pipeline (pypi), a file of it (pypi/project) or a table (pypi_dim.project);"
                        + " everything where none is given.",
                "A + before it adds all it is made from, a + after it all that is made from it."
            })
    private List<String> selectors = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "SELECTOR",
            description = "What not to build, in the same forms. Can be given several times.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "The first day to build, such as 2018-04-01 (default: the lake's first).")
    private @Nullable Day from;

    @Option(
            names = "--to",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "The last day to build (default: the lake's last).")
    private @Nullable Day to;

    @Option(names = "--full", description = "Build the days again even where they are up to date.")
    private boolean full;

    @Option(names = "--prune", description = "Remove days from the stars whose day files have disappeared.")
    private boolean prune;

    @Option(names = "--strict", description = "Stop at the first bad day file or failing model.")
    private boolean strict;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many pieces of work run at once (default: the number of processors).")
    private @Nullable String jobs;

    /** As written on the command line; empty means everything. */
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

    boolean full() {
        return full;
    }

    boolean prune() {
        return prune;
    }

    boolean strict() {
        return strict;
    }

    /** What was asked for, as a command line for the history of runs. */
    String commandLine() {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(selectors);
        excluded.forEach(selector -> words.addAll(List.of("--exclude", selector)));
        from().ifPresent(day -> words.addAll(List.of("--from", day.toString())));
        to().ifPresent(day -> words.addAll(List.of("--to", day.toString())));
        if (full) {
            words.add("--full");
        }
        if (prune) {
            words.add("--prune");
        }
        return String.join(" ", words);
    }

    /** Fails with {@link InputException} where the options contradict each other. */
    void check() {
        if (from != null && to != null && from.compareTo(to) > 0) {
            throw new InputException("--from %s is after --to %s; no day lies between.".formatted(from, to));
        }
    }

    /** Notes what is a setting, too. */
    void addTo(SettingsReader reader) {
        if (jobs != null) {
            reader.flag("--jobs", SettingKeys.RUN_JOBS, jobs);
        }
    }
}
