package dev.asterism.cli;

import dev.asterism.RunFailedException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output that never loses a failure: unlike {@link System#out} it says so when the disk is full, and it tells
 * that failure from a reader that has gone away.
 */
final class StandardOutput extends FilterOutputStream {
    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int data) {
        attempt(() -> out.write(data));
    }

    @Override
    public void write(byte[] data, int offset, int length) {
        attempt(() -> out.write(data, offset, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    private interface Write {
        void run() throws IOException;
    }

    private static void attempt(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.toLowerCase(Locale.ROOT).contains("broken pipe")) {
                throw new OutputClosedException(e);
            }
            throw new RunFailedException("Standard output cannot be written: " + reason, e);
        }
    }
}
