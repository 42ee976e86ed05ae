package dev.asterism.engine.star;

import dev.asterism.Counted;
import dev.asterism.engine.TableShape;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.stream.Collectors;

/** The steps that extend a dimension by the members that a batch brings. */
public final class DimensionSql {
    /** The scratch table of the members that a batch brings. */
    static final String MEMBERS = "new members";

    /** The scratch table of those that the dimension does not have, in the order of their natural key. */
    static final String MISSING = "missing members";

    private final Relations relations;
    private final Scratch scratch;
    private final DimensionModel dimension;
    private final NavigableSet<Day> days;
    private final List<String> columns;
    private final List<String> attributes;
    private final ModelWork work;

    public DimensionSql(Relations relations, Scratch scratch, DimensionModel dimension, ModelWork work) {
        this.relations = relations;
        this.scratch = scratch;
        this.dimension = dimension;
        this.work = work;
        this.days = work.days().navigableKeySet();
        TableShape shape = relations.context().shapes().of(dimension);
        this.columns = shape.names();
        this.attributes = new ArrayList<>(columns);
        this.attributes.removeAll(identity(dimension));
    }

    /** The columns that tell members apart: a key that the model gives does so whatever the natural key is. */
    private static List<String> identity(DimensionModel dimension) {
        return dimension.ownKey().map(List::of).orElse(dimension.naturalKey());
    }

    /** Returns the steps, in their order. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(unknownMember());
        if (dimension.day().isPresent()) {
            steps.addAll(new HistorySql(relations, scratch, dimension, work).steps());
        } else if (!work.days().isEmpty() || work.whole().isPresent()) {
            MemberChanges changes = new MemberChanges(relations, dimension);
            if (!hasAttributes()) {
                steps.addAll(changes.coming("(" + distinctMembers() + ")"));
            } else {
                steps.addAll(Step.all(
                        scratch.create(MEMBERS, distinctMembers() + exceptUnknown(dimension, "selected", " WHERE "))));
                steps.add(requireKeys(scratch.table(MEMBERS)));
                steps.add(new Step.Refuse(ambiguousMember(), this::ambiguous));
                steps.addAll(changes.coming(scratch.table(MEMBERS)));
                steps.addAll(changes.changing(scratch.table(MEMBERS), attributes));
                if (!deleteGone().isEmpty()) {
                    steps.addAll(changes.going(table(), scratch.table(MEMBERS)));
                }
                steps.addAll(update(dimension, attributes, scratch.table(MEMBERS), ""));
                steps.addAll(deleteGone());
            }
            steps.addAll(insertNew());
        }
        steps.addAll(AwaitedMembers.note(relations, dimension, work));
        return steps;
    }

    /** Holds of rows that lack a natural key, or a part of it. */
    static String isNull(DimensionModel dimension) {
        return dimension.naturalKey().stream()
                .map(column -> SqlNames.quoted(column) + " IS NULL")
                .collect(Collectors.joining(" OR "));
    }

    /** What it means that members lack a natural key, or a part of it. */
    static String withoutKey(DimensionModel dimension, long members) {
        return Counted.of(members, "member") + " without a value in " + String.join(" or ", dimension.naturalKey())
                + ". Expected a value in every column of the natural key";
    }

    private Step requireKeys(String members) {
        return new Step.Refuse(
                "SELECT count(*) FROM " + members + " WHERE " + isNull(dimension) + " HAVING count(*) > 0",
                count -> "the SELECT gives " + withoutKey(dimension, Long.parseLong(count)) + ".");
    }

    /** What it means that a natural key is given with different attributes. */
    private String ambiguous(String key) {
        return "the SELECT gives the member with " + String.join(", ", dimension.naturalKey()) + " = " + key
                + " with different attributes. Expected one row per natural key.";
    }

    /** Whether members have more than their natural key, so that known ones may change. */
    public static boolean hasAttributes(DimensionModel dimension, TableShape shape) {
        return !DimensionColumns.attributes(dimension, shape).isEmpty()
                || dimension.ownKey().isPresent();
    }

