package dev.asterism.check;

import dev.asterism.InputException;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.Violation;
import dev.asterism.engine.star.FactSql;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.Reconciliation;
import dev.asterism.model.Reconciliation.SameTotal;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.Staleness;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/** Proves again what published days of a fact promise. */
final class FactChecks {
    private final Warehouse warehouse;
    private final Staleness staleness;
    private final FileTotals files;
    private final FactModel fact;

    FactChecks(Warehouse warehouse, Staleness staleness, FileTotals files, FactModel fact) {
        this.warehouse = warehouse;
        this.staleness = staleness;
        this.files = files;
        this.fact = fact;
    }

    List<CheckResult> run() {
        NavigableSet<Day> days = warehouse.daysAsDefined(fact);
        if (days.isEmpty()) {
            return List.of(skipped(Violation.Kind.GRAIN, "", days, whyNoDays()));
        }
        List<CheckResult> results = new ArrayList<>();
        FactSql sql = new FactSql(warehouse.relations(), fact, days);
        sql.ofRows().forEach(proof -> results.addAll(proven(proof, days)));
        results.addAll(reconciled());
        results.addAll(RowCounts.of(fact.name(), days, rows()));
        return results;
    }

    private String whyNoDays() {
        return !warehouse.has(fact.name())
                ? "nothing of it is built yet"
                : warehouse.days(fact).isEmpty()
                        ? "none of the days is built"
                        : "its model says something else than when it was built; 'asterism run' builds it again";
    }

    private List<CheckResult> proven(FactSql.Proof proof, NavigableSet<Day> days) {
        try {
            List<Violation> violations =
                    warehouse.query(proof.sql(), row -> proof.violation(Warehouse.day(row), found(row)));
            return FactResults.of(fact, proof.kind(), proof.subject(), days, violations);
        } catch (InputException failure) {
            return List.of(FactResults.result(
                    fact,
                    proof.kind(),
                    proof.subject(),
                    Outcome.UNANSWERED,
                    days,
                    String.valueOf(failure.getMessage())));
        }
    }

    /** The columns after the first, as text. */
    private static List<String> found(QueryResult row) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i < row.columns().size(); i++) {
            values.add(Warehouse.text(row, i));
        }
        return values;
    }

    /** Only days that are up to date: others were built from files, or from rows, that are there no more. */
    private List<CheckResult> reconciled() {
        NavigableSet<Day> days = warehouse.daysAsDefined(fact);
        days.removeIf(day -> !isCurrent(day));
        FactSql sql = new FactSql(warehouse.relations(), fact, days);
        List<CheckResult> results = new ArrayList<>();
        fact.reconciliations().forEach((measure, reconciliation) -> {
            if (reconciliation instanceof SameTotal expected) {
                if (days.isEmpty()) {
                    results.add(
                            skipped(Violation.Kind.RECONCILIATION, measure, days, "none of the days is up to date"));
                } else if (warehouse.context().graph().get(expected.table()) instanceof SourceModel source) {
                    results.addAll(files.compared(fact, measure, source, expected, days, sql));
                } else {
                    results.addAll(proven(sql.reconciliation(measure, expected), days));
                }
            }
        });
        return results;
    }

    private boolean isCurrent(Day day) {
        Staleness.State state = staleness.daysOf(fact.name()).get(day);
        return state != null && state.status() == Staleness.Status.CURRENT;
    }

    private NavigableMap<Day, Long> rows() {
        NavigableMap<Day, Long> rows = new TreeMap<>();
        warehouse.recorded(fact).forEach((day, built) -> rows.put(day, built.rows()));
        return rows;
    }

    private CheckResult skipped(Violation.Kind kind, String subject, NavigableSet<Day> days, String reason) {
        return FactResults.result(fact, kind, subject, Outcome.SKIPPED, days, reason);
    }

    /** The measures that are reconciled with a column of a source. */
    static List<String> columnsOf(FactModel fact, SourceModel source) {
        List<String> columns = new ArrayList<>();
        for (Reconciliation reconciliation : fact.reconciliations().values()) {
            if (reconciliation instanceof SameTotal expected && expected.table().equals(source.name())) {
                columns.add(expected.column());
            }
        }
        return columns;
    }
}
