package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static final String CLEAR = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long milliseconds = 1;

    @Test
    void theLineIsDrawnOverAtMostTenTimesASecond() {
        StatusLine line = line(Terminals.wide(80));

        line.update("one");
        milliseconds += 99;
        line.update("two");
        milliseconds += 1;
        line.update("three");

        assertThat(bytes).hasToString(CLEAR + "one" + CLEAR + "three");
    }

    @Test
    void aClearedLineIsGoneAndTheNextComesAtOnce() {
        StatusLine line = line(Terminals.wide(80));

        line.clear();
        line.update("one");
        line.clear();
        line.clear();
        line.update("two");

        assertThat(bytes).hasToString(CLEAR + "one" + CLEAR + CLEAR + "two");
    }

    @Test
    void theLineIsCutBeforeTheLastColumn() {
        line(Terminals.wide(6)).update("sixsix");

        assertThat(bytes).hasToString(CLEAR + "sixsi");
    }

    @Test
    void nothingIsDrawnWithoutATerminalOrOnADumbOne() {
        line(Terminal.NONE).update("one");
        line(new Terminal(true, true, true, 80, false, true)).update("one");
        line(new Terminal(true, true, false, 80, true, false)).update("one");

        assertThat(bytes.size()).isZero();
    }

    @Test
    void messagesMoveTheLineOutOfTheWay() {
        Messages messages = new Messages(err, Terminals.wide(80), new GlobalOptions());

        messages.status("working");
        messages.info("done with jdbc:postgresql://ann:s3cret@host/db");

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(CLEAR + "working" + CLEAR + "done with jdbc:postgresql://ann:***@host/db\n");
    }

    private StatusLine line(Terminal terminal) {
        return new StatusLine(err, terminal, () -> TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }
}
