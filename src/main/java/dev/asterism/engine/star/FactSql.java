package dev.asterism.engine.star;

import dev.asterism.Counted;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.Violation;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayPortions;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Reconciliation.SameTotal;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The statements that replace days of a fact and prove what it promises, the same on every engine. */
public final class FactSql {
    private static final long ROWS_PER_PORTION = 250_000;

    private final Relations relations;
    private final FactModel fact;
    private final NavigableSet<Day> days;
    private final NavigableSet<Day> removals;
    private final List<NavigableSet<Day>> portions;

    public FactSql(Relations relations, FactModel fact, ModelWork work) {
        this(relations, fact, work.days().navigableKeySet(), work.removals(), List.of());
    }

    /** For the proofs of days that are built already. */
    public FactSql(Relations relations, FactModel fact, NavigableSet<Day> days) {
        this(relations, fact, days, Collections.emptyNavigableSet(), List.of());
    }

    private FactSql(
            Relations relations,
            FactModel fact,
            NavigableSet<Day> days,
            NavigableSet<Day> removals,
            List<NavigableSet<Day>> portions) {
        this.relations = relations;
        this.fact = fact;
        this.days = days;
        this.removals = removals;
        this.portions = portions.isEmpty() ? List.of(days) : portions;
    }

    /**
     * The same, but grains are counted over a few days at a time, or over one that is large: an engine finds the distinct
     * grains of so many rows in half the time that it takes for all at once, and in a fraction of the memory.
     *
     * @param rows the number of rows of each day
     */
    public FactSql inPortions(SortedMap<Day, Long> rows) {
        NavigableMap<Day, Long> sizes = new TreeMap<>();
        days.forEach(day -> sizes.put(day, rows.getOrDefault(day, 0L)));
        return new FactSql(relations, fact, days, removals, DayPortions.cut(sizes, ROWS_PER_PORTION));
    }

    /**
     * A statement that finds the days on which a promise is not kept: day, and what was found in one or two columns.
     *
     * @param kind the promise
     * @param subject the column or measure that it is about; empty for rows as a whole
     * @param doubts cheaper statements, which give one number each: where all are 0, the promise is kept on all days, so
     *     that the other statement need not run; empty where there are none. Several proofs may share one.
     * @param sql the statement
     * @param text what was found in words, from the columns after the day
     */
    public record Proof(
            Violation.Kind kind, String subject, List<String> doubts, String sql, Function<List<String>, String> text) {
        /**
         * What a row of the statement means.
         *
         * @param found its columns after the day
         */
        public Violation violation(Day day, List<String> found) {
            return new Violation(kind, subject, day, text.apply(found));
        }
    }

    /** Returns the steps that replace the days, in their order; the number of rows that are inserted counts. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(Step.execute(delete())));
        if (!days.isEmpty()) {
            steps.add(Step.counted(insert()));
            steps.add(new Step.Tally(countRows()));
        }
        return steps;
    }

    /** Deletes the days that are built or removed. */
    private String delete() {
        NavigableSet<Day> replaced = new TreeSet<>(days);
        replaced.addAll(removals);
        return "DELETE FROM %s WHERE %s".formatted(table(), SqlNames.within(day(), replaced));
    }

    /** Builds the days. */
    private String insert() {
        TableShape shape = relations.context().shapes().of(fact);
        String columns = SqlNames.quoted(shape.names());
        return "INSERT INTO %s (%s) SELECT %s FROM (%s\n) AS built"
                .formatted(table(), columns, columns, relations.select(fact, days));
    }

    /** The days that have rows, of those that are built: day, number of rows. */
    private String countRows() {
        return "SELECT %1$s, count(*) FROM %2$s WHERE %3$s GROUP BY %1$s".formatted(day(), table(), ofTheseDays());
    }

    /** Days on which combinations of the grain occur more than once: day, number of combinations. */
    private String duplicates(String rows) {
        String grain = SqlNames.quoted(fact.grain());
        return """
            SELECT %1$s, count(*)
            FROM (SELECT %2$s FROM %3$s WHERE %4$s GROUP BY %2$s HAVING count(*) > 1) AS repeated
            GROUP BY %1$s""".formatted(day(), grain, rows, ofTheseDays());
    }

    /**
     * How many rows are not the first of their grain: distinct rows are counted sooner than repeated ones are found. Of one
     * day, those of the other columns are.
     */
    private String doubtOfGrain(String rows, NavigableSet<Day> portion) {
        List<String> grain = new ArrayList<>(fact.grain());
        if (portion.size() == 1 && grain.size() > 1) {
            grain.remove(fact.day());
        }
        return """
            SELECT (SELECT count(*) FROM %1$s WHERE %2$s)
              - (SELECT count(*) FROM (SELECT DISTINCT %3$s FROM %1$s WHERE %2$s) AS combinations)""".formatted(rows, SqlNames.within(day(), portion), SqlNames.quoted(grain));
    }

    /** Days on which columns that promise a value have none: day, number of rows, then of each column's values. */
    private String nulls() {
        List<String> columns = promised().stream().map(SqlNames::quoted).toList();
        return "SELECT %1$s, count(*), %5$s FROM %2$s WHERE %3$s AND (%4$s) GROUP BY %1$s"
                .formatted(
                        day(),
                        table(),
                        ofTheseDays(),
                        columns.stream().map(column -> column + " IS NULL").collect(Collectors.joining(" OR ")),
                        columns.stream().map("count(%s)"::formatted).collect(Collectors.joining(", ")));
    }

