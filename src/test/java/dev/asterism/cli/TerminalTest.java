package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @Test
    void withoutTheLaunchersWordNothingIsATerminal() {
        Terminal terminal = Terminal.detect(new Properties(), XTERM);

        assertThat(terminal.stdinIsTerminal()).isFalse();
        assertThat(terminal.stdoutColours().on()).isFalse();
        assertThat(terminal.stderrColours().on()).isFalse();
        assertThat(terminal.canRedrawStderr()).isFalse();
        assertThat(terminal.columns()).isEqualTo(80);
    }

    @Test
    void eachStreamStandsForItself() {
        Terminal terminal = Terminal.detect(properties("stderr", "132"), XTERM);

        assertThat(terminal.stdoutColours().on()).isFalse();
        assertThat(terminal.stderrColours().on()).isTrue();
        assertThat(terminal.canRedrawStderr()).isTrue();
        assertThat(terminal.columns()).isEqualTo(132);
    }

    @Test
    void noColourMeansNoColourButAStatusLineAllTheSame() {
        Terminal terminal = Terminal.detect(properties("stderr", "80"), Map.of("TERM", "xterm", "NO_COLOR", "1"));

        assertThat(terminal.stderrColours().on()).isFalse();
        assertThat(terminal.canRedrawStderr()).isTrue();
    }

    @Test
    void anEmptyNoColourCountsAsNotSet() {
        assertThat(Terminal.detect(properties("stdout", "80"), Map.of("TERM", "xterm", "NO_COLOR", ""))
                        .stdoutColours()
                        .on())
                .isTrue();
    }

    @Test
    void aDumbTerminalGetsPlainText() {
        Terminal terminal = Terminal.detect(properties("stderr", "80"), Map.of("TERM", "dumb"));

        assertThat(terminal.stderrColours().on()).isFalse();
        assertThat(terminal.canRedrawStderr()).isFalse();
    }

    @Test
    void anUnknownWidthIsTheUsualOne() {
        assertThat(Terminal.detect(properties("stdout", ""), XTERM).columns()).isEqualTo(80);
        assertThat(Terminal.detect(properties("stdout", "0"), XTERM).columns()).isEqualTo(80);
        assertThat(Terminal.detect(properties("stdout", "many"), XTERM).columns())
                .isEqualTo(80);
    }

    private static Properties properties(String stream, String columns) {
        Properties properties = new Properties();
        properties.setProperty("asterism." + stream + ".tty", "true");
        properties.setProperty("asterism.columns", columns);
        return properties;
    }
}
