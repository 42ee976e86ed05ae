package dev.asterism.engine.star;

import dev.asterism.model.DimensionModel;
import dev.asterism.plan.MemberVersions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The steps that notice, while a dimension is extended, what tables depend on that take more from it than the keys of their
 * own rows: whether members come, return or go, and whether attributes of known members change.
 */
final class MemberChanges {
    private final DimensionModel dimension;
    private final SortedSet<String> aspects;
    private final String table;

    MemberChanges(Relations relations, DimensionModel dimension) {
        this.dimension = dimension;
        this.aspects = MemberVersions.aspects(
                        relations.context().shapes().uses().values())
                .getOrDefault(dimension.name(), new TreeSet<>());
        this.table = SqlNames.quoted(dimension.name());
    }

    /**
     * Notices members that return: known ones that no day gives.
     *
     * @param members the members that are given
     * @param observed what was seen of members on all days before
     */
    List<Step> returning(String members, String observed) {
        return ifAny(
                List.of(MemberVersions.MEMBERS),
                Sql.of("""
                        EXISTS (
                          SELECT 1 FROM {members} AS member
                          WHERE EXISTS (SELECT 1 FROM {dimension} AS known WHERE {isKnown} AND known.{key} > 0)
                            AND NOT EXISTS (SELECT 1 FROM {observed} AS seen WHERE {isSeen}))""")
                        .with("members", members)
                        .with("dimension", table)
                        .with("isKnown", equalKey("known", "member"))
                        .with("key", SqlNames.quoted(dimension.key()))
                        .with("observed", observed)
                        .with("isSeen", equalKey("seen", "member")));
    }

    /**
     * Notices members that come.
     *
     * @param members the members that there should be
     */
    List<Step> coming(String members) {
        return ifAny(List.of(MemberVersions.MEMBERS), without(members, table));
    }

    /**
     * Notices members that go.
     *
     * @param members the members that were there
     * @param wanted those that there should be
     */
    List<Step> going(String members, String wanted) {
        return ifAny(List.of(MemberVersions.MEMBERS, MemberVersions.WITHDRAWN), without(members, wanted));
    }

    private Sql without(String members, String others) {
        return Sql.of("""
                EXISTS (
                  SELECT 1 FROM {members} AS member
                  WHERE NOT EXISTS (SELECT 1 FROM {others} AS known WHERE {same}))""").with("members", members).with("others", others).with("same", equalKey("known", "member"));
    }

    /**
     * Notices attributes of known members that change.
     *
     * @param members the members as they should be
     * @param attributes the columns that are kept of them
     */
    List<Step> changing(String members, Collection<String> attributes) {
        return differing(table, members, equalKey("known", "member"), attributes);
    }

    /**
     * Notices attributes of first versions that change: these keep their keys whatever they say.
     *
     * @param matched the versions that there are
     * @param wanted the versions that there should be
     * @param same the condition that a version of both is the first one of the same member
     * @param attributes the columns that make versions
     */
    List<Step> changingFirst(String matched, String wanted, String same, Collection<String> attributes) {
        return differing(matched, wanted, same, attributes);
    }

    /** Notices attributes in which rows that are known are to differ from what they are. */
    private List<Step> differing(String present, String wanted, String same, Collection<String> attributes) {
        List<Step> steps = new ArrayList<>();
        for (String attribute : attributes) {
            steps.addAll(ifAny(
                    List.of(MemberVersions.ofAttribute(attribute.toLowerCase(Locale.ROOT))),
                    Sql.of("""
                            EXISTS (
                              SELECT 1 FROM {present} AS known JOIN {wanted} AS member ON {same}
                              WHERE {differ})""")
                            .with("present", present)
                            .with("wanted", wanted)
                            .with("same", same)
                            .with("differ", SqlNames.differ("known", "member", List.of(attribute)))));
        }
        return steps;
    }

    /**
     * Notices versions that come, go, or are valid on other days.
     *
     * @param matched the versions that there are, each with the days on which it should be valid
     * @param wanted the versions that there should be
     * @param same the condition that a version of both is the same
     */
    List<Step> versions(String matched, String wanted, String same) {
        return ifAny(
                List.of(MemberVersions.MEMBERS),
                Sql.of("""
                        (EXISTS (
                          SELECT 1 FROM {dimension} AS known JOIN {matched} AS matched ON known.{key} = matched."key of version"
                          WHERE known.valid_from <> matched."valid from" OR known.valid_to <> matched."valid to")
                        OR EXISTS (
                          SELECT 1 FROM {wanted} AS member
                          WHERE NOT EXISTS (SELECT 1 FROM {matched} AS known WHERE {same})))""")
                        .with("dimension", table)
                        .with("matched", matched)
                        .with("key", SqlNames.quoted(dimension.key()))
                        .with("wanted", wanted)
                        .with("same", same));
    }

    private List<Step> ifAny(List<String> wanted, Sql condition) {
        String text = condition.text();
        return wanted.stream()
                .filter(aspect -> aspects.contains(aspect))
                .map(aspect -> MemberVersionTable.changeIf(dimension.name(), aspect, text))
                .toList();
    }

    private String equalKey(String left, String right) {
        return SqlNames.equal(left, right, dimension.naturalKey());
    }
}