    /** @param found the number of rows that lack a value, and for each column how many of them have one */
    private String noValue(List<String> found) {
        String rows = found.get(0);
        List<String> lacking = new ArrayList<>();
        int position = 0;
        for (String column : promised()) {
            position++;
            if (!found.get(position).equals(rows)) {
                lacking.add(column);
            }
        }
        return Counted.of(Long.parseLong(rows), "row", "has", "have") + " no value in " + String.join(" or ", lacking);
    }

    /** The columns that promise a value: the grain, and what refers to dimensions. */
    private Set<String> promised() {
        Set<String> columns = new LinkedHashSet<>(fact.grain());
        columns.addAll(relations.context().shapes().of(fact).references().keySet());
        return columns;
    }

    /** How many values may be of no member; see {@link ReferenceSql#outOfRange}. */
    private String doubtOfReference(String column, DimensionModel dimension, String rows) {
        return column.equals(fact.day())
                ? doubtOfDays(dimension)
                : new ReferenceSql(column, dimension).outOfRange(rows, ofTheseDays());
    }

    /** How many of the days are no members of the dimension of days: that rows are of no other days is known before. */
    private String doubtOfDays(DimensionModel dimension) {
        String key = SqlNames.quoted(dimension.key());
        return "SELECT %s - (SELECT count(DISTINCT %s) FROM %s WHERE %s)"
                .formatted(days.size(), key, SqlNames.quoted(dimension.name()), SqlNames.isOneOf(key, days));
    }

    /**
     * The totals of a measure that is reconciled: day, total, rows, sum of absolute values, number of values that were not
     * added up.
     */
    public String totals(String measure, SameTotal expected) {
        return totals().ofMeasure(measure, expected);
    }

    /** Whether a measure's total may differ from the expected one by rounding. */
    public boolean isApproximate(String measure, SameTotal expected) {
        return totals().isApproximate(measure, expected);
    }

    /** Fails where a reconciled measure, or the column that it must equal, is no number. */
    public static void requireSummable(BuildContext context, FactModel fact) {
        Relations unstaged = new Relations(context, SourceModel::toString);
        new FactSql(unstaged, fact, Collections.emptyNavigableSet()).reconciliations();
    }

    private TotalsSql totals() {
        return new TotalsSql(relations, fact, days);
    }

    /** Returns the steps that prove the fact, in their order. */
    public List<Step> proofs() {
        List<Proof> proofs = new ArrayList<>(ofRows());
        proofs.addAll(reconciliations());
        return proofs.stream().<Step>map(Step.Prove::new).toList();
    }

    /** What proves its rows by themselves: grain, values, references. */
    public List<Proof> ofRows() {
        List<Proof> proofs = new ArrayList<>(List.of(grain(table()), notNull()));
        proofs.addAll(references(table()));
        return proofs;
    }

    /**
     * What proves that no combination of the grain occurs twice.
     *
     * @param rows the table that holds the rows of the days, quoted
     */
    public Proof grain(String rows) {
        return new Proof(
                Violation.Kind.GRAIN,
                "",
                portions.stream().map(portion -> doubtOfGrain(rows, portion)).toList(),
                duplicates(rows),
                found -> Counted.of(Long.parseLong(found.get(0)), "combination") + " of the grain ("
                        + String.join(", ", fact.grain()) + (found.get(0).equals("1") ? ") occurs" : ") occur")
                        + " more than once");
    }

    /** What proves that there is a value wherever one is promised. */
    public Proof notNull() {
        return new Proof(Violation.Kind.NOT_NULL, "", List.of(), nulls(), this::noValue);
    }

    /**
     * What proves that it refers to members that exist.
     *
     * @param rows the table that holds the rows of the days, quoted
     */
    public List<Proof> references(String rows) {
        List<Proof> proofs = new ArrayList<>();
        relations.context().shapes().of(fact).references().forEach((column, dimension) -> {
            ReferenceSql reference = new ReferenceSql(column, dimension);
            proofs.add(new Proof(
                    reference.kind(),
                    column,
                    List.of(doubtOfReference(column, dimension, rows)),
                    reference.orphansByDay(rows, day(), ofTheseDays()),
                    found -> reference.text(relations.context(), found.get(0), found.get(1))));
        });
        return proofs;
    }

    /** What proves its measures against the tables that it was built from. */
    public List<Proof> reconciliations() {
        List<Proof> proofs = new ArrayList<>();
        fact.reconciliations().forEach((measure, reconciliation) -> {
            if (reconciliation instanceof SameTotal total) {
                proofs.add(reconciliation(measure, total));
            }
        });
        return proofs;
    }

    /** What proves a measure against the table it was built from. */
    public Proof reconciliation(String measure, SameTotal expected) {
        return totals().proof(measure, expected);
    }

    /** Says that a measure's total is another than it should be. */
    public static String difference(String measure, SameTotal expected, String total, String expectedTotal) {
        return TotalsSql.difference(measure, expected, total, expectedTotal);
    }

    /**
     * Says that values of a measure, or of the column that it must equal, cannot be added up.
     *
     * @param ofMeasure how many values of the measure
     * @param ofColumn how many of the column
     */
    public static String notAddedUp(String measure, SameTotal expected, long ofMeasure, long ofColumn) {
        return TotalsSql.notAddedUp(measure, expected, String.valueOf(ofMeasure), String.valueOf(ofColumn));
    }

    private String table() {
        return SqlNames.quoted(fact.name());
    }

    private String day() {
        return SqlNames.quoted(fact.day());
    }

    private String ofTheseDays() {
        return SqlNames.within(day(), days);
    }
}
