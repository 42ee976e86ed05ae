package dev.asterism.cli;

import dev.asterism.config.Redaction;
import java.io.PrintStream;

/**
 * Everything that is said to the user beside the data, on standard error, with secrets taken out. Thread-safe. Keeps the
 * status line out of the way.
 */
final class Messages {
    private final PrintStream err;
    private final Colours colours;
    private final StatusLine statusLine;
    private final GlobalOptions options;

    Messages(PrintStream err, Terminal terminal, GlobalOptions options) {
        this.err = err;
        this.colours = terminal.stderrColours();
        this.statusLine = new StatusLine(err, terminal, System::nanoTime);
        this.options = options;
    }

    /** What goes on; not said with {@code --quiet}. */
    void info(String text) {
        if (!options.quiet()) {
            print(text);
        }
    }

    /** What only {@code --verbose} says. */
    void detail(String text) {
        if (options.verbose()) {
            print(text);
        }
    }

    void warn(String text) {
        print("asterism: " + colours.yellow("warning:") + " " + text);
    }

    void error(String text) {
        print("asterism: " + colours.red("error:") + " " + text);
    }

    /** Shows how far the work has come, on a terminal and not with {@code --quiet}. */
    void status(String text) {
        if (!options.quiet()) {
            statusLine.update(Redaction.redact(text));
        }
    }

    /** Takes the status line away, as is due before data is printed and at the end. */
    void clearStatus() {
        statusLine.clear();
    }

    Colours colours() {
        return colours;
    }

    private void print(String text) {
        // The lock of the status line keeps it from being redrawn in between.
        synchronized (statusLine) {
            statusLine.clear();
            err.println(Redaction.redact(text));
            err.flush();
        }
    }
}
