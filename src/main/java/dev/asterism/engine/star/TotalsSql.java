package dev.asterism.engine.star;

import dev.asterism.InputException;
import dev.asterism.engine.Violation;
import dev.asterism.engine.star.FactSql.Proof;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.Reconciliation.SameTotal;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that prove the measures of a fact against the tables that it was built from, the same on every engine.
 *
 * <p>Whole and decimal numbers must have the same total. Sums of binary fractions depend on the order in which rows are
 * added up, so their totals may differ by what that explains: 2<sup>-52</sup> times the rows of both sides times the sum
 * of the absolute values, which bounds the rounding of any order. Values that cannot be added up are counted instead.
 */
final class TotalsSql {
    /** 2<sup>-52</sup>. */
    private static final String ROUNDING = "2.220446049250313e-16";

    /** Less than this is no amount; without it the product of small numbers would be an error on PostgreSQL. */
    private static final String NOTHING = "1e-270";

    private final Relations relations;
    private final FactModel fact;
    private final NavigableSet<Day> days;

    TotalsSql(Relations relations, FactModel fact, NavigableSet<Day> days) {
        this.relations = relations;
        this.fact = fact;
        this.days = days;
    }

    /** A measure, the column that it must equal, and how both are added up. */
    private record Pair(String measure, SameTotal expected, TotalKind ofMeasure, TotalKind ofColumn) {
        boolean isApproximate() {
            return ofMeasure instanceof TotalKind.Approximate || ofColumn instanceof TotalKind.Approximate;
        }

        TotalKind kind(TotalKind own) {
            return isApproximate() ? new TotalKind.Approximate() : own;
        }
    }

    /** What proves a measure against the table it was built from. */
    Proof proof(String measure, SameTotal expected) {
        Pair pair = pair(measure, expected);
        List<Pair> alike = pairsOf(expected.table());
        return new Proof(
                Violation.Kind.RECONCILIATION,
                measure,
                alike.size() > 1 ? List.of("SELECT count(*)" + besideUpstream(alike)) : List.of(),
                "SELECT coalesce(fact.day, upstream.day), fact.total_0, upstream.total_0,"
                        + " coalesce(fact.odd_0, 0), coalesce(upstream.odd_0, 0)" + besideUpstream(List.of(pair)),
                found -> text(pair, found));
    }

    /** The measures that are built from a table. */
    private List<Pair> pairsOf(TableName table) {
        List<Pair> pairs = new ArrayList<>();
        fact.reconciliations().forEach((measure, reconciliation) -> {
            if (reconciliation instanceof SameTotal total && total.table().equals(table)) {
                pairs.add(pair(measure, total));
            }
        });
        return pairs;
    }

    /** Whether totals of a measure may differ by rounding. */
    boolean isApproximate(String measure, SameTotal expected) {
        return pair(measure, expected).isApproximate();
    }

    /** The totals of a measure: day, total, rows, sum of absolute values, number of values that were not added up. */
    String ofMeasure(String measure, SameTotal expected) {
        Pair pair = pair(measure, expected);
        return "SELECT %s AS day, %s FROM %s WHERE %s GROUP BY 1"
                .formatted(
                        day(),
                        sums(0, measure, pair.kind(pair.ofMeasure())),
                        SqlNames.quoted(fact.name()),
                        SqlNames.within(day(), days));
    }

    private Pair pair(String measure, SameTotal expected) {
        return new Pair(
                measure,
                expected,
                kind(fact.name(), measure, measure),
                kind(expected.table(), expected.column(), measure));
    }

    private TotalKind kind(TableName table, String column, String measure) {
        Model model = relations.context().graph().get(table);
        String type = relations
                .context()
                .shapes()
                .of(model)
                .find(column)
                .orElseThrow(() -> notSummable(measure, table + " has no column " + column))
                .type();
        return TotalKind.of(type).orElseThrow(() -> notSummable(measure, table + "." + column + " is of type " + type));
    }

    private InputException notSummable(String measure, String why) {
        return fact.file()
                .start()
                .error("the measure '" + measure + "' cannot be reconciled: " + why
                        + ". Expected a whole number, DECIMAL or DOUBLE on both sides; cast it, or say under reconcile why"
                        + " there is no total.");
    }

