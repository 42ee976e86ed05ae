package dev.asterism.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 and refuses anything else. Unlike {@link java.io.InputStreamReader} it hands out every character before
 * a failure first, so that the reader of rows knows in which row it happened; and it stops at a row without an end
 * rather than filling the memory with it. A byte order mark at the beginning is passed over. Not thread-safe; must be read through a buffer of at least two characters.
 */
final class StrictUtf8Reader extends Reader {
    private static final int BUFFER_BYTES = 1 << 13;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private boolean started;
    private boolean inputEnded;
    private boolean ended;
    private long allowance = Long.MAX_VALUE;

    StrictUtf8Reader(InputStream in) {
        this.in = in;
    }

    /** More characters than allowed were asked for. */
    static final class TooLongException extends IOException {
        TooLongException() {
            super("more characters than a row may have");
        }
    }

    /** From here on, only about so many characters may be read before the next call of this method. */
    void allow(long characters) {
        allowance = characters;
    }

    /** Whether the end was handed out. */
    boolean isAtEnd() {
        return ended;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (allowance <= 0) {
            throw new TooLongException();
        }
        CharBuffer characters = CharBuffer.wrap(target, offset, length);
        while (true) {
            CoderResult result = decoder.decode(bytes, characters, inputEnded);
            int count = characters.position() - offset;
            if (count > 0) {
                allowance -= count;
                return count;
            }
            if (!result.isUnderflow()) {
                result.throwException();
            }
            if (inputEnded) {
                ended = true;
                return -1;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        if (!started) {
            started = true;
            int count = in.readNBytes(bytes.array(), 0, ByteOrderMark.LENGTH);
            bytes.limit(count).position(ByteOrderMark.lengthIn(bytes.array(), count));
            return;
        }
        bytes.compact();
        int count = in.read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        inputEnded = count < 0;
        bytes.position(bytes.position() + Math.max(count, 0));
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
