package dev.asterism.lake;

/**
 * Counts the rows of a day file by the rules of RFC 4180, with any delimiter, and sees that each of them is well formed: quotes,
 * number of fields, UTF-8, length. Knows nothing of any engine, so that what an engine reads can be compared with it.
 *
 * <p>Hot code: it looks at every byte of the lake once, and makes no objects. Not thread-safe.
 */
final class RowScanner implements RowCounter {
    private final byte delimiter;
    private final boolean isMarked;
    private State state = State.START;
    private byte previous;
    private long position;
    private long line = 1;
    private long rowStart;
    private long rowLine = 1;
    private long rows;
    private int fields = 1;
    private int width;
    private int headerLines = 1;
    private boolean hasQuotesInHeader;

    private long lineFeeds;
    private long carriageReturns;
    private long both;

    /** How many bytes of a character are still to come, and between which the next of them must be. */
    private int continuation;

    private int least;
    private int most;

    private enum State {
        /** Before the first byte of a field. */
        START,
        /** In a field without quotes. */
        PLAIN,
        /** Between quotes. */
        QUOTED,
        /** After a quote that ends the field, or is the first of two that stand for one. */
        QUOTE
    }

    /** A row is not well formed. */
    static final class MalformedRowException extends Exception {
        private final long line;
        private final String what;
        private final String expected;

        MalformedRowException(long line, String what, String expected) {
            super(what);
            this.line = line;
            this.what = what;
            this.expected = expected;
        }

        FileContent.Broken content(String sha256) {
            return new FileContent.Broken(sha256, line, what, expected);
        }
    }

    /**
     * @param delimiter what separates fields, a character of ASCII
     * @param isMarked whether a byte order mark was passed over before the first byte
     */
    RowScanner(char delimiter, boolean isMarked) {
        this.delimiter = (byte) delimiter;
        this.isMarked = isMarked;
    }

    @Override
    public void take(byte[] buffer, int count) throws MalformedRowException {
        int i = 0;
        while (i < count) {
            byte b = buffer[i];
            if (continuation > 0) {
                continueCharacter(b);
            } else if (state == State.START) {
                if (b == '"') {
                    state = State.QUOTED;
                    hasQuotesInHeader |= width == 0;
                } else {
                    plain(b, position + i);
                }
            } else if (state == State.PLAIN) {
                while (b > '\r' && b != delimiter && i + 1 < count) {
                    previous = b;
                    i++;
                    b = buffer[i];
                }
                plain(b, position + i);
            } else if (state == State.QUOTED) {
                while (b > '"' && i + 1 < count) {
                    previous = b;
                    i++;
                    b = buffer[i];
                }
                quoted(b);
            } else {
                afterQuote(b, position + i);
            }
            previous = b;
            i++;
        }
        position += count;
        requireLength(position);
    }

    private void plain(byte b, long at) throws MalformedRowException {
        if (b == delimiter) {
            fields++;
            state = State.START;
            return;
        }
        switch (b) {
            case '\n' -> lineFeed(at);
            case '\r' -> {
                line++;
                carriageReturns++;
                endRow(at);
            }
            default -> {
                state = State.PLAIN;
                if (b < 0) {
                    startCharacter(b);
                }
            }
        }
    }

    private void lineFeed(long at) throws MalformedRowException {
        if (previous == '\r' && state == State.START && rowStart == at) {
            carriageReturns--;
            both++;
            rowStart = at + 1;
            return;
        }
        line++;
        lineFeeds++;
        endRow(at);
    }

    private void quoted(byte b) throws MalformedRowException {
        switch (b) {
            case '"' -> state = State.QUOTE;
            case '\r' -> line++;
            case '\n' -> line += previous == '\r' ? 0 : 1;
            default -> {
                if (b < 0) {
                    startCharacter(b);
                }
            }
        }
    }

    private void afterQuote(byte b, long at) throws MalformedRowException {
        if (b == '"') {
            state = State.QUOTED;
        } else if (b == delimiter || b == '\n' || b == '\r') {
            plain(b, at);
        } else {
            throw malformed("a quoted field goes on after its closing quote", quotes());
        }
    }

    /** @param at the position of the last byte that belongs to the row */
    private void endRow(long at) throws MalformedRowException {
        requireLength(at + 1);
        if (width == 0) {
            width = fields;
            headerLines = Math.toIntExact(Math.min(line - rowLine, Integer.MAX_VALUE));
        } else if (fields != width) {
            throw malformed(
                    "the row has " + fields(fields) + ", the header " + width,
                    DayFileReader.fieldsExpected((char) delimiter));
        } else {
            rows++;
        }
        fields = 1;
        state = State.START;
        rowStart = at + 1;
        rowLine = line;
    }

    private String quotes() {
        return DayFileReader.quotesExpected((char) delimiter);
    }

    private static String fields(int number) {
        return number == 1 ? "1 field" : number + " fields";
    }

    private void requireLength(long end) throws MalformedRowException {
        if (end - rowStart > DayFileReader.MOST_BYTES_OF_A_ROW) {
            throw malformed("the row does not end within " + DayFileReader.MOST_BYTES_OF_A_ROW + " bytes", quotes());
        }
    }

    /** The ranges of RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF. */
    private void startCharacter(byte b) throws MalformedRowException {
        int lead = b & 0xFF;
        least = 0x80;
        most = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            continuation = 1;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            continuation = 2;
            least = lead == 0xE0 ? 0xA0 : least;
            most = lead == 0xED ? 0x9F : most;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            continuation = 3;
            least = lead == 0xF0 ? 0x90 : least;
            most = lead == 0xF4 ? 0x8F : most;
        } else {
            throw notUtf8();
        }
    }

    private void continueCharacter(byte b) throws MalformedRowException {
        int next = b & 0xFF;
        if (next < least || next > most) {
            throw notUtf8();
        }
        continuation--;
        least = 0x80;
        most = 0xBF;
    }

    @Override
    public FileContent.Whole end(String sha256) throws MalformedRowException {
        if (continuation > 0) {
            throw notUtf8();
        }
        if (state == State.QUOTED) {
            throw malformed("a quoted field starts in this row and never ends", quotes());
        }
        if (position > rowStart) {
            line++; // As if the last line had an end.
            endRow(position - 1);
        }
        // DuckDB takes a quote after the mark for a part of the name, and a tab after that for the name's end.
        boolean isHeaderPlain = headerLines == 1 && !(isMarked && hasQuotesInHeader);
        boolean isRegular = carriageReturns == 0 && (lineFeeds == 0 || both == 0) && isHeaderPlain;
        RowEnd rowEnd = !isRegular ? RowEnd.IRREGULAR : both > 0 ? RowEnd.CRLF : RowEnd.LF;
        return new FileContent.Whole(sha256, rows, rowEnd);
    }

    private MalformedRowException notUtf8() {
        return malformed("the row is not UTF-8", "text in UTF-8");
    }

    private MalformedRowException malformed(String what, String expected) {
        return new MalformedRowException(rowLine, what, expected);
    }
}
