package dev.asterism.lake;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A name in which {@code *} stands for any characters but a slash. Immutable. */
final class Glob {
    private final String text;
    private final Pattern pattern;

    Glob(String text) {
        this.text = text;
        this.pattern = Pattern.compile(regex(text));
    }

    /** The regular expression of the names that a text with {@code *} stands for. */
    static String regex(String text) {
        return Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
    }

    /**
     * Whether a member of an archive is meant. Without a slash in the text, its folder does not matter; hidden files never
     * count.
     */
    boolean matchesMember(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return !last.startsWith(".")
                && pattern.matcher(text.indexOf('/') < 0 ? last : name).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