    /**
     * From the days on which totals are not those of the one table that the measures were built from, read once.
     */
    private String besideUpstream(List<Pair> pairs) {
        TableName table = pairs.get(0).expected().table();
        Model upstream = relations.context().graph().get(table);
        String upstreamDay = upstream.hasDays() ? upstream.dayColumn().orElseThrow() : fact.day();
        List<Integer> places = IntStream.range(0, pairs.size()).boxed().toList();
        return """

            FROM (SELECT %1$s AS day, %2$s FROM %3$s WHERE %4$s GROUP BY %1$s) AS fact
              FULL JOIN (SELECT %5$s AS day, %6$s FROM %7$s AS rows GROUP BY %5$s) AS upstream
                ON upstream.day = fact.day
            WHERE %8$s""".formatted(
                        day(),
                        places.stream()
                                .map(i -> sums(
                                        i,
                                        pairs.get(i).measure(),
                                        pairs.get(i).kind(pairs.get(i).ofMeasure())))
                                .collect(Collectors.joining(", ")),
                        SqlNames.quoted(fact.name()),
                        SqlNames.within(day(), days),
                        SqlNames.quoted(upstreamDay),
                        places.stream()
                                .map(i -> sums(
                                        i,
                                        pairs.get(i).expected().column(),
                                        pairs.get(i).kind(pairs.get(i).ofColumn())))
                                .collect(Collectors.joining(", ")),
                        relations.relation(table, days).orElse(SqlNames.quoted(table)),
                        places.stream().map(i -> differ(i, pairs.get(i))).collect(Collectors.joining(" OR ")));
    }

    private static String sums(int place, String column, TotalKind kind) {
        String value = SqlNames.quoted(column);
        if (kind instanceof TotalKind.Wide wide) {
            return ("sum(CASE WHEN %1$s BETWEEN -%2$s AND %2$s THEN %1$s END) AS total_%3$s, count(*) AS rows_%3$s,"
                            + " 0 AS size_%3$s, count(CASE WHEN %1$s < -%2$s OR %1$s > %2$s THEN 1 END) AS odd_%3$s")
                    .formatted(value, wide.limit(), place);
        }
        if (kind instanceof TotalKind.Approximate) {
            String fraction = "CAST(" + value + " AS double precision)";
            String limit = "CAST(" + TotalKind.LARGEST_FRACTION + " AS double precision)";
            return ("sum(CASE WHEN %1$s BETWEEN -%2$s AND %2$s THEN %1$s END) AS total_%3$s, count(*) AS rows_%3$s,"
                            + " sum(CASE WHEN %1$s BETWEEN -%2$s AND %2$s THEN abs(%1$s) END) AS size_%3$s,"
                            + " count(CASE WHEN %1$s < -%2$s OR %1$s > %2$s THEN 1 END) AS odd_%3$s")
                    .formatted(fraction, limit, place);
        }
        return "sum(%1$s) AS total_%2$s, count(*) AS rows_%2$s, 0 AS size_%2$s, 0 AS odd_%2$s".formatted(value, place);
    }

    private static String differ(int place, Pair pair) {
        String odd = "coalesce(fact.odd_%1$s, 0) + coalesce(upstream.odd_%1$s, 0) > 0".formatted(place);
        if (!pair.isApproximate()) {
            String differ = "coalesce(fact.total_%1$s, 0) <> coalesce(upstream.total_%1$s, 0)".formatted(place);
            boolean isExact = pair.ofMeasure() instanceof TotalKind.Exact && pair.ofColumn() instanceof TotalKind.Exact;
            return isExact ? differ : odd + " OR " + differ;
        }
        return """
            %1$s OR abs(coalesce(fact.total_%2$s, 0) - coalesce(upstream.total_%2$s, 0))
                  > %3$s * (coalesce(fact.rows_%2$s, 0) + coalesce(upstream.rows_%2$s, 0))
                    * greatest(coalesce(fact.size_%2$s, 0), coalesce(upstream.size_%2$s, 0), %4$s)""".formatted(odd, place, ROUNDING, NOTHING);
    }

    /** @param found total, expected total, and how many values of each were not added up */
    private static String text(Pair pair, List<String> found) {
        long odd = Long.parseLong(found.get(2)) + Long.parseLong(found.get(3));
        return odd > 0
                ? notAddedUp(pair.measure(), pair.expected(), found.get(2), found.get(3))
                : difference(pair.measure(), pair.expected(), found.get(0), found.get(1));
    }

    /** Says that values of a measure, or of the column that it must equal, cannot be added up. */
    static String notAddedUp(String measure, SameTotal expected, String ofMeasure, String ofColumn) {
        return "the total of " + measure + " cannot be compared: it has " + values(ofMeasure) + ", and "
                + expected.table() + "." + expected.column() + " has " + values(ofColumn)
                + ", that cannot be added up, being NaN, infinite, larger than " + TotalKind.LARGEST_FRACTION
                + ", or of more than " + TotalKind.MOST_SUMMABLE_DIGITS + " digits";
    }

    private static String values(String number) {
        return number.equals("1") ? "1 value" : number + " values";
    }

    /** Says that a measure's total is another than it should be. */
    static String difference(String measure, SameTotal expected, String total, String expectedTotal) {
        return "the total of " + measure + " is " + total + ", but " + expected.table() + "." + expected.column()
                + " adds up to " + expectedTotal;
    }

    private String day() {
        return SqlNames.quoted(fact.day());
    }
}
