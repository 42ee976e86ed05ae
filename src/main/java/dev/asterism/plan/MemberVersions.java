package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.Fingerprint;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The versions of the members of dimensions, as far as some table takes more from them than the keys of its own rows. A
 * version is a text that is another one after every change.
 *
 * @param versions by dimension and {@linkplain #aspects aspect}
 */
public record MemberVersions(Map<TableName, Map<String, String>> versions) {
    /** The aspect that changes if members come, return or go; in a dimension of type 2 with every version, too. */
    public static final String MEMBERS = "members";

    /** The aspect that changes if members are given by no day any more. */
    public static final String WITHDRAWN = "withdrawn";

    private static final String ATTRIBUTE = "attribute ";
    private static final String NONE = "none";

    public MemberVersions {
        versions = Map.copyOf(versions);
    }

    public static MemberVersions none() {
        return new MemberVersions(Map.of());
    }

    /** The aspect that changes if a column of known members does. */
    public static String ofAttribute(String column) {
        return ATTRIBUTE + column;
    }

    /** The aspects of each dimension that some table depends on. */
    public static SortedMap<TableName, SortedSet<String>> aspects(Collection<List<MemberUse>> uses) {
        SortedMap<TableName, SortedSet<String>> aspects = new TreeMap<>();
        for (List<MemberUse> ofOneTable : uses) {
            for (MemberUse use : ofOneTable) {
                SortedSet<String> own = aspects.computeIfAbsent(use.dimension(), name -> new TreeSet<>());
                own.addAll(unconditional(use));
                if (!use.lookups().isEmpty()) {
                    own.add(MEMBERS);
                }
            }
        }
        return aspects;
    }

    private static List<String> unconditional(MemberUse use) {
        List<String> aspects = new ArrayList<>();
        if (use.members()) {
            aspects.add(MEMBERS);
        }
        if (!use.lookups().isEmpty()) {
            aspects.add(WITHDRAWN);
        }
        use.attributes().forEach(column -> aspects.add(ofAttribute(column)));
        return aspects;
    }

    /**
     * The inputs of each day of a batch as they are recorded: with the versions of the members that were there when it was
     * built.
     *
     * @param uses by table, what it takes from dimensions besides the keys of its own rows
     */
    public Map<TableName, NavigableMap<Day, String>> recorded(Batch batch, Map<TableName, List<MemberUse>> uses) {
        Map<TableName, NavigableMap<Day, String>> recorded = new HashMap<>();
        Map<TableName, NavigableMap<Day, String>> changed = new HashMap<>();
        for (ModelWork work : batch.works()) {
            TableName table = work.model().name();
            NavigableMap<Day, String> own = new TreeMap<>();
            work.days().forEach((day, task) -> {
                String inputs = recorded(task.inputs(), uses.getOrDefault(table, List.of()), day, changed);
                own.put(day, inputs);
                if (!inputs.equals(task.inputs())) {
                    changed.computeIfAbsent(table, name -> new TreeMap<>())
                            .put(day, Inputs.version(work.model().definition(), inputs));
                }
            });
            recorded.put(table, own);
        }
        return recorded;
    }

    private String recorded(
            String inputs, List<MemberUse> uses, Day day, Map<TableName, NavigableMap<Day, String>> changed) {
        SortedMap<TableName, String> recorded = Inputs.parse(inputs);
        for (MemberUse use : uses) {
            recorded.computeIfPresent(
                    use.dimension(),
                    (dimension, version) -> version.equals(Inputs.INCOMPLETE)
                            ? version
                            : new Seen(version)
                                    .withMembers(seen(use), known(use))
                                    .text());
        }
        changed.forEach((table, days) -> {
            String actual = days.get(day);
            String planned = recorded.get(table);
            if (actual != null
                    && planned != null
                    && new Seen(planned).definition().equals(new Seen(actual).definition())) {
                recorded.put(table, actual + Inputs.afterDay(planned));
            }
        });
        return Inputs.text(recorded);
    }

    /** What counts in any case. */
    String seen(MemberUse use) {
        List<String> parts = new ArrayList<>();
        unconditional(use).forEach(aspect -> parts.add(aspect + "=" + version(use.dimension(), aspect)));
        return parts.isEmpty() ? "" : Fingerprint.of(parts);
    }

    /** What counts for a day whose rows look for members that were not there. */
    String known(MemberUse use) {
        return use.lookups().isEmpty() ? "" : version(use.dimension(), MEMBERS);
    }

    private String version(TableName dimension, String aspect) {
        return versions.getOrDefault(dimension, Map.of()).getOrDefault(aspect, NONE);
    }

    /**
     * The version of a dimension as it is recorded among the inputs of a day: its definition and history, what counts of its
     * members in any case, and which members were known, separated by {@code !}.
     */
    record Seen(String text) {
        Seen withMembers(String seen, String known) {
            return new Seen(definition() + Inputs.MEMBERS + seen + Inputs.MEMBERS + known);
        }

        String definition() {
            return part(0);
        }

        /** What was known of the members; empty if it does not matter. */
        String known() {
            return part(2);
        }

        String seen() {
            return part(1);
        }

        private String part(int place) {
            String[] parts = text.split(String.valueOf(Inputs.MEMBERS), -1);
            return place < parts.length ? parts[place] : "";
        }
    }
}
