package dev.asterism.cli;

import dev.asterism.catalog.CheckHistory.Standing;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Kind;
import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.plan.Staleness;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The failures of checks that stand.
 *
 * @param results what was found
 */
record FailedChecks(List<CheckResult> results) {
    FailedChecks {
        results = List.copyOf(results);
    }

    /**
     * Those of some tables and checks that still mean something: what was kept out of a day that is up to date now is no
     * longer wanted.
     */
    static FailedChecks of(List<Standing> standing, Set<TableName> selected, Staleness staleness) {
        return new FailedChecks(standing.stream()
                .filter(failure ->
                        selected.contains(TableName.parse(failure.result().table())))
                .filter(failure ->
                        !failure.keptOut() || !isOfADay(failure.result()) || !isCurrent(failure.result(), staleness))
                .map(Standing::result)
                .toList());
    }

    private static boolean isCurrent(CheckResult result, Staleness staleness) {
        Staleness.@Nullable State state = staleness
                .daysOf(TableName.parse(result.table()))
                .get(result.days().first());
        return state != null && state.status() == Staleness.Status.CURRENT;
    }

    /** The checks that failed on each day of a table, in words. */
    NavigableMap<Day, String> byDay(Model model) {
        NavigableMap<Day, String> byDay = new TreeMap<>();
        for (CheckResult result : results) {
            if (isOfADay(result) && result.table().equals(model.name().toString())) {
                byDay.merge(result.days().first(), result.check(), (some, other) -> some + ", " + other);
            }
        }
        return byDay;
    }

    /** Those that a calendar cannot show, a line each. */
    List<String> lines(Colours colours) {
        return results.stream()
                .filter(result -> !isOfADay(result))
                .map(result -> result.table() + "  "
                        + (result.isError() ? colours.red(result.check()) : colours.yellow(result.check()))
                        + (result.isError() ? ": " : ", only a warning: ") + result.message())
                .toList();
    }

    private static boolean isOfADay(CheckResult result) {
        return result.kind() != Kind.MODEL && !result.days().isEmpty();
    }
}
