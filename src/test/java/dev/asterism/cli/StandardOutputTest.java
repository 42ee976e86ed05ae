package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.asterism.RunFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    @Test
    void whatIsWrittenPassesThrough() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput out = new StandardOutput(bytes);

        out.write('a');
        out.write("bcd".getBytes(StandardCharsets.UTF_8), 0, 2);
        out.flush();

        assertThat(bytes).hasToString("abc");
    }

    @Test
    void aReaderThatWentAwayIsToldFromAFullDisk() {
        assertThatThrownBy(() -> new StandardOutput(failing("Broken pipe")).write('a'))
                .isInstanceOf(OutputClosedException.class);
        assertThatThrownBy(() -> new StandardOutput(failing("No space left on device")).write('a'))
                .isInstanceOf(RunFailedException.class)
                .hasMessage("Standard output cannot be written: No space left on device");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int data) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
