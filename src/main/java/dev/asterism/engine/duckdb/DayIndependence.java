package dev.asterism.engine.duckdb;

import dev.asterism.engine.duckdb.DayRows.Column;
import dev.asterism.engine.duckdb.DayRows.OfDay;
import dev.asterism.engine.duckdb.DayRows.OfDayOrNull;
import dev.asterism.engine.duckdb.DayRows.Origin;
import dev.asterism.engine.duckdb.DayRows.Other;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Proves from a bound plan that what a SELECT gives for several days at once is what it gives for each of them alone: every
 * row that it gives comes from rows of one day, and rows of different days never meet in a join, a group, a window, a
 * DISTINCT or a limit. What is not understood is not proven.
 */
final class DayIndependence {
    /** The types that hold a day's number as it is. */
    private static final Set<String> NUMBERS =
            Set.of("INTEGER", "BIGINT", "HUGEINT", "UINTEGER", "UBIGINT", "UHUGEINT", "VARCHAR");

    private static final String DAYS_NOT_COMPARED =
            "two tables are joined without comparing their days. Add the day to the condition, such as a.day = b.day";

    private final Function<TableName, Optional<String>> dayColumns;
    private final Map<String, DayRows> sharedParts = new HashMap<>();

    /** @param dayColumns the column that tells the day of a table that has days; empty for other tables */
    DayIndependence(Function<TableName, Optional<String>> dayColumns) {
        this.dayColumns = dayColumns;
    }

    /** Says what keeps days from being proven independent, as a part of a sentence. */
    private static final class UnprovenException extends Exception {
        private static final long serialVersionUID = 1L;

        UnprovenException(String what) {
            super(what);
        }
    }

    /**
     * Returns why it is not proven; empty if it is.
     *
     * @param dayPlace the place of the column that must tell the day of each row; -1 if the rows need not tell their day,
     *     and count as a set
     */
    Optional<String> unproven(BoundPlan plan, int dayPlace) {
        try {
            DayRows rows = rows(plan);
            if (rows.origins().size() > 1) {
                return Optional.of(DAYS_NOT_COMPARED);
            }
            if (dayPlace >= 0 && !(rows.column(dayPlace) instanceof OfDay)) {
                return Optional.of("the column of the day is not that of the table that is read, taken as it is");
            }
            return Optional.empty();
        } catch (UnprovenException unproven) {
            return Optional.of(String.valueOf(unproven.getMessage()));
        }
    }

    private DayRows rows(BoundPlan plan) throws UnprovenException {
        return switch (plan.type()) {
            case "LOGICAL_GET" -> get(plan);
            case "LOGICAL_PROJECTION" -> projection(plan);
            case "LOGICAL_FILTER" -> filter(plan);
            case "LOGICAL_ORDER_BY" -> only(plan).select(plan.numbers("projection_map"));
            case "LOGICAL_UNNEST" -> only(plan).andOthers(plan.size("expressions"));
            case "LOGICAL_AGGREGATE_AND_GROUP_BY" -> aggregate(plan);
            case "LOGICAL_WINDOW" -> window(plan);
            case "LOGICAL_DISTINCT" -> distinct(plan);
            case "LOGICAL_COMPARISON_JOIN", "LOGICAL_ASOF_JOIN", "LOGICAL_ANY_JOIN" -> join(plan);
            case "LOGICAL_CROSS_PRODUCT" -> beside(rows(child(plan, 0)), rows(child(plan, 1)));
            case "LOGICAL_UNION" -> union(plan);
            case "LOGICAL_EXCEPT", "LOGICAL_INTERSECT" -> difference(plan);
            case "LOGICAL_MATERIALIZED_CTE" -> {
                sharedParts.put(plan.text("table_index"), rows(child(plan, 0)));
                yield rows(child(plan, 1));
            }
            case "LOGICAL_CTE_REF" -> shared(plan);
            case "LOGICAL_DUMMY_SCAN" -> DayRows.ofNoDay(1);
            case "LOGICAL_EXPRESSION_GET" -> DayRows.ofNoDay(plan.size("expr_types"));
            case "LOGICAL_LIMIT", "LOGICAL_TOP_N" -> ofNoDay(plan, "a LIMIT counts the rows of all days");
            case "LOGICAL_SAMPLE" -> ofNoDay(plan, "a sample is taken of the rows of all days");
            case "LOGICAL_RECURSIVE_CTE" -> recursive(plan);
            default -> ofNoDay(plan, "the construct " + plan.type() + " is not understood");
        };
    }

