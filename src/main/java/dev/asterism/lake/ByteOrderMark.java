package dev.asterism.lake;

/** The mark that some programs put at the beginning of a text in UTF-8. It belongs to no column's name. */
final class ByteOrderMark {
    static final int LENGTH = 3;

    private ByteOrderMark() {}

    /** How many of the first bytes of a file are such a mark: all three or none. */
    static int lengthIn(byte[] bytes, int count) {
        boolean isMark =
                count >= LENGTH && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return isMark ? LENGTH : 0;
    }
}
