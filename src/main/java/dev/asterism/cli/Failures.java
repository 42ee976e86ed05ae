package dev.asterism.cli;

import dev.asterism.AsterismException;
import dev.asterism.Suggestion;
import dev.asterism.config.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever was thrown into a message and an exit code. */
final class Failures {
    private static final int DONE = 0;
    private static final int RUN_FAILED = 1;
    private static final int USAGE = 2;
    private static final int DEFECT = 70;

    private final Program program;

    Failures(Program program) {
        this.program = program;
    }

    /** Reports a command line that cannot be understood. */
    int usage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        program.messages()
                .error(text(failure, command) + "\nSee '"
                        + command.getCommandSpec().qualifiedName() + " --help'.");
        return USAGE;
    }

    /** Reports whatever a command threw that was to report in JSON: a program that reads it learns why, too. */
    int thrownInJson(Throwable failure) {
        int exitCode = thrown(failure);
        if (failure instanceof AsterismException known) {
            try {
                JsonOutput.write(program.out(), json -> {
                    json.writeStringField("status", "failed");
                    json.writeStringField("error", Redaction.redact(String.valueOf(known.getMessage())));
                });
            } catch (IOException | OutputClosedException nobodyReadsIt) {
                failure.addSuppressed(nobodyReadsIt);
            }
        }
        return exitCode;
    }

    /** Reports whatever a command threw. */
    int thrown(Throwable failure) {
        program.messages().clearStatus();
        if (failure instanceof OutputClosedException) {
            return DONE;
        }
        if (program.interruption().requested()) {
            program.messages().error("Interrupted. What was published stays; the next run continues from there.");
            return Interruption.EXIT_CODE;
        }
        if (isOutOfMemory(failure)) {
            program.messages()
                    .error("The memory of the Java process, "
                            + Quantities.bytes(Runtime.getRuntime().maxMemory())
                            + ", is not enough. Nothing of the open batch was published. Allow it more, such as with"
                            + " ASTERISM_JAVA_OPTS=-Xmx2g, then run again to continue where it was.");
            return RUN_FAILED;
        }
        if (failure instanceof AsterismException known) {
            program.messages().error(String.valueOf(known.getMessage()));
            if (program.isVerbose()) {
                logTrace(known);
            }
            return known.exitCode();
        }
        defect(failure);
        return DEFECT;
    }

    /** Wherever it came up: the failures that follow from it say less. */
    private static boolean isOutOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private void defect(Throwable failure) {
        String what = "This is a defect of Asterism, not of your input: " + failure;
        program.messages()
                .error(logTrace(failure)
                        .map(log -> what + "\nThe stack trace is at the end of " + log + ".")
                        .orElseGet(
                                () -> what + "\n" + LogFile.stackTrace(failure).stripTrailing()));
    }

    /** Returns the log file; empty where there is none, or it cannot be written. */
    private Optional<Path> logTrace(Throwable failure) {
        Optional<Path> log = program.logFile();
        if (log.isPresent()) {
            try {
                LogFile.appendStackTrace(log.get(), failure);
            } catch (IOException logCannotBeWritten) {
                failure.addSuppressed(logCannotBeWritten);
                return Optional.empty();
            }
        }
        return log;
    }

    private static String text(ParameterException failure, CommandLine command) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(failure.getMessage());
        }
        String argument = unmatched.getUnmatched().get(0);
        if (unmatched.isUnknownOption()) {
            String option = argument.split("=", 2)[0];
            List<String> options =
                    new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
            return "There is no option '" + option + "'." + Suggestion.didYouMean(option, options);
        }
        List<String> commands = new ArrayList<>(command.getSubcommands().keySet());
        if (commands.isEmpty()) {
            return "The argument '" + argument + "' is one too many.";
        }
        return "There is no command '" + argument + "'." + Suggestion.didYouMean(argument, commands);
    }
}
