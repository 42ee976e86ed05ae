package dev.asterism.plan;

import dev.asterism.lake.Day;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be done, and why.
 *
 * @param staleness what it was derived from
 * @param batches the work, in order; empty where nothing is to do
 */
public record Plan(Staleness staleness, List<Batch> batches) {
    public boolean isEmpty() {
        return batches.isEmpty();
    }

    /** The compressed bytes of day files to read. */
    public long bytes() {
        return batches.stream().mapToLong(Batch::bytes).sum();
    }

    /** What is done to each table and for which reasons, over all batches, in topological order. */
    public List<TableSummary> tables() {
        return staleness.graph().models().stream()
                .map(model -> {
                    Map<String, NavigableSet<Day>> reasons = new TreeMap<>();
                    NavigableSet<Day> removals = new TreeSet<>();
                    boolean[] whole = {false};
                    for (Batch batch : batches) {
                        for (ModelWork work : batch.works()) {
                            if (work.model().equals(model)) {
                                work.days()
                                        .forEach((day, task) -> reasons.computeIfAbsent(
                                                        task.reason().text(), reason -> new TreeSet<>())
                                                .add(day));
                                work.whole().ifPresent(task -> {
                                    whole[0] = true;
                                    reasons.computeIfAbsent(task.reason().text(), reason -> new TreeSet<>());
                                });
                                removals.addAll(work.removals());
                            }
                        }
                    }
                    return new TableSummary(model, reasons, removals, whole[0]);
                })
                .filter(summary ->
                        !summary.reasons().isEmpty() || !summary.removals().isEmpty())
                .toList();
    }

    /** The days that stay although their files are gone, by table. */
    public Map<String, NavigableSet<Day>> orphans() {
        Map<String, NavigableSet<Day>> orphans = new TreeMap<>();
        staleness
                .days()
                .forEach((table, days) -> days.forEach((day, state) -> {
                    if (state.status() == Staleness.Status.ORPHANED) {
                        orphans.computeIfAbsent(table.toString(), name -> new TreeSet<>())
                                .add(day);
                    }
                }));
        return orphans;
    }
}
