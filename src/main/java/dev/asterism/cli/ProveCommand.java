package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.prove.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code asterism prove}: builds days anew and compares them with what is published. */
@Command(
        name = "prove",
        header = "Proves that what is published is what files and models say.",
        description = {
            "Builds days and members anew from the files, beside the warehouse, and compares them with what is published,"
                    + " by natural keys. Changes nothing in the warehouse. The exit code is 1 if anything differs."
        },
        footer = {
            "  ./asterism prove                        20 days of tables, chosen at random",
            "  ./asterism prove pypi --sample 100      more of them, of one pipeline",
            "  ./asterism prove --sample 20 --seed 42  the same ones again",
            "  ./asterism prove --all                  everything"
        })
final class ProveCommand implements Callable<Integer> {
    private static final int DEFAULT_SAMPLE = 20;
    private static final int SEEDS = 1_000_000;

    private final Program program;

    @Mixin
    final SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "How many days of tables to prove, chosen at random (default: 20).")
    private @Nullable Integer sample;

    @Option(names = "--all", description = "Prove all days.")
    private boolean all;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Choose the same days as another time, which printed this number.")
    private @Nullable Long seed;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Choice.OfReportFormat.class,
            description = "How the result is printed: ${COMPLETION-CANDIDATES} (default: text).")
    private ReportFormat format = ReportFormat.TEXT;

    ProveCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        selection.check();
        if (all && (sample != null || seed != null)) {
            throw new InputException("--all proves all days, so that there is none to choose. Leave out --sample and"
                    + " --seed, or --all.");
        }
        if (sample != null && sample < 1) {
            throw new InputException("--sample is " + sample + ". Expected a number of days, 1 or more.");
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        OptionalInt size = all ? OptionalInt.empty() : OptionalInt.of(sample == null ? DEFAULT_SAMPLE : sample);
        return Wiring.prove(
                program, program.settings(), selection, new Sample(size, chosen), commandLine(size, chosen), format);
    }

    private String commandLine(OptionalInt size, long chosen) {
        List<String> words = new ArrayList<>(selection.words("prove"));
        if (size.isPresent()) {
            words.addAll(List.of("--sample", String.valueOf(size.getAsInt()), "--seed", String.valueOf(chosen)));
        } else {
            words.add("--all");
        }
        return String.join(" ", words);
    }
}