    private static BoundPlan child(BoundPlan plan, int place) throws UnprovenException {
        if (plan.children().size() <= place) {
            throw new UnprovenException("the construct " + plan.type() + " is not understood");
        }
        return plan.children().get(place);
    }

    private DayRows only(BoundPlan plan) throws UnprovenException {
        return rows(child(plan, 0));
    }

    /** What may be done to rows that are the same whatever days are read, but to no others. */
    private DayRows ofNoDay(BoundPlan plan, String why) throws UnprovenException {
        DayRows first = DayRows.of(List.of(), null);
        for (BoundPlan child : plan.children()) {
            DayRows rows = rows(child);
            if (!rows.isOfNoDay()) {
                throw new UnprovenException(why);
            }
            first = first.columns().isPresent() ? first : rows;
        }
        return plan.children().size() == 1 ? first : DayRows.of(List.of(), null);
    }

    private DayRows recursive(BoundPlan plan) throws UnprovenException {
        sharedParts.put(plan.text("table_index"), DayRows.of(List.of(), null));
        return ofNoDay(plan, "a recursive query reads a table of days");
    }

    private DayRows shared(BoundPlan plan) throws UnprovenException {
        DayRows rows = sharedParts.get(plan.text("cte_index"));
        if (rows == null) {
            throw new UnprovenException("the construct " + plan.type() + " is not understood");
        }
        return rows.readAgain();
    }

    private DayRows get(BoundPlan plan) throws UnprovenException {
        List<BoundPlan> indexes = plan.parts("column_indexes");
        List<Integer> kept = plan.numbers("projection_ids");
        if (!plan.children().isEmpty()) {
            return only(plan).with(null);
        }
        List<String> path = plan.part("function_data")
                .flatMap(data -> data.part("qualified_name"))
                .map(name -> name.texts("path"))
                .orElse(List.of());
        Optional<String> day =
                path.size() == 3 ? dayColumns.apply(new TableName(path.get(1), path.get(2))) : Optional.empty();
        if (day.isEmpty()) {
            return DayRows.ofNoDay(indexes.size()).select(kept);
        }
        Origin origin = new Origin();
        List<String> names = plan.texts("names");
        List<Column> columns = indexes.stream()
                .map(index -> index.text("index"))
                .<Column>map(index -> index.length() < 10
                                && names.get(Integer.parseInt(index)).equals(day.get())
                        ? new OfDay(origin)
                        : new Other())
                .toList();
        return DayRows.of(List.of(origin), columns).select(kept);
    }

    private DayRows projection(BoundPlan plan) throws UnprovenException {
        DayRows rows = only(plan);
        return rows.with(plan.parts("expressions").stream()
                .map(expression -> column(expression, rows))
                .toList());
    }

    private DayRows filter(BoundPlan plan) throws UnprovenException {
        DayRows rows = only(plan);
        plan.parts("expressions").forEach(condition -> equate(condition, rows));
        return rows.select(plan.numbers("projection_map"));
    }

    /** Notes what a condition on rows says of their days. */
    private void equate(BoundPlan condition, DayRows rows) {
        if (condition.type().equals("CONJUNCTION_AND")) {
            condition.children().forEach(part -> equate(part, rows));
        } else if (condition.type().equals("COMPARE_EQUAL")
                && condition.children().size() == 2) {
            equate(
                    column(condition.children().get(0), rows),
                    column(condition.children().get(1), rows));
        }
    }

    private static void equate(Column left, Column right) {
        Optional<Origin> one = day(left);
        Optional<Origin> other = day(right);
        if (one.isPresent() && other.isPresent()) {
            one.get().isSameAs(other.get());
        }
    }

    /** The origin whose day a column tells, if it tells any. */
    private static Optional<Origin> day(Column column) {
        if (column instanceof OfDay day) {
            return Optional.of(day.origin());
        }
        return column instanceof OfDayOrNull day ? Optional.of(day.origin()) : Optional.empty();
    }

    /** What an expression over rows gives. */
    private static Column column(BoundPlan expression, DayRows rows) {
        if (expression.type().equals("BOUND_REF")) {
            return rows.column(Integer.parseInt(expression.text("index")));
        }
        List<BoundPlan> children = expression.children();
        if (expression.type().equals("OPERATOR_CAST") && children.size() == 1) {
            String type =
                    expression.part("return_type").map(of -> of.text("id")).orElse("");
            return NUMBERS.contains(type) ? column(children.get(0), rows) : new Other();
        }
        if (expression.type().equals("OPERATOR_COALESCE")) {
            return firstDay(children.stream().map(child -> column(child, rows)).toList());
        }
        return new Other();
    }

