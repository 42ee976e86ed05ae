package dev.asterism;

/** Numbers of things, for messages. */
public final class Counted {
    private Counted() {}

    /** Such as {@code 1 row} and {@code 2122 rows}. */
    public static String of(long count, String singular) {
        return count + " " + singular + (count == 1 ? "" : "s");
    }

    /** Such as {@code 1 row refers} and {@code 2122 rows refer}. */
    public static String of(long count, String singular, String verbOfOne, String verbOfMany) {
        return of(count, singular) + " " + (count == 1 ? verbOfOne : verbOfMany);
    }
}
