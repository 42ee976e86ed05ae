package dev.asterism.engine.star;

import dev.asterism.engine.TableShape;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Collectors;

/** The statements that extend a dimension by the members that a batch brings, the same on every engine. */
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
    private final boolean collects;

    /**
     * @param collects whether members are collected in a table of their own even where they have no attributes
     */
    public DimensionSql(
            Relations relations, Scratch scratch, DimensionModel dimension, ModelWork work, boolean collects) {
        this.relations = relations;
        this.scratch = scratch;
        this.dimension = dimension;
        this.days = work.days().navigableKeySet();
        TableShape shape = relations.context().shapes().of(dimension);
        this.columns = shape.names();
        this.attributes = DimensionColumns.attributes(dimension, shape);
        this.collects = collects || hasAttributes();
    }

    /** Whether the members have more than their natural key. */
    public boolean hasAttributes() {
        return !attributes.isEmpty() || dimension.ownKey().isPresent();
    }

    /** Sets the unknown member; empty where the dimension has none. */
    public List<String> unknownMember() {
        if (dimension.unknown().isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>(List.of(dimension.key()));
        names.addAll(dimension.unknown().keySet());
        String values =
                dimension.unknown().values().stream().map(SqlNames::literal).collect(Collectors.joining(", "));
        if (dimension.history() == DimensionModel.History.TYPE_2) {
            names.addAll(List.of(DimensionColumns.VALID_FROM, DimensionColumns.VALID_TO, DimensionColumns.IS_CURRENT));
            values += ", %s, %s, TRUE".formatted(DimensionColumns.ALWAYS, DimensionColumns.FOR_EVER);
        }
        String isUnknown = "%s = %s".formatted(SqlNames.quoted(dimension.key()), DimensionModel.UNKNOWN_KEY);
        String updates = dimension.unknown().entrySet().stream()
                .map(column -> SqlNames.quoted(column.getKey()) + " = " + SqlNames.literal(column.getValue()))
                .collect(Collectors.joining(", "));
        return List.of(
                "UPDATE %s SET %s WHERE %s".formatted(table(), updates, isUnknown),
                "INSERT INTO %1$s (%2$s) SELECT %3$s, %4$s WHERE NOT EXISTS (SELECT 1 FROM %1$s WHERE %5$s)"
                        .formatted(table(), SqlNames.quoted(names), DimensionModel.UNKNOWN_KEY, values, isUnknown));
    }

    /**
     * Inserts the members that are not known, with keys from a number on in the order of the natural key, so that the same
     * files give the same keys; the last statement inserts. They are sorted into a table first and numbered as they lie
     * there: engines number rows that lie ready much sooner than rows that they sort for it.
     */
    public List<String> insertNew(long lastKey) {
        String missing = """
            SELECT %s
            FROM %s AS member
            WHERE NOT EXISTS (SELECT 1 FROM %s AS known WHERE %s)""".formatted(
                        SqlNames.qualified("member", columns),
                        collects ? scratch.table(MEMBERS) : "(" + distinctMembers() + ")",
                        table(),
                        SqlNames.equal("known", "member", dimension.naturalKey()));
        String names = SqlNames.quoted(columns);
        if (dimension.ownKey().isPresent()) {
            return List.of("INSERT INTO %s (%s)\n%s".formatted(table(), names, missing));
        }
        TableShape shape = relations.context().shapes().of(dimension);
        String order = DimensionColumns.inByteOrder("member", dimension.naturalKey(), shape);
        List<String> statements = new ArrayList<>(scratch.create(MISSING, missing + "\nORDER BY " + order));
        statements.add("INSERT INTO %s (%s, %s)\nSELECT %s + row_number() OVER (), %s FROM %s"
                .formatted(table(), SqlNames.quoted(dimension.key()), names, lastKey, names, scratch.table(MISSING)));
        return statements;
    }

    /** Collects the members that the batch brings in a scratch table; empty where they are not collected. */
    public List<String> selectMembers() {
        return collects ? scratch.create(MEMBERS, distinctMembers()) : List.of();
    }

    /** Engines do not see that a SELECT DISTINCT gives distinct rows already, and would look for doubles once more. */
    private String distinctMembers() {
        return "SELECT %s%s FROM (%s\n) AS selected"
                .formatted(
                        dimension.file().sql().isSelectDistinct() ? "" : "DISTINCT ",
                        SqlNames.quoted(columns),
                        relations.select(dimension, days));
    }

    /** One natural key that the SELECT gives with different attributes; no row where each is given once. */
    public String ambiguousMember() {
        return "SELECT concat_ws(', ', %1$s) FROM %2$s GROUP BY %1$s HAVING count(*) > 1 LIMIT 1"
                .formatted(SqlNames.quoted(dimension.naturalKey()), scratch.table(MEMBERS));
    }

    /** Brings the attributes of known members up to date; empty where there are no attributes. */
    public List<String> updateKnown() {
        return update(dimension, attributes, scratch.table(MEMBERS));
    }

    /** Sets attributes to what a table of members says, where they differ. */
    static List<String> update(DimensionModel dimension, List<String> attributes, String members) {
        if (attributes.isEmpty()) {
            return List.of();
        }
        String assignments = attributes.stream()
                .map(column -> "%1$s = member.%1$s".formatted(SqlNames.quoted(column)))
                .collect(Collectors.joining(", "));
        String changed = attributes.stream()
                .map(column -> "known.%1$s IS DISTINCT FROM member.%1$s".formatted(SqlNames.quoted(column)))
                .collect(Collectors.joining(" OR "));
        return List.of("UPDATE %s AS known SET %s FROM %s AS member WHERE %s AND (%s)"
                .formatted(
                        SqlNames.quoted(dimension.name()),
                        assignments,
                        members,
                        SqlNames.equal("known", "member", dimension.naturalKey()),
                        changed));
    }

    /** Removes members that a table with a key of its own no longer gives; empty for all others. */
    public List<String> deleteGone() {
        if (dimension.ownKey().isEmpty() || !days.isEmpty()) {
            return List.of();
        }
        return List.of("DELETE FROM %1$s WHERE %2$s NOT IN (SELECT %2$s FROM %3$s)"
                .formatted(table(), SqlNames.quoted(dimension.key()), scratch.table(MEMBERS)));
    }

    private String table() {
        return SqlNames.quoted(dimension.name());
    }
}
