package dev.asterism.plan;

import dev.asterism.model.TableName;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The versions of what a table, or a day of it, was built from, by upstream table. Kept in the warehouse as one line of
 * text, so that the reason for a rebuild can be told by comparing two of them.
 */
final class Inputs {
    static final String ABSENT = "absent";

    /** Stands for the version of a table of which something was left out; equal to no version. */
    static final String INCOMPLETE = "incomplete";

    /** Separates the version of the day itself from that of the days before that are seen, too. */
    private static final char BEFORE = '~';

    private Inputs() {}

    /**
     * The version of a table for a day that also sees days before.
     *
     * @param ofDay the version of the day itself
     * @param before the fingerprint of those before
     */
    static String withEarlier(String ofDay, String before) {
        return ofDay + BEFORE + before;
    }

    /** Without what was said of days before. */
    static String ofDay(String version) {
        int before = version.indexOf(BEFORE);
        return before < 0 ? version : version.substring(0, before);
    }

    static String text(SortedMap<TableName, String> versions) {
        return versions.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    static SortedMap<TableName, String> parse(String text) {
        SortedMap<TableName, String> versions = new TreeMap<>();
        for (String part : text.split(";", -1)) {
            int equals = part.lastIndexOf('=');
            if (equals > 0) {
                versions.put(TableName.parse(part.substring(0, equals)), part.substring(equals + 1));
            }
        }
        return versions;
    }
}