    /** What the first value of some columns is: the day, if one of them always tells it, or both sides of a join do. */
    private static Column firstDay(List<Column> columns) {
        List<OfDayOrNull> before = new ArrayList<>();
        for (Column column : columns) {
            if (column instanceof OfDay day) {
                return before.stream()
                                .allMatch(other ->
                                        other.origin().root() == day.origin().root())
                        ? day
                        : new Other();
            }
            if (!(column instanceof OfDayOrNull day)) {
                return new Other();
            }
            for (OfDayOrNull other : before) {
                if (other.join() == day.join() && other.isLeft() != day.isLeft()) {
                    return before.size() == 1
                                    && other.origin().root() == day.origin().root()
                            ? new OfDay(day.origin())
                            : new Other();
                }
            }
            before.add(day);
        }
        return new Other();
    }

    private DayRows aggregate(BoundPlan plan) throws UnprovenException {
        DayRows rows = only(plan);
        List<Column> keys =
                plan.parts("groups").stream().map(group -> column(group, rows)).toList();
        // Without anything that is added up, groups are the set of their keys: that of all days is that of each
        // together.
        if (plan.size("expressions") > 0 || plan.size("grouping_functions") > 0 || plan.size("grouping_sets") > 1) {
            List<List<Integer>> sets = plan.numberSets("grouping_sets");
            for (List<Integer> set : sets.isEmpty()
                    ? List.of(IntStream.range(0, keys.size()).boxed().toList())
                    : sets) {
                require(
                        rows,
                        set.stream().map(keys::get).toList(),
                        "rows are grouped without their day. Add it to GROUP BY");
            }
        }
        List<Column> columns = new ArrayList<>(keys);
        columns.addAll(DayRows.others(plan.size("expressions") + plan.size("grouping_functions")));
        return rows.with(columns);
    }

    private static void require(DayRows rows, List<Column> keys, String why) throws UnprovenException {
        if (!rows.withoutDayIn(keys).isEmpty()) {
            throw new UnprovenException(why);
        }
    }

    private DayRows window(BoundPlan plan) throws UnprovenException {
        DayRows rows = only(plan);
        for (BoundPlan function : plan.parts("expressions")) {
            require(
                    rows,
                    function.parts("partitions").stream()
                            .map(partition -> column(partition, rows))
                            .toList(),
                    "a window function looks over the rows of all days. Add the day to its PARTITION BY");
        }
        return rows.andOthers(plan.size("expressions"));
    }

    private DayRows distinct(BoundPlan plan) throws UnprovenException {
        DayRows rows = only(plan);
        if (!plan.text("distinct_type").equals("DISTINCT")) {
            require(
                    rows,
                    plan.parts("distinct_targets").stream()
                            .map(target -> column(target, rows))
                            .toList(),
                    "DISTINCT ON picks among the rows of all days. Add the day to its columns");
        }
        return rows;
    }

    /** Rows of both sides next to each other. */
    private static DayRows beside(DayRows left, DayRows right) {
        List<Origin> origins = new ArrayList<>(left.origins());
        origins.addAll(right.origins());
        List<Column> columns = null;
        if (left.columns().isPresent() && right.columns().isPresent()) {
            columns = new ArrayList<>(left.columns().get());
            columns.addAll(right.columns().get());
        }
        return DayRows.of(origins, columns);
    }