    private boolean hasAttributes() {
        return hasAttributes(dimension, relations.context().shapes().of(dimension));
    }

    /** Fails if an attribute is to be a sum and is no number. */
    public static void requireSummable(DimensionModel dimension, TableShape shape) {
        new AttributeRules(dimension, shape).requireSummable();
    }

    /** Sets the unknown member; empty if the dimension has none. */
    private List<Step> unknownMember() {
        if (dimension.unknown().isEmpty()) {
            return List.of();
        }
        Map<String, Object> values = new LinkedHashMap<>(dimension.unknown());
        if (dimension.history() == DimensionModel.History.TYPE_2) {
            values.put(DimensionColumns.VALID_FROM, DimensionColumns.ALWAYS);
            values.put(DimensionColumns.VALID_TO, DimensionColumns.FOR_EVER);
            values.put(DimensionColumns.IS_CURRENT, true);
        }
        Map<String, String> types =
                DimensionColumns.of(dimension, relations.context().shapes().of(dimension), "integer", "boolean");
        String isUnknown = SqlNames.quoted(dimension.key()) + " = " + DimensionModel.UNKNOWN_KEY;
        String update = Sql.of("UPDATE {dimension} SET {assignments} WHERE {isUnknown}")
                .with("dimension", table())
                .with(
                        "assignments",
                        dimension.unknown().keySet().stream()
                                .map(name -> SqlNames.quoted(name) + " = CAST(? AS " + types.get(name) + ")")
                                .collect(Collectors.joining(", ")))
                .with("isUnknown", isUnknown)
                .text();
        String insert = Sql.of("""
                INSERT INTO {dimension} ({key}, {names})
                SELECT {unknown}, {values} WHERE NOT EXISTS (SELECT 1 FROM {dimension} WHERE {isUnknown})""")
                .with("dimension", table())
                .with("key", SqlNames.quoted(dimension.key()))
                .with("names", SqlNames.quoted(values.keySet()))
                .with("unknown", String.valueOf(DimensionModel.UNKNOWN_KEY))
                .with(
                        "values",
                        values.keySet().stream()
                                .map(name -> "CAST(? AS " + types.get(name) + ")")
                                .collect(Collectors.joining(", ")))
                .with("isUnknown", isUnknown)
                .text();
        return List.of(
                Step.execute(update, List.copyOf(dimension.unknown().values()).toArray()),
                Step.execute(insert, List.copyOf(values.values()).toArray()));
    }

    /**
     * Inserts the members that are not known, with keys from a number on in the order of the natural key, so that the same
     * files give the same keys; the last statement inserts. They are sorted into a table first and numbered as they lie
     * there: engines number rows that lie ready much sooner than rows that they sort for it.
     */
    private List<Step> insertNew() {
        String missing = Sql.of("""
                SELECT {columns}
                FROM {members} AS member
                WHERE NOT EXISTS (SELECT 1 FROM {dimension} AS known WHERE {sameKey})""")
                .with("columns", SqlNames.qualified("member", columns))
                .with("members", hasAttributes() ? scratch.table(MEMBERS) : "(" + distinctMembers() + ")")
                .with("dimension", table())
                .with("sameKey", SqlNames.equal("known", "member", identity(dimension)))
                .text();
        String names = SqlNames.quoted(columns);
        if (dimension.ownKey().isPresent()) {
            List<Step> steps =
                    new ArrayList<>(List.of(Step.counted("INSERT INTO " + table() + " (" + names + ")\n" + missing)));
            steps.addAll(KeyTable.record(dimension));
            return steps;
        }
        TableShape shape = relations.context().shapes().of(dimension);
        String order = DimensionColumns.inByteOrder("member", dimension.naturalKey(), shape);
        List<Step> steps = new ArrayList<>(List.of(KeyTable.askLastKey(dimension)));
        steps.addAll(Step.all(scratch.create(MISSING, missing + "\nORDER BY " + order)));
        if (!hasAttributes()) {
            steps.add(requireKeys(scratch.table(MISSING)));
        }
        String insert = Sql.of("""
                INSERT INTO {dimension} ({key}, {names})
                SELECT CAST(? AS bigint) + row_number() OVER (), {names} FROM {missing}""")
                .with("dimension", table())
                .with("key", SqlNames.quoted(dimension.key()))
                .with("names", names)
                .with("missing", scratch.table(MISSING))
                .text();
        steps.add(Step.counted(insert, new Step.Answer(KeyTable.LAST_KEY)));
        steps.addAll(KeyTable.record(dimension));
        return steps;
    }

