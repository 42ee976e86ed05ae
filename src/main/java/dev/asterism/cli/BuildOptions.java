package dev.asterism.cli;

import dev.asterism.config.SettingKeys;
import dev.asterism.config.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} and {@code plan} have in common: which tables and which days. */
final class BuildOptions {
    @Mixin
    final SelectionOptions selection = new SelectionOptions();

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
        List<String> words = new ArrayList<>(selection.words("run"));
        if (full) {
            words.add("--full");
        }
        if (prune) {
            words.add("--prune");
        }
        return String.join(" ", words);
    }

    /** Notes what is a setting, too. */
    void addTo(SettingsReader reader) {
        if (jobs != null) {
            reader.flag("--jobs", SettingKeys.RUN_JOBS, jobs);
        }
    }
}
