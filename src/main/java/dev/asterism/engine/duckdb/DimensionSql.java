package dev.asterism.engine.duckdb;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Collectors;

/** The statements that extend a dimension by the members that a batch brings. */
final class DimensionSql {
    private static final String MEMBERS = "temp.\"new members\"";

    private final BuildContext context;
    private final DimensionModel dimension;
    private final NavigableSet<Day> days;
    private final List<String> columns;
    private final List<String> attributes;

    DimensionSql(BuildContext context, DimensionModel dimension, ModelWork work) {
        this.context = context;
        this.dimension = dimension;
        this.days = work.days().navigableKeySet();
        this.columns = context.shapes().of(dimension).names();
        this.attributes = columns.stream()
                .filter(column -> !dimension.naturalKey().contains(column) && !column.equals(dimension.key()))
                .toList();
    }

    /** Whether the members have more than their natural key. */
    boolean hasAttributes() {
        return !attributes.isEmpty() || dimension.ownKey().isPresent();
    }

    /** Sets the unknown member; empty where the dimension has none. */
    List<String> unknownMember() {
        if (dimension.unknown().isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>(List.of(dimension.key()));
        names.addAll(dimension.unknown().keySet());
        String values =
                dimension.unknown().values().stream().map(SqlNames::literal).collect(Collectors.joining(", "));
        return List.of("INSERT OR REPLACE INTO %s (%s) VALUES (%d, %s)"
                .formatted(table(), SqlNames.quoted(names), DimensionModel.UNKNOWN_KEY, values));
    }

    /**
     * Inserts the members that are not known, with keys from a number on, in the order of the natural key so that the
     * same files give the same keys.
     */
    String insertNew(long lastKey) {
        String relation = hasAttributes()
                ? MEMBERS
                : "(SELECT DISTINCT %s FROM (%s\n) AS selected)"
                        .formatted(SqlNames.quoted(columns), Relations.select(context, dimension, days));
        String key = dimension.ownKey().isPresent()
                ? ""
                : "%d + row_number() OVER (ORDER BY %s), "
                        .formatted(lastKey, SqlNames.qualified("member", dimension.naturalKey()));
        String keyColumn = dimension.ownKey().isPresent() ? "" : SqlNames.quoted(dimension.key()) + ", ";
        return """
            INSERT INTO %s (%s%s)
            SELECT %s%s
            FROM %s AS member
            WHERE NOT EXISTS (SELECT 1 FROM %s AS known WHERE %s)""".formatted(
                        table(),
                        keyColumn,
                        SqlNames.quoted(columns),
                        key,
                        SqlNames.qualified("member", columns),
                        relation,
                        table(),
                        SqlNames.equal("known", "member", dimension.naturalKey()));
    }

    String lastKey() {
        return "SELECT coalesce(max(%s), 0) FROM %s".formatted(SqlNames.quoted(dimension.key()), table());
    }

    String selectMembers() {
        return "CREATE OR REPLACE TEMP TABLE \"new members\" AS SELECT DISTINCT %s FROM (%s\n) AS selected"
                .formatted(SqlNames.quoted(columns), Relations.select(context, dimension, days));
    }

    /** One natural key that the SELECT gives with different attributes; no row where each is given once. */
    String ambiguousMember() {
        return "SELECT concat_ws(', ', %1$s) FROM %2$s GROUP BY %1$s HAVING count(*) > 1 LIMIT 1"
                .formatted(SqlNames.quoted(dimension.naturalKey()), MEMBERS);
    }

    /** Brings the attributes of known members up to date; empty where there are no attributes. */
    List<String> updateKnown() {
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
                        table(),
                        assignments,
                        MEMBERS,
                        SqlNames.equal("known", "member", dimension.naturalKey()),
                        changed));
    }

    /** Removes members that a table with a key of its own no longer gives; empty for all others. */
    List<String> deleteGone() {
        if (dimension.ownKey().isEmpty() || !days.isEmpty()) {
            return List.of();
        }
        return List.of("DELETE FROM %1$s WHERE %2$s NOT IN (SELECT %2$s FROM %3$s)"
                .formatted(table(), SqlNames.quoted(dimension.key()), MEMBERS));
    }

    private String table() {
        return SqlNames.quoted(dimension.name());
    }
}
