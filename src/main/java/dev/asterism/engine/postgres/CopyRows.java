package dev.asterism.engine.postgres;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows into a running COPY in its text format: fields separated by tabs, NULL as {@code \N}, and a backslash before
 * what would otherwise end a field or a row.
 *
 * <p>Source: <a href="https://www.postgresql.org/docs/current/sql-copy.html">PostgreSQL, COPY, Text Format</a>.
 */
final class CopyRows implements DayFileFields.Sink {
    private static final int BUFFER_BYTES = 1 << 16;

    private final CopyIn copy;
    private final int dayColumn;
    private final byte[] day;
    private byte[] buffer = new byte[2 * BUFFER_BYTES];
    private int filled;
    private boolean isFirstField = true;

    /**
     * Writes the rows of one day.
     *
     * @param dayColumn the position of the column that says the day
     */
    CopyRows(CopyIn copy, int dayColumn, Day day) {
        this.copy = copy;
        this.dayColumn = dayColumn;
        this.day = String.valueOf(day.id()).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void field(int column, byte[] bytes, int length) throws IOException {
        if (column == dayColumn && !Arrays.equals(bytes, 0, length, day, 0, day.length)) {
            throw new IOException("a row is of another day than its file");
        }
        // One byte for the tab before it, and at most two for each of its own.
        int most = filled + 1 + Math.max(2, 2 * length);
        if (most > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(most, 2 * buffer.length));
        }
        if (!isFirstField) {
            put('\t');
        }
        isFirstField = false;
        if (length == 0) {
            put('\\');
            put('N');
        }
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            switch (b) {
                case '\\' -> escaped('\\');
                case '\t' -> escaped('t');
                case '\n' -> escaped('n');
                case '\r' -> escaped('r');
                default -> put(b);
            }
        }
    }

    private void escaped(int letter) {
        put('\\');
        put(letter);
    }

    private void put(int b) {
        buffer[filled] = (byte) b;
        filled++;
    }

    /** Ends a row; fails with the server's {@link SQLException} as cause where that refuses a row. */
    @Override
    public void endRow() throws IOException {
        isFirstField = true;
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        put('\n');
        if (filled >= BUFFER_BYTES) {
            try {
                flush();
            } catch (SQLException refused) {
                throw new IOException(refused);
            }
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, filled);
        filled = 0;
    }

    /** Ends the COPY; gives the number of rows. */
    long end() throws SQLException {
        flush();
        return copy.endCopy();
    }
}