    private DayRows join(BoundPlan plan) throws UnprovenException {
        DayRows left = rows(child(plan, 0));
        DayRows right = rows(child(plan, 1));
        int originsOfLeft = left.origins().size();
        int originsOfRight = right.origins().size();
        for (BoundPlan condition : plan.parts("conditions")) {
            boolean isEqual =
                    Set.of("COMPARE_EQUAL", "COMPARE_NOT_DISTINCT_FROM").contains(condition.text("comparison"));
            Optional<BoundPlan> one = condition.part("left");
            Optional<BoundPlan> other = condition.part("right");
            if (isEqual && one.isPresent() && other.isPresent()) {
                equateSides(column(one.get(), left), column(other.get(), right), condition.text("comparison"));
            }
        }
        String type = plan.text("join_type");
        // What the condition says does not hold for rows that are kept although they have no partner.
        boolean isSameForAll = type.equals("INNER")
                || ((left.origins().size() == originsOfLeft || type.startsWith("RIGHT"))
                        && (right.origins().size() == originsOfRight
                                || !Set.of("RIGHT", "FULL", "OUTER").contains(type)));
        if (!isSameForAll) {
            throw new UnprovenException(DAYS_NOT_COMPARED);
        }
        DayRows keptLeft = left.select(plan.numbers("left_projection_map"));
        DayRows keptRight = right.select(plan.numbers("right_projection_map"));
        return switch (type) {
            case "INNER" -> beside(keptLeft, keptRight);
            case "LEFT", "SINGLE" -> {
                requirePartner(left, right);
                yield beside(keptLeft, optional(keptRight, plan, false));
            }
            case "RIGHT" -> {
                requirePartner(right, left);
                yield beside(optional(keptLeft, plan, true), keptRight);
            }
            case "FULL", "OUTER" -> {
                requirePartner(left, right);
                requirePartner(right, left);
                yield beside(optional(keptLeft, plan, true), optional(keptRight, plan, false));
            }
            case "SEMI", "ANTI" -> {
                requirePartner(left, right);
                yield keptLeft;
            }
            case "MARK" -> {
                requirePartner(left, right);
                yield keptLeft.andOthers(1);
            }
            case "RIGHT_SEMI", "RIGHT_ANTI" -> {
                requirePartner(right, left);
                yield keptRight;
            }
            default -> throw new UnprovenException("the join " + type + " is not understood");
        };
    }

    /** Of two columns that may be NULL, being not distinct says nothing. */
    private static void equateSides(Column left, Column right, String comparison) {
        if (comparison.equals("COMPARE_EQUAL") || (left instanceof OfDay && right instanceof OfDay)) {
            equate(left, right);
        }
    }

    /** Requires that whether a row has a partner is decided by rows of its own day. */
    private static void requirePartner(DayRows rows, DayRows partners) throws UnprovenException {
        if (!rows.origins().containsAll(partners.origins())) {
            throw new UnprovenException(
                    "whether a row has a partner in a table of days depends on all days. Add the day to"
                            + " the condition of the outer join, EXISTS, IN or subquery");
        }
    }

    /** The columns of a side of an outer join, which are NULL where a row of the other side has no partner. */
    private static DayRows optional(DayRows rows, BoundPlan join, boolean isLeft) {
        return rows.columns()
                .map(columns -> rows.with(columns.stream()
                        .<Column>map(column ->
                                column instanceof OfDay day ? new OfDayOrNull(day.origin(), join, isLeft) : new Other())
                        .toList()))
                .orElse(rows);
    }

    private DayRows union(BoundPlan plan) throws UnprovenException {
        List<DayRows> parts = new ArrayList<>();
        for (BoundPlan child : plan.children()) {
            parts.add(rows(child));
        }
        if (parts.stream().allMatch(DayRows::isOfNoDay)) {
            return parts.get(0);
        }
        if (parts.stream().anyMatch(part -> part.origins().size() > 1)) {
            throw new UnprovenException(DAYS_NOT_COMPARED);
        }
        Origin origin = new Origin();
        @Nullable
        List<Column> columns = parts.get(0).columns().isEmpty()
                ? null
                : IntStream.range(0, parts.get(0).columns().get().size())
                        .<Column>mapToObj(place -> parts.stream().allMatch(part -> part.column(place) instanceof OfDay)
                                ? new OfDay(origin)
                                : new Other())
                        .toList();
        return DayRows.of(List.of(origin), columns);
    }

    private DayRows difference(BoundPlan plan) throws UnprovenException {
        DayRows left = rows(child(plan, 0));
        DayRows right = rows(child(plan, 1));
        if (!right.isOfNoDay() || !left.isOfNoDay()) {
            int width = left.columns().map(List::size).orElse(0);
            boolean hasDay = IntStream.range(0, width)
                    .anyMatch(place -> left.column(place) instanceof OfDay
                            && (right.isOfNoDay() || right.column(place) instanceof OfDay));
            if (!hasDay || left.origins().size() > 1 || right.origins().size() > 1) {
                throw new UnprovenException(
                        "EXCEPT or INTERSECT compares rows of all days. Add the day to both SELECTs");
            }
        }
        return left;
    }
}
