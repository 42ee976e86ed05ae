package dev.asterism.check;

import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Kind;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.catalog.CheckResult.Severity;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.Violation;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.Reconciliation.SameTotal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What the proofs of a fact, or of a dimension's references, say, promise by promise: also of those that are kept. */
public final class FactResults {
    private FactResults() {}

    /**
     * The result of every promise of a fact.
     *
     * @param days the days that were looked at
     * @param violations what was found on them
     */
    public static List<CheckResult> of(
            Shapes shapes, FactModel fact, NavigableSet<Day> days, List<Violation> violations) {
        List<CheckResult> results = new ArrayList<>();
        results.addAll(of(fact, Violation.Kind.GRAIN, "", days, violations));
        results.addAll(of(fact, Violation.Kind.NOT_NULL, "", days, violations));
        shapes.of(fact)
                .references()
                .keySet()
                .forEach(column -> results.addAll(of(fact, Violation.Kind.FOREIGN_KEY, column, days, violations)));
        fact.reconciliations().forEach((measure, reconciliation) -> {
            if (reconciliation instanceof SameTotal) {
                results.addAll(of(fact, Violation.Kind.RECONCILIATION, measure, days, violations));
            }
        });
        return results;
    }

    /** The results of the references of a dimension that keeps what each day says; empty for others. */
    public static List<CheckResult> ofReferences(
            Shapes shapes, DimensionModel dimension, NavigableSet<Day> days, List<Violation> violations) {
        List<CheckResult> results = new ArrayList<>();
        if (dimension.day().isPresent()) {
            shapes.of(dimension)
                    .references()
                    .keySet()
                    .forEach(column ->
                            results.addAll(of(dimension, Violation.Kind.FOREIGN_KEY, column, days, violations)));
        }
        return results;
    }

    /** The result of one promise: a failure for each day that breaks it, and one for the days that keep it. */
    static List<CheckResult> of(
            Model model, Violation.Kind kind, String subject, NavigableSet<Day> days, List<Violation> violations) {
        List<CheckResult> results = new ArrayList<>();
        NavigableSet<Day> kept = new TreeSet<>(days);
        for (Violation violation : violations) {
            if (violation.kind() == kind && violation.subject().equals(subject)) {
                kept.remove(violation.day());
                results.add(result(
                        model,
                        kind,
                        subject,
                        Outcome.FAILED,
                        new TreeSet<>(List.of(violation.day())),
                        violation.text()));
            }
        }
        if (!kept.isEmpty()) {
            results.add(result(model, kind, subject, Outcome.PASSED, kept, ""));
        }
        return results;
    }

    static CheckResult result(
            Model model, Violation.Kind kind, String subject, Outcome outcome, NavigableSet<Day> days, String message) {
        return new CheckResult(model.name().toString(), kindOf(kind), subject, Severity.ERROR, outcome, days, message);
    }

    private static Kind kindOf(Violation.Kind kind) {
        return switch (kind) {
            case GRAIN, ONE_STATE -> Kind.GRAIN;
            case NOT_NULL -> Kind.NOT_NULL;
            case FOREIGN_KEY -> Kind.FOREIGN_KEY;
            case RECONCILIATION -> Kind.RECONCILIATION;
        };
    }
}
