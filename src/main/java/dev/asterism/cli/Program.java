package dev.asterism.cli;

import dev.asterism.config.Settings;
import dev.asterism.config.SettingsReader;
import java.io.BufferedWriter;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a command works with. Its texts are UTF-8 whatever the locale says, so that data is the same everywhere. */
final class Program {
    private final Invocation invocation;
    private final GlobalOptions options;
    private final Interruption interruption;
    private final Messages messages;
    private final Writer out;
    private @Nullable Settings settings;

    Program(Invocation invocation, GlobalOptions options, Interruption interruption) {
        this.invocation = invocation;
        this.options = options;
        this.interruption = interruption;
        this.messages = new Messages(
                new PrintStream(invocation.err(), true, StandardCharsets.UTF_8), invocation.terminal(), options);
        this.out = new BufferedWriter(
                new OutputStreamWriter(new StandardOutput(invocation.out()), StandardCharsets.UTF_8), 1 << 16);
    }

    /** The settings in effect. They are read at each call, as reading them is what checks them. */
    Settings settings() {
        return settings(reader -> {});
    }

    /** The settings in effect, with those that are options of the single command. */
    Settings settings(Consumer<SettingsReader> optionsOfTheCommand) {
        SettingsReader reader = options.settingsReader(invocation.environment(), invocation.workingDirectory());
        optionsOfTheCommand.accept(reader);
        Settings result = reader.read();
        settings = result;
        LogFile.use(result.logFile(), options.verbose());
        return result;
    }

    /** The log file, where settings could be read before. */
    Optional<Path> logFile() {
        return Optional.ofNullable(settings).map(Settings::logFile);
    }

    boolean isVerbose() {
        return options.verbose();
    }

    InputStream in() {
        return invocation.in();
    }

    /** Standard output, buffered; flushed when the command has ended. Fails with {@link OutputClosedException}. */
    Writer out() {
        return out;
    }

    Messages messages() {
        return messages;
    }

    Terminal terminal() {
        return invocation.terminal();
    }

    /** What to do when the user interrupts the command. */
    Interruption interruption() {
        return interruption;
    }
}
