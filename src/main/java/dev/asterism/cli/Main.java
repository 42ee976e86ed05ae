package dev.asterism.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/** The program's entry point. Start reading here. */
public final class Main {
    private static final int WIDEST_HELP = 100;
    private static final int NARROWEST_HELP = 60;

    /** A query may begin with an SQL comment, which is no option: options hold no blank before their value. */
    private static final Pattern SQL_COMMENT = Pattern.compile("--[^=\\s]*\\s.*", Pattern.DOTALL);

    private Main() {}

    public static void main(String[] arguments) {
        // jOOQ greets with a logo and tips unless told not to.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        Interruption interruption = new Interruption();
        interruption.install();
        Invocation invocation = Invocation.ofThisProcess(
                new FileOutputStream(FileDescriptor.out),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)),
                System.getProperties());
        int exitCode = execute(invocation, interruption, arguments);
        interruption.commandHasEnded();
        System.exit(exitCode);
    }

    /** Executes a command line and returns the exit code. */
    static int execute(Invocation invocation, Interruption interruption, String... arguments) {
        GlobalOptions options = new GlobalOptions();
        Program program = new Program(invocation, options, interruption);
        Failures failures = new Failures(program);
        try {
            CommandLine commandLine = AsterismCommand.commandLine(program, options);
            // picocli prints a stack trace where its output fails, so what it says is collected first.
            StringWriter help = new StringWriter();
            configure(commandLine.setOut(new PrintWriter(help)), program, failures);
            int exitCode = commandLine.execute(Arrays.stream(arguments)
                    .map(argument -> SQL_COMMENT.matcher(argument).matches() ? " " + argument : argument)
                    .toArray(String[]::new));
            program.messages().clearStatus();
            program.out().append(help.getBuffer()).flush();
            return exitCode;
        } catch (Exception | Error failure) {
            return failures.thrown(failure);
        }
    }

    private static void configure(CommandLine commandLine, Program program, Failures failures) {
        Terminal terminal = program.terminal();
        commandLine
                .setColorScheme(Help.defaultColorScheme(terminal.stdoutColours().on() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, terminal.columns())))
                .setParameterExceptionHandler((failure, ignored) -> failures.usage(failure))
                .setExecutionExceptionHandler((failure, command, parsed) ->
                        reportsInJson(command) ? failures.thrownInJson(failure) : failures.thrown(failure));
        layOutHelp(commandLine);
    }

    private static boolean reportsInJson(CommandLine command) {
        OptionSpec format = command.getCommandSpec().findOption("--format");
        return format != null && format.getValue() == ReportFormat.JSON;
    }

    private static void layOutHelp(CommandLine commandLine) {
        commandLine
                .getCommandSpec()
                .usageMessage()
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%nExamples:%n");
        commandLine.getSubcommands().values().forEach(Main::layOutHelp);
    }
}
