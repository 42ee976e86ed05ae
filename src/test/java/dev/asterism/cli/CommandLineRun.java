package dev.asterism.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs the program within the test, and keeps what it printed. */
final class CommandLineRun {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Interruption interruption = new Interruption();
    private final Path workingDirectory;
    private Map<String, String> environment = Map.of();
    private Terminal terminal = Terminal.NONE;
    private String in = "";

    CommandLineRun(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    CommandLineRun environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    CommandLineRun terminal(Terminal value) {
        terminal = value;
        return this;
    }

    CommandLineRun in(String text) {
        in = text;
        return this;
    }

    int execute(String... arguments) {
        return Main.execute(invocation(), interruption, arguments);
    }

    /** A program for one command alone. */
    Program program(GlobalOptions options) {
        return new Program(invocation(), options, interruption);
    }

    Interruption interruption() {
        return interruption;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Invocation invocation() {
        return new Invocation(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                terminal,
                environment,
                workingDirectory);
    }
}
