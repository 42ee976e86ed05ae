package dev.asterism.plan;

import dev.asterism.model.Fingerprint;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.List;
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
    /** Stands between the version of a table and that of what was seen of members. */
    static final char MEMBERS = '!';

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

    /** What is said of days before, with what separates it; empty if nothing is. */
    static String afterDay(String version) {
        return version.substring(ofDay(version).length());
    }

    static String text(SortedMap<TableName, String> versions) {
        return versions.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    /**
     * The version of a day that was built from some inputs: of its definition and inputs, and, separated by {@code !}, of
     * what was seen of members, if anything was; the latter is known only once the day is built.
     */
    static String version(String definition, String inputs) {
        if (inputs.indexOf(MEMBERS) < 0) {
            return Fingerprint.of(definition, inputs);
        }
        SortedMap<TableName, String> apart = new TreeMap<>();
        List<String> members = new ArrayList<>();
        parse(inputs).forEach((table, version) -> {
            int end = version.indexOf(MEMBERS);
            apart.put(table, end < 0 ? version : version.substring(0, end));
            members.add(table + (end < 0 ? "" : version.substring(end)));
        });
        return Fingerprint.of(definition, text(apart)) + MEMBERS + Fingerprint.of(members);
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
