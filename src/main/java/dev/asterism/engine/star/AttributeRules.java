package dev.asterism.engine.star;

import dev.asterism.engine.TableShape;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.model.AttributeRule;
import dev.asterism.model.DimensionModel;
import java.util.List;
import java.util.stream.Collectors;

/** What the rows of a member say together, by the {@link AttributeRule}s of its dimension, as SQL. */
final class AttributeRules {
    private final DimensionModel dimension;
    private final TableShape shape;
    private final List<String> attributes;

    AttributeRules(DimensionModel dimension, TableShape shape) {
        this.dimension = dimension;
        this.shape = shape;
        this.attributes = DimensionColumns.attributes(dimension, shape);
    }

    /** The attributes that make versions. */
    List<String> versioned() {
        return attributes.stream()
                .filter(attribute -> dimension.rule(attribute) == AttributeRule.VERSIONS)
                .toList();
    }

    /** The attributes that make no versions. */
    List<String> folded() {
        return attributes.stream()
                .filter(attribute -> dimension.rule(attribute) != AttributeRule.VERSIONS)
                .toList();
    }

    /**
     * Fails if an attribute is to be a sum and is no number.
     *
     * @throws dev.asterism.InputException with the model's file
     */
    void requireSummable() {
        dimension.rules().forEach((attribute, rule) -> {
            if (rule == AttributeRule.SUM && TotalKind.of(type(attribute)).isEmpty()) {
                throw dimension
                        .file()
                        .start()
                        .error("the attribute '" + attribute + "' is to be a sum, but is of type " + type(attribute)
                                + ". Expected a number.");
            }
        });
    }

    /** A condition on all rows of a member and day: they say two things. */
    String contradict() {
        if (!dimension.hasRules()) {
            return "count(*) > 1";
        }
        return attributes.isEmpty()
                ? "FALSE"
                : attributes.stream().map(this::contradict).collect(Collectors.joining(" OR "));
    }

    /** A condition on all rows of a member and day: they say two things of an attribute. */
    String contradict(String attribute) {
        String value = SqlNames.quoted(attribute);
        String differ = "count(DISTINCT " + value + ") > 1";
        String orHasNone = " OR count(" + value + ") BETWEEN 1 AND count(*)%s - 1";
        return switch (dimension.rule(attribute)) {
            case VERSIONS ->
                differ + orHasNone.formatted(dimension.hasRules() ? " FILTER (WHERE " + saySomething("") + ")" : "");
            case LAST -> differ + orHasNone.formatted("");
            case LAST_KNOWN, FIRST -> differ;
            case MIN, MAX, SUM -> "FALSE";
        };
    }

    /**
     * Holds of rows that say something of the attributes that make versions.
     *
     * @param relation the relation of the rows; may be empty
     */
    String saySomething(String relation) {
        return versioned().stream()
                .map(attribute -> of(relation, attribute) + " IS NOT NULL")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** What the rows of a member and one day say, of which it is proven that they do not contradict each other. */
    String ofOneDay(String attribute) {
        String value = SqlNames.quoted(attribute);
        return switch (dimension.rule(attribute)) {
            case VERSIONS, LAST, LAST_KNOWN, FIRST -> "any_value(" + value + ")";
            case MIN -> "min(" + value + ")";
            case MAX -> "max(" + value + ")";
            case SUM -> sum(attribute, value);
        };
    }

    /**
     * What all days of a member say, one row for each.
     *
     * @param relation the relation of the rows
     * @param day the column of the day
     */
    String ofAllDays(String relation, String day, String attribute) {
        String value = of(relation, attribute);
        String byDay = "(" + value + " ORDER BY " + of(relation, day) + ")";
        String known = " FILTER (WHERE " + value + " IS NOT NULL)";
        return switch (dimension.rule(attribute)) {
            case VERSIONS -> throw new IllegalArgumentException(attribute + " makes versions");
            case LAST -> "last" + byDay;
            case LAST_KNOWN -> "last" + byDay + known;
            case FIRST -> "first" + byDay + known;
            case MIN -> "min(" + value + ")";
            case MAX -> "max(" + value + ")";
            case SUM -> sum(attribute, value);
        };
    }

    private String sum(String attribute, String value) {
        return "CAST(sum(" + value + ") AS " + type(attribute) + ")";
    }

    private String type(String attribute) {
        return shape.find(attribute).map(ShapeColumn::type).orElseThrow();
    }

    private static String of(String relation, String column) {
        return (relation.isEmpty() ? "" : relation + ".") + SqlNames.quoted(column);
    }
}
