package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.Settings;
import dev.asterism.config.TimeSpan;
import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.BuildState.Built;
import dev.asterism.run.Patience;
import dev.asterism.run.Reset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asterism reset}: start over. */
@Command(
        name = "reset",
        header = "Removes everything that was built.",
        description = {
            "Removes all tables and views of the stars with their keys, so that the warehouse is as if nothing had been"
                    + " built. Day files, models and the history of runs stay, and so does what others have made in the"
                    + " database. Asks first."
        },
        footer = {"  ./asterism reset        asks, and removes", "  ./asterism reset --yes  removes"})
final class ResetCommand implements Callable<Integer> {
    private final Program program;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = TimeSpanConverter.class,
            description = "How long to wait while another process holds the warehouse, such as 10min"
                    + " (default: not at all).")
    private @Nullable TimeSpan wait;

    ResetCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = program.settings();
        BuildState built = Reset.built(settings);
        String what = text(built) + " of " + settings.warehouse().shownUrl();
        if (!yes && !isAgreed(what)) {
            program.messages().info("Nothing was removed.");
            return 0;
        }
        Reset.execute(
                settings,
                new Patience(
                        Optional.ofNullable(wait).map(TimeSpan::duration).orElse(Duration.ZERO),
                        program.messages()::info));
        program.messages().info("Removed " + what + ". 'asterism run' builds everything anew.");
        return 0;
    }

    private boolean isAgreed(String what) throws IOException {
        if (!program.terminal().stdinIsTerminal()) {
            throw new InputException("This removes " + what
                    + ", and there is no terminal to ask on. Add --yes if that is meant. Nothing was removed.");
        }
        program.messages().warn("This removes " + what + ". Keys of members will be given anew. Type 'yes' to go on:");
        String answer = new BufferedReader(new InputStreamReader(program.in(), StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().equals("yes");
    }

    private static String text(BuildState built) {
        Set<TableName> tables = new TreeSet<>(built.wholes().keySet());
        tables.addAll(built.days().keySet());
        NavigableSet<Day> days = new TreeSet<>();
        built.days().values().forEach(table -> days.addAll(table.keySet()));
        long rows = built.days().values().stream()
                .flatMap(table -> table.values().stream())
                .mapToLong(Built::rows)
                .sum();
        return Quantities.exact(tables.size(), "table")
                + (days.isEmpty()
                        ? ""
                        : " with " + Quantities.exact(days.size(), "day") + " and " + Quantities.count(rows, "row")
                                + " of facts");
    }
}
