package dev.asterism.engine.star;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with named places, such as {@code DELETE FROM {fact} WHERE {days}}. What is put into a place is SQL itself:
 * names and conditions from {@link SqlNames}; values of data are bound instead. Not thread-safe.
 */
public final class Sql {
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)\\}");

    private final String template;
    private final Map<String, String> parts = new LinkedHashMap<>();

    private Sql(String template) {
        this.template = template;
    }

    public static Sql of(String template) {
        return new Sql(template);
    }

    /** Puts something into every place of a name. */
    public Sql with(String name, String part) {
        if (!template.contains("{" + name + "}")) {
            throw new IllegalArgumentException("the statement has no place '" + name + "': " + template);
        }
        parts.put(name, part);
        return this;
    }

    /** Returns the statement; throws if a place is empty. */
    public String text() {
        return PLACE.matcher(template).replaceAll(place -> {
            String part = parts.get(place.group(1));
            if (part == null) {
                throw new IllegalStateException("nothing was put into '" + place.group(1) + "': " + template);
            }
            return Matcher.quoteReplacement(part);
        });
    }
}
