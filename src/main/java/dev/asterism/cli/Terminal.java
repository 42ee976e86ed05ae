package dev.asterism.cli;

import java.util.Map;
import java.util.Properties;

/**
 * What is known about where the program's streams lead. Java 17 cannot ask by itself, so the launcher asks and tells by
 * system properties; without them nothing counts as a terminal.
 *
 * @param columns the terminal's width, 80 where it is unknown
 * @param colourful whether the terminal understands escape sequences and the user wants colours
 * @param dumb whether the terminal understands no escape sequences at all
 */
record Terminal(
        boolean stdinIsTerminal,
        boolean stdoutIsTerminal,
        boolean stderrIsTerminal,
        int columns,
        boolean colourful,
        boolean dumb) {
    private static final int USUAL_COLUMNS = 80;

    static final Terminal NONE = new Terminal(false, false, false, USUAL_COLUMNS, false, true);

    static Terminal detect(Properties properties, Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colourful = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                Boolean.parseBoolean(properties.getProperty("asterism.stdin.tty")),
                Boolean.parseBoolean(properties.getProperty("asterism.stdout.tty")),
                Boolean.parseBoolean(properties.getProperty("asterism.stderr.tty")),
                columns(properties.getProperty("asterism.columns", "")),
                colourful,
                dumb);
    }

    /** Colours for what is written to standard output. */
    Colours stdoutColours() {
        return new Colours(stdoutIsTerminal && colourful);
    }

    /** Colours for what is written to standard error. */
    Colours stderrColours() {
        return new Colours(stderrIsTerminal && colourful);
    }

    /** Whether a line on standard error can be drawn over. */
    boolean canRedrawStderr() {
        return stderrIsTerminal && !dumb;
    }

    private static int columns(String text) {
        return text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : USUAL_COLUMNS;
    }
}
