package dev.asterism.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code asterism help run}: the same as {@code asterism run --help}. */
@Command(
        name = "help",
        header = "Shows the help of a command.",
        description = "The same as the option --help of that command; without a command, what commands there are.",
        footer = "  ./asterism help run")
final class HelpCommand implements Callable<Integer> {
    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command to explain.")
    private @Nullable String command;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws ParameterException {
        CommandLine asterism = spec.parent().commandLine();
        if (command == null) {
            asterism.usage(asterism.getOut());
            return 0;
        }
        Map<String, CommandLine> commands = asterism.getSubcommands();
        CommandLine explained = commands.get(command);
        if (explained == null) {
            throw new UnmatchedArgumentException(asterism, List.of(command));
        }
        explained.usage(asterism.getOut());
        return 0;
    }
}