    /** Engines do not see that a SELECT DISTINCT gives distinct rows already, and would look for doubles once more. */
    private String distinctMembers() {
        return "SELECT %s%s FROM (%s\n) AS selected"
                .formatted(
                        dimension.file().sql().isSelectDistinct() ? "" : "DISTINCT ",
                        SqlNames.quoted(columns),
                        relations.select(dimension, days));
    }

    /**
     * A condition that leaves out the rows that hold the natural key of the unknown member: they belong to it, and it stays
     * as declared; empty if there is no unknown member.
     *
     * @param rows the relation whose rows are meant
     * @param keyword what goes before the condition
     */
    static String exceptUnknown(DimensionModel dimension, String rows, String keyword) {
        if (dimension.unknown().isEmpty()) {
            return "";
        }
        return keyword
                + Sql.of("NOT EXISTS (SELECT 1 FROM {dimension} AS known WHERE known.{key} = {unknown} AND {sameKey})")
                        .with("dimension", SqlNames.quoted(dimension.name()))
                        .with("key", SqlNames.quoted(dimension.key()))
                        .with("unknown", String.valueOf(DimensionModel.UNKNOWN_KEY))
                        .with("sameKey", SqlNames.equal("known", rows, dimension.naturalKey()))
                        .text();
    }

    /** Gives a natural key that the SELECT gives with different attributes; no row if each is given once. */
    private String ambiguousMember() {
        return Sql.of("SELECT concat_ws(', ', {key}) FROM {members} GROUP BY {key} HAVING count(*) > 1 LIMIT 1")
                .with("key", SqlNames.quoted(dimension.naturalKey()))
                .with("members", scratch.table(MEMBERS))
                .text();
    }

    /**
     * Sets attributes to what a table of members says, if they differ; empty if there are no attributes.
     *
     * @param condition which members are meant, apart from those of the same natural key; begins with AND
     */
    static List<Step> update(DimensionModel dimension, List<String> attributes, String members, String condition) {
        if (attributes.isEmpty()) {
            return List.of();
        }
        return List.of(Step.counted(Sql.of("UPDATE {dimension} AS known SET {assignments} FROM {members} AS member"
                        + " WHERE {sameKey}{condition} AND ({differ})")
                .with("dimension", SqlNames.quoted(dimension.name()))
                .with(
                        "assignments",
                        attributes.stream()
                                .map(SqlNames::quoted)
                                .map(column -> column + " = member." + column)
                                .collect(Collectors.joining(", ")))
                .with("members", members)
                .with("sameKey", SqlNames.equal("known", "member", identity(dimension)))
                .with("condition", condition)
                .with("differ", SqlNames.differ("known", "member", attributes))
                .text()));
    }

    /** Removes members that a table with a key of its own no longer gives; empty for all others. */
    private List<Step> deleteGone() {
        if (dimension.ownKey().isEmpty() || !days.isEmpty()) {
            return List.of();
        }
        return List.of(Step.counted(Sql.of("DELETE FROM {dimension} WHERE {key} NOT IN (SELECT {key} FROM {members})")
                .with("dimension", table())
                .with("key", SqlNames.quoted(dimension.key()))
                .with("members", scratch.table(MEMBERS))
                .text()));
    }

    private String table() {
        return SqlNames.quoted(dimension.name());
    }
}
