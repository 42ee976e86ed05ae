package dev.asterism.lake;

import java.util.Locale;

/** Shows a value of the data in a message: one line, nothing invisible, never long. */
public final class VisibleText {
    private static final int MOST_CHARS = 80;
    private static final int MOST_CHARS_OF_A_LINE = 400;
    private static final String ELLIPSIS = "…";

    private VisibleText() {}

    /** The text with control and other invisible characters escaped, cut at 80 characters. */
    public static String of(String text) {
        return of(text, MOST_CHARS);
    }

    /** As {@link #of}, but for texts of several values: cut at 400 characters. */
    public static String line(String text) {
        return of(text, MOST_CHARS_OF_A_LINE);
    }

    private static String of(String text, int mostChars) {
        StringBuilder visible = new StringBuilder();
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            String shown = visible(text.codePointAt(at));
            boolean last = at + Character.charCount(text.codePointAt(at)) == text.length();
            if (visible.length() + shown.length() > (last ? mostChars : mostChars - 1)) {
                return visible.append(ELLIPSIS).toString();
            }
            visible.append(shown);
        }
        return visible.toString();
    }

    private static String visible(int codePoint) {
        return switch (codePoint) {
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default ->
                isInvisible(codePoint)
                        ? String.format(Locale.ROOT, "\\u{%X}", codePoint)
                        : Character.toString(codePoint);
        };
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> false;
        };
    }
}
