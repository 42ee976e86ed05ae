package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.DimensionSql;
import dev.asterism.engine.star.KeyTable;
import dev.asterism.engine.star.Sql;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.Step;
import dev.asterism.model.DimensionModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a batch does to a dimension, found by comparing its members with what they were: those that could have changed are
 * remembered before, and all others are told by their keys.
 */
final class Tracking {
    private final BuildContext context;
    private final DimensionModel dimension;
    private final String table;
    private final String key;
    private final String before;
    private final boolean mayChange;

    Tracking(BuildContext context, DimensionModel dimension) {
        this.context = context;
        this.dimension = dimension;
        this.table = SqlNames.quoted(dimension.name());
        this.key = SqlNames.quoted(dimension.key());
        this.before = Staging.SCRATCH.table(name(dimension));
        this.mayChange = DimensionSql.hasAttributes(dimension, context.shapes().of(dimension));
    }

    /** The scratch table of the members that were there before. */
    static String name(DimensionModel dimension) {
        return "before " + dimension.name();
    }

    /** The columns of the dimension's table, in their order. */
    List<String> columns() {
        return new ArrayList<>(DimensionColumns.of(dimension, context.shapes().of(dimension), "INTEGER", "BOOLEAN")
                .keySet());
    }

    /** Remembers the members that could change: of those without attributes, only the unknown one. */
    List<Step> remember() {
        boolean mayChange =
                DimensionSql.hasAttributes(dimension, context.shapes().of(dimension));
        return Step.all(Staging.SCRATCH.create(
                name(dimension), "SELECT * FROM " + table + (mayChange ? "" : " WHERE " + key + " < 0")));
    }

    /** The query for the last key that was given; its parameter is the table's name. */
    String lastKey() {
        return KeyTable.lastKey(dimension);
    }

    /** The members that were not there. */
    String added(long previousKey) {
        return select("{key} > {previous} OR ({isOld} AND {key} NOT IN (SELECT {key} FROM {before}))", previousKey);
    }

    /** The members that are others than they were; all that were there if the table itself was changed. */
    String changed(long previousKey, boolean isAltered) {
        String differ = SqlNames.differ("now", "old", columns());
        String wasThere = (mayChange || isAltered ? "" : "now.{key} < 0 AND ")
                + "EXISTS (SELECT 1 FROM {before} AS old WHERE old.{key} = now.{key}"
                + (isAltered ? ")" : " AND (" + differ + "))");
        return select(
                isAltered && dimension.ownKey().isEmpty()
                        ? "{key} <= {previous} AND {key} > 0 OR " + wasThere
                        : wasThere,
                previousKey);
    }

    /** The keys of members that are gone; empty if none can go. */
    Optional<String> removed() {
        return Optional.of(dimension)
                .filter(DimensionModel::losesMembers)
                .map(losing -> Sql.of("SELECT {key} FROM {before} WHERE {key} NOT IN (SELECT {key} FROM {dimension})")
                        .with("key", key)
                        .with("before", before)
                        .with("dimension", table)
                        .text());
    }

    private String select(String condition, long previousKey) {
        Map<String, String> parts = Map.of(
                "key",
                key,
                "previous",
                String.valueOf(dimension.ownKey().isPresent() ? Long.MAX_VALUE : previousKey),
                "isOld",
                dimension.ownKey().isPresent() ? "TRUE" : key + " < 0",
                "before",
                before);
        Sql sql = Sql.of("SELECT {columns} FROM {dimension} AS now WHERE " + condition)
                .with("columns", SqlNames.qualified("now", columns()))
                .with("dimension", table);
        parts.forEach((name, part) -> {
            if (condition.contains("{" + name + "}")) {
                sql.with(name, part);
            }
        });
        return sql.text();
    }

    /** How many bytes the longest natural key has of the members that were not there. */
    String longestNaturalKey(long previousKey) {
        String length = dimension.naturalKey().stream()
                .map(column -> "coalesce(strlen(CAST(" + SqlNames.quoted(column) + " AS VARCHAR)), 0)")
                .reduce("0", (left, right) -> left + " + " + right);
        return "SELECT coalesce(max(" + length + "), 0) FROM (" + added(previousKey) + ") AS added";
    }
}
