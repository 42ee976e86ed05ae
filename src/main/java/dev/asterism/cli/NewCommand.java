package dev.asterism.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code asterism new}: its commands write first files. */
@Command(
        name = "new",
        header = "Writes the first files of a project, a pipeline or a model.",
        description =
                "What is written can be planned and built as it is, and changed from there. Nothing is overwritten.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  ./asterism new project ../shop                      a folder with an empty lake and the calendar",
            "  ./asterism new pipeline shop                        a source, a dimension and a fact",
            "  ./asterism new model dimension shop_dim.customer    one model"
        })
final class NewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "It is not said what to begin. The commands are "
                        + String.join(", ", spec.subcommands().keySet()) + ".");
    }

    /** The command with its own commands. */
    static CommandLine commandLine(Program program) {
        return new CommandLine(new NewCommand())
                .addSubcommand(new NewProjectCommand(program))
                .addSubcommand(new NewPipelineCommand(program))
                .addSubcommand(new NewModelCommand(program));
    }
}
