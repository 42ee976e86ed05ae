package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.lake.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which tables and which days, for every command that can be told. */
final class SelectionOptions {
    @Parameters(
            paramLabel = "SELECTOR",
            arity = "0..*",
            description = {
                "Which tables: a pipeline (pypi), a file of it (pypi/project) or a table (pypi_dim.project); all where"
                        + " none is given.",
                "A + before it adds all it is made from, a + after it all that is made from it."
            })
    private List<String> selectors = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "SELECTOR",
            description = "Which tables not, in the same forms. Can be given several times.")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "The first day, such as 2018-04-01 (default: the first there is).")
    private @Nullable Day from;

    @Option(
            names = "--to",
            paramLabel = "DAY",
            converter = DayConverter.class,
            description = "The last day (default: the last there is).")
    private @Nullable Day to;

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

    /** What was asked for, as words of a command line, for the history of runs. */
    List<String> words(String command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(selectors);
        excluded.forEach(selector -> words.addAll(List.of("--exclude", selector)));
        from().ifPresent(day -> words.addAll(List.of("--from", day.toString())));
        to().ifPresent(day -> words.addAll(List.of("--to", day.toString())));
        return words;
    }

    /** Fails with {@link InputException} where no day can be meant. */
    void check() {
        if (from != null && to != null && from.compareTo(to) > 0) {
            throw new InputException("--from %s is after --to %s; no day lies between.".formatted(from, to));
        }
    }
}
