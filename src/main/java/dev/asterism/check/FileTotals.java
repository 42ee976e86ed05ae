package dev.asterism.check;

import dev.asterism.InputException;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.Violation;
import dev.asterism.engine.star.FactSql;
import dev.asterism.lake.ColumnTotal;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFiles;
import dev.asterism.lake.FileForm;
import dev.asterism.model.FactModel;
import dev.asterism.model.Reconciliation.SameTotal;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.LakeState;
import dev.asterism.plan.SourceDay;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Holds totals of published facts against those of the day files themselves, each of which is read once. */
final class FileTotals {
    /** 2<sup>-52</sup>, as {@link FactSql} has it. */
    private static final BigDecimal ROUNDING = new BigDecimal(Math.ulp(1.0));

    private final Warehouse warehouse;
    private final LakeState lake;
    private final Consumer<String> progress;
    private final Map<DayFile, Map<String, ColumnTotal>> known = new HashMap<>();

    /** @param progress told which file is being read */
    FileTotals(Warehouse warehouse, LakeState lake, Consumer<String> progress) {
        this.warehouse = warehouse;
        this.lake = lake;
        this.progress = progress;
    }

    /** Compares a measure's total with that of a source's column, day by day. */
    List<CheckResult> compared(
            FactModel fact,
            String measure,
            SourceModel source,
            SameTotal expected,
            NavigableSet<Day> days,
            FactSql sql) {
        if (source.files().form().kind() == FileForm.Kind.PARQUET) {
            return List.of(FactResults.result(
                    fact,
                    Violation.Kind.RECONCILIATION,
                    measure,
                    Outcome.SKIPPED,
                    days,
                    "totals of Parquet files are compared when a day is built, not afterwards"));
        }
        NavigableMap<Day, Published> totals = new TreeMap<>();
        boolean isApproximate;
        try {
            isApproximate = sql.isApproximate(measure, expected);
            warehouse.query(sql.totals(measure, expected), row -> totals.put(Warehouse.day(row), Published.of(row)));
        } catch (InputException failure) {
            return List.of(unanswered(fact, measure, days, failure));
        }
        List<CheckResult> results = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        NavigableSet<Day> answered = new TreeSet<>(days);
        for (Day day : days) {
            try {
                ColumnTotal inFile = inFile(fact, source, expected, day);
                Published published = totals.getOrDefault(day, Published.NOTHING);
                difference(measure, expected, published, inFile, isApproximate)
                        .ifPresent(text ->
                                violations.add(new Violation(Violation.Kind.RECONCILIATION, measure, day, text)));
            } catch (InputException unreadable) {
                answered.remove(day);
                results.add(unanswered(fact, measure, new TreeSet<>(List.of(day)), unreadable));
            }
        }
        results.addAll(FactResults.of(fact, Violation.Kind.RECONCILIATION, measure, answered, violations));
        return results;
    }

    private static CheckResult unanswered(
            FactModel fact, String measure, NavigableSet<Day> days, InputException failure) {
        return FactResults.result(
                fact,
                Violation.Kind.RECONCILIATION,
                measure,
                Outcome.UNANSWERED,
                days,
                String.valueOf(failure.getMessage()));
    }

    /** Where the source has no file of the day, nothing is what is expected of it. */
    private ColumnTotal inFile(FactModel fact, SourceModel source, SameTotal expected, Day day) {
        SourceDay ofDay = lake.filesOf(source.name()).get(day);
        ColumnTotal total = ColumnTotal.NOTHING;
        for (DayFile file : ofDay == null ? List.<DayFile>of() : ofDay.dayFiles()) {
            Map<String, ColumnTotal> totals = known.computeIfAbsent(file, unread -> new HashMap<>());
            if (!totals.containsKey(expected.column())) {
                progress.accept("adding up " + file.path());
                totals.putAll(DayFiles.totals(file, FactChecks.columnsOf(fact, source)));
            }
            total = total.plus(totals.getOrDefault(expected.column(), ColumnTotal.NOTHING));
        }
        return total;
    }

    /**
     * The totals of a day in the warehouse.
     *
     * @param total as the engine writes it; {@code null} where there are no rows or no values
     * @param rows how many rows there are
     * @param size the sum of the absolute values; 0 where rounding plays no role
     * @param odd how many values were not added up
     */
    private record Published(String total, long rows, BigDecimal size, long odd) {
        static final Published NOTHING = new Published("null", 0, BigDecimal.ZERO, 0);

        static Published of(QueryResult row) {
            return new Published(
                    Warehouse.text(row, 1),
                    Long.parseLong(Warehouse.text(row, 2)),
                    number(Warehouse.text(row, 3)),
                    Long.parseLong(Warehouse.text(row, 4)));
        }

        BigDecimal value() {
            return number(total);
        }

        private static BigDecimal number(String text) {
            return text.equals("null") ? BigDecimal.ZERO : new BigDecimal(text);
        }
    }

    /** What is wrong with a total, as a build would say it; empty where nothing is. */
    private static Optional<String> difference(
            String measure, SameTotal expected, Published published, ColumnTotal inFile, boolean isApproximate) {
        if (published.odd() + inFile.odd() > 0) {
            return Optional.of(FactSql.notAddedUp(measure, expected, published.odd(), inFile.odd()));
        }
        BigDecimal difference = published.value().subtract(inFile.total()).abs();
        BigDecimal rounding = isApproximate
                ? ROUNDING.multiply(BigDecimal.valueOf(published.rows() + inFile.rows()))
                        .multiply(published.size().max(inFile.size()))
                : BigDecimal.ZERO;
        return difference.compareTo(rounding) <= 0
                ? Optional.empty()
                : Optional.of(FactSql.difference(
                        measure, expected, published.total(), inFile.total().toPlainString()));
    }
}
