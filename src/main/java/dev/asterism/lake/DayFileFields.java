package dev.asterism.lake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the fields of a day file's rows as bytes, for an engine that is handed rows rather than files. It takes
 * and refuses what {@link DayFileInspector} takes and refuses, but stops at a refusal without saying where.
 *
 * <p>Hot code: it looks at every byte once, and makes no object per field except for columns that are neither text nor
 * whole numbers. Memory grows with the longest field only. Not thread-safe.
 */
public final class DayFileFields {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MOST_BYTES_OF_A_FIELD = DayFiles.MOST_BYTES_OF_A_ROW;

    private final Sink sink;
    private final List<@Nullable ColumnType> types = new ArrayList<>();
    private byte[] field = new byte[1 << 10];
    private int length;
    private int position;
    private State state = State.START;

    private enum State {
        /** Before the first byte of a field. */
        START,
        /** In a field without quotes. */
        PLAIN,
        /** Between quotes. */
        QUOTED,
        /** After a quote that ends the field, or is the first of two that stand for one. */
        QUOTE,
        /** After a carriage return, which only a line feed may follow. */
        RETURN
    }

    /** Takes the fields that columns were declared for, from left to right, row by row. */
    public interface Sink {
        /**
         * Takes a field.
         *
         * @param column the column's position in the header
         * @param bytes holds the field from 0 on, in UTF-8, valid until the method returns
         * @param length how many bytes; 0 stands for NULL
         */
        void field(int column, byte[] bytes, int length) throws IOException;

        /** Ends a row. */
        void endRow() throws IOException;
    }

    /** The file is not as declared. */
    public static final class RefusedException extends IOException {
        RefusedException(String what) {
            super(what);
        }
    }

    private DayFileFields(List<String> header, List<Column> columns, Sink sink) {
        this.sink = sink;
        header.forEach(name -> types.add(columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .map(Column::type)
                .orElse(null)));
    }

    /**
     * Hands all fields of the declared columns to a sink.
     *
     * @param header the names in the file's header row
     * @throws RefusedException where a row is not as declared, apart from NULLs and the ends of number ranges
     * @throws IOException where the file is damaged, or the sink fails
     */
    public static void read(DayFile file, List<String> header, List<Column> columns, Sink sink) throws IOException {
        DayFileFields fields = new DayFileFields(header, columns, sink);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream content = DayFiles.content(file)) {
            HeaderSkip skip = new HeaderSkip();
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                fields.take(buffer, skip.after(buffer, count), count);
            }
        }
        fields.end();
    }

    /** Passes over the first row, in which a line break may stand between quotes. */
    private static final class HeaderSkip {
        private boolean quoted;
        private boolean done;

        int after(byte[] buffer, int count) {
            int i = 0;
            while (!done && i < count) {
                quoted ^= buffer[i] == '"';
                done = buffer[i] == '\n' && !quoted;
                i++;
            }
            return i;
        }
    }

    private void take(byte[] buffer, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            byte b = buffer[i];
            switch (state) {
                case START -> {
                    if (b == '"') {
                        state = State.QUOTED;
                    } else {
                        plain(b);
                    }
                }
                case PLAIN -> plain(b);
                case QUOTED -> {
                    if (b == '"') {
                        state = State.QUOTE;
                    } else {
                        add(b);
                    }
                }
                case QUOTE -> {
                    if (b == '"') {
                        add(b);
                        state = State.QUOTED;
                    } else if (b == '\t' || b == '\n' || b == '\r') {
                        plain(b);
                    } else {
                        throw new RefusedException("a quoted field goes on after its closing quote");
                    }
                }
                case RETURN -> {
                    if (b != '\n') {
                        throw new RefusedException("a carriage return stands in a field without quotes");
                    }
                    endField();
                    endRow();
                }
            }
        }
    }

    private void plain(byte b) throws IOException {
        switch (b) {
            case '\t' -> endField();
            case '\n' -> {
                endField();
                endRow();
            }
            case '\r' -> state = State.RETURN;
            default -> {
                add(b);
                state = State.PLAIN;
            }
        }
    }

    private void add(byte b) throws RefusedException {
        if (length == field.length) {
            if (length >= MOST_BYTES_OF_A_FIELD) {
                throw new RefusedException("a field does not end");
            }
            field = Arrays.copyOf(field, 2 * length);
        }
        field[length] = b;
        length++;
    }

    private void endField() throws IOException {
        if (position >= types.size()) {
            throw new RefusedException("a row has more fields than the header");
        }
        ColumnType type = types.get(position);
        if (type != null) {
            if (length > 0 && !isValue(type)) {
                throw new RefusedException("a field is no " + type);
            }
            sink.field(position, field, length);
        }
        position++;
        length = 0;
        state = State.START;
    }

    private void endRow() throws IOException {
        if (position != types.size()) {
            throw new RefusedException("a row has fewer fields than the header");
        }
        sink.endRow();
        position = 0;
    }

    private void end() throws IOException {
        if (state == State.QUOTED) {
            throw new RefusedException("a quoted field never ends");
        }
        boolean isRowOpen = state != State.START || position > 0;
        if (isRowOpen) {
            endField();
            endRow();
        }
    }

    /** Whether the field is a value of a type; of a whole number, its form only. */
    private boolean isValue(ColumnType type) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT -> isWholeNumber();
            case TEXT -> true;
            case DECIMAL, DOUBLE, BOOLEAN, DATE, TIMESTAMP, TIMESTAMPTZ ->
                FieldType.canonical(type, new String(field, 0, length, StandardCharsets.UTF_8))
                        .isPresent();
        };
    }

    private boolean isWholeNumber() {
        int start = field[0] == '-' || field[0] == '+' ? 1 : 0;
        for (int i = start; i < length; i++) {
            if (field[i] < '0' || field[i] > '9') {
                return false;
            }
        }
        return length > start;
    }
}
