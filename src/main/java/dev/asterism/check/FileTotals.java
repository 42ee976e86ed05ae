package dev.asterism.check;

import dev.asterism.InputException;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.engine.Violation;
import dev.asterism.engine.star.FactSql;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.DayFiles;
import dev.asterism.model.FactModel;
import dev.asterism.model.Reconciliation.SameTotal;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.LakeState;
import dev.asterism.plan.SourceFile;
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
    /** Sums of binary fractions depend on the order of the rows, in their last digits. */
    private static final BigDecimal ROUNDING = new BigDecimal("1e-9");

    private final Warehouse warehouse;
    private final LakeState lake;
    private final Consumer<String> progress;
    private final Map<DayFile, Map<String, BigDecimal>> known = new HashMap<>();

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
        NavigableMap<Day, String> totals = new TreeMap<>();
        try {
            warehouse.query(sql.totals(measure), row -> totals.put(Warehouse.day(row), Warehouse.text(row, 1)));
        } catch (InputException failure) {
            return List.of(unanswered(fact, measure, days, failure));
        }
        List<CheckResult> results = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        NavigableSet<Day> answered = new TreeSet<>(days);
        for (Day day : days) {
            try {
                BigDecimal inFile = inFile(fact, source, expected, day);
                String total = totals.getOrDefault(day, "null");
                if (!isSame(total, inFile)) {
                    violations.add(new Violation(
                            Violation.Kind.RECONCILIATION,
                            measure,
                            day,
                            FactSql.difference(measure, expected, total, inFile.toPlainString())));
                }
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
    private BigDecimal inFile(FactModel fact, SourceModel source, SameTotal expected, Day day) {
        Optional<DayFile> file =
                Optional.ofNullable(lake.filesOf(source.name()).get(day)).map(SourceFile::file);
        if (file.isEmpty()) {
            return BigDecimal.ZERO;
        }
        Map<String, BigDecimal> totals = known.computeIfAbsent(file.get(), unread -> new HashMap<>());
        if (!totals.containsKey(expected.column())) {
            progress.accept("adding up " + file.get().path());
            totals.putAll(DayFiles.totals(file.get(), FactChecks.columnsOf(fact, source)));
        }
        return totals.getOrDefault(expected.column(), BigDecimal.ZERO);
    }

    /** @param total as the engine writes it; {@code null} where there are no rows or no values */
    private static boolean isSame(String total, BigDecimal inFile) {
        if (total.equals("null")) {
            return inFile.signum() == 0;
        }
        try {
            BigDecimal difference = new BigDecimal(total).subtract(inFile).abs();
            boolean isWhole = inFile.stripTrailingZeros().scale() <= 0 && !total.matches(".*[.eE].*");
            return difference.signum() == 0
                    || (!isWhole && difference.compareTo(inFile.abs().multiply(ROUNDING)) <= 0);
        } catch (NumberFormatException notFinite) {
            return false;
        }
    }
}
