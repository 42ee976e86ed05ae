package dev.asterism.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code asterism} itself: its commands do the work. */
@Command(
        name = "asterism",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        description =
                "Builds Kimball star schemas from day files: finds out what is stale, builds just that, proves it, and"
                        + " publishes it in one step.",
        footer = {
            "  ./asterism run                                  builds what is stale",
            "  ./asterism plan                                 says what, and why",
            "  ./asterism download github --from 2018-04-01    fetches days that are missing",
            "  ./asterism sql \"SELECT count(*) FROM time.day\"  asks the warehouse",
            "",
            "Exit codes: 0 done, 1 the run failed or checks found errors, 2 wrong usage, configuration or input,"
                    + " 70 a defect of the program, 130 interrupted."
        })
final class AsterismCommand implements Callable<Integer> {
    @Mixin
    final GlobalOptions options;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    AsterismCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "There is no command. The commands are "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }

    /** The whole command line, ready to be executed. */
    static CommandLine commandLine(Program program, GlobalOptions options) {
        CommandLine commandLine = new CommandLine(new AsterismCommand(options));
        commandLine.addSubcommand(new RunCommand(program));
        commandLine.addSubcommand(new PlanCommand(program));
        commandLine.addSubcommand(new SqlCommand(program, Wiring::query));
        commandLine.addSubcommand(new TablesCommand(program));
        commandLine.addSubcommand(new StatusCommand(program));
        commandLine.addSubcommand(new CheckCommand(program));
        commandLine.addSubcommand(new ProveCommand(program));
        commandLine.addSubcommand(NewCommand.commandLine(program));
        commandLine.addSubcommand(new DownloadCommand(program));
        commandLine.addSubcommand(new SyncCommand(program));
        commandLine.addSubcommand(new PublishCommand(program));
        commandLine.addSubcommand(new DropCommand(program));
        commandLine.addSubcommand(new ResetCommand(program));
        commandLine.addSubcommand(new DoctorCommand(program));
        commandLine.addSubcommand(new HelpCommand());
        return commandLine;
    }
}
