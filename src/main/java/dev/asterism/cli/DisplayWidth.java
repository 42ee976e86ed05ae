package dev.asterism.cli;

/**
 * How many columns a text takes on a terminal. An approximation from the blocks of Unicode: terminals themselves differ
 * over emoji made of several characters.
 */
final class DisplayWidth {
    /** First and last code points of what is shown two columns wide. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F}, // Hangul Jamo
        {0x231A, 0x231B},
        {0x23E9, 0x23F3},
        {0x2E80, 0x303E}, // CJK radicals and punctuation
        {0x3041, 0xA4CF}, // Kana, CJK ideographs, Yi
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3}, // Hangul syllables
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60}, // full-width forms
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F}, // pictographs
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x1FA70, 0x1FAFF},
        {0x20000, 0x3FFFD} // further ideographs
    };

    private static final int FIRST_UNUSUAL = 0x300;

    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The longest beginning of the text that fits into so many columns. */
    static String clip(String text, int columns) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += of(text.codePointAt(i));
            if (width > columns) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private static int of(int codePoint) {
        if (codePoint < FIRST_UNUSUAL) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
