package dev.asterism.check;

import dev.asterism.Counted;
import dev.asterism.InputException;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Kind;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.catalog.CheckResult.Severity;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.model.DimensionModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Proves that each member of a published dimension is there once, under one key. */
final class DimensionChecks {
    private final Warehouse warehouse;
    private final DimensionModel dimension;

    DimensionChecks(Warehouse warehouse, DimensionModel dimension) {
        this.warehouse = warehouse;
        this.dimension = dimension;
    }

    List<CheckResult> run() {
        String naturalKey = String.join(", ", dimension.naturalKey());
        if (!warehouse.has(dimension.name())) {
            return List.of(result(Kind.GRAIN, naturalKey, Outcome.SKIPPED, "nothing of it is built yet"));
        }
        if (!isAsDefined()) {
            return List.of(result(
                    Kind.GRAIN,
                    naturalKey,
                    Outcome.SKIPPED,
                    "its model says something else than when it was built; 'asterism run' builds it again"));
        }
        String current = dimension.history() == DimensionModel.History.TYPE_2
                ? " WHERE " + SqlNames.quoted(DimensionColumns.IS_CURRENT)
                : "";
        String noValue = dimension.naturalKey().stream()
                .map(column -> SqlNames.quoted(column) + " IS NULL")
                .collect(Collectors.joining(" OR "));
        List<CheckResult> results = new ArrayList<>(List.of(
                answer(
                        Kind.GRAIN,
                        naturalKey,
                        repeated(SqlNames.quoted(dimension.naturalKey()), current),
                        count -> Counted.of(count, "combination", "occurs", "occur") + " more than once"),
                answer(
                        Kind.GRAIN,
                        dimension.key(),
                        repeated(SqlNames.quoted(dimension.key()), ""),
                        count -> Counted.of(count, "key", "occurs", "occur") + " more than once"),
                answer(
                        Kind.NOT_NULL,
                        naturalKey,
                        "SELECT count(*) FROM " + table() + " WHERE " + noValue,
                        count -> Counted.of(count, "member", "has", "have") + " no value in one of them")));
        warehouse
                .context()
                .shapes()
                .of(dimension)
                .references()
                .forEach((column, referenced) -> results.add(answer(
                        Kind.FOREIGN_KEY,
                        column,
                        orphans(column, referenced),
                        count -> Counted.of(count, "member", "refers", "refer") + " to members of " + referenced.name()
                                + " that do not exist")));
        return results;
    }

    private String orphans(String column, DimensionModel referenced) {
        return "SELECT count(*) FROM %1$s AS referring WHERE %2$s IS NOT NULL AND NOT EXISTS"
                        .formatted(table(), SqlNames.quoted(column))
                + " (SELECT 1 FROM %s AS known WHERE known.%s = referring.%s)"
                        .formatted(
                                SqlNames.quoted(referenced.name()),
                                SqlNames.quoted(referenced.key()),
                                SqlNames.quoted(column));
    }

    /** Whether no part of it was built by the model as it was before. */
    private boolean isAsDefined() {
        String definition = dimension.definition();
        return warehouse.recorded(dimension).values().stream()
                        .allMatch(day -> day.definition().equals(definition))
                && (!warehouse.built().wholes().containsKey(dimension.name())
                        || warehouse
                                .built()
                                .wholes()
                                .get(dimension.name())
                                .definition()
                                .equals(definition));
    }

    private String repeated(String columns, String condition) {
        return "SELECT count(*) FROM (SELECT %1$s FROM %2$s%3$s GROUP BY %1$s HAVING count(*) > 1) AS repeated"
                .formatted(columns, table(), condition);
    }

    private CheckResult answer(Kind kind, String subject, String sql, LongFunction<String> found) {
        try {
            String count = warehouse.query(sql, row -> Warehouse.text(row, 0)).get(0);
            return count.equals("0")
                    ? result(kind, subject, Outcome.PASSED, "")
                    : result(kind, subject, Outcome.FAILED, found.apply(Long.parseLong(count)));
        } catch (InputException failure) {
            return result(kind, subject, Outcome.UNANSWERED, String.valueOf(failure.getMessage()));
        }
    }

    private String table() {
        return SqlNames.quoted(dimension.name());
    }

    private CheckResult result(Kind kind, String subject, Outcome outcome, String message) {
        return new CheckResult(
                dimension.name().toString(),
                kind,
                subject,
                Severity.ERROR,
                outcome,
                Collections.emptyNavigableSet(),
                message);
    }
}
