package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.CheckModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is to be done, and why.
 *
 * @param staleness what it was derived from
 * @param batches the work, in order; empty where nothing is to do
 * @param selected the tables that were asked for
 */
public record Plan(Staleness staleness, List<Batch> batches, Set<TableName> selected) {
    public boolean isEmpty() {
        return batches.isEmpty();
    }

    /**
     * Whether some day is to be built again because members have come, or others that it depends on have changed, or a day
     * before that it sees was built again for such a reason.
     */
    public boolean followsFromRun() {
        return batches.stream()
                .flatMap(batch -> batch.works().stream())
                .flatMap(work -> work.days().values().stream())
                .map(Task::reason)
                .anyMatch(reason -> reason instanceof Reason.MembersCame
                        || reason instanceof Reason.MembersChanged
                        || reason instanceof Reason.EarlierDayChanged);
    }

    /** The compressed bytes of day files to read. */
    public long bytes() {
        return batches.stream().mapToLong(Batch::bytes).sum();
    }

    /**
     * Returns the first batches as a single one: what they build is the same, however it is cut.
     *
     * @param most how many batches at most, at least 1
     */
    public Plan first(int most) {
        if (batches.isEmpty()) {
            return this;
        }
        List<Batch> some = batches.subList(0, Math.min(most, batches.size()));
        Map<Model, ModelWork> works = new HashMap<>();
        Map<SourceModel, List<DayFile>> files = new LinkedHashMap<>();
        Set<CheckModel> checks = new LinkedHashSet<>();
        for (Batch batch : some) {
            batch.works().forEach(work -> works.merge(work.model(), work, ModelWork::and));
            batch.files()
                    .forEach((source, more) -> files.computeIfAbsent(source, name -> new ArrayList<>())
                            .addAll(more));
            checks.addAll(batch.checks());
        }
        List<ModelWork> inOrder = staleness.graph().models().stream()
                .flatMap(model -> Stream.ofNullable(works.get(model)))
                .toList();
        return new Plan(staleness, List.of(new Batch(1, inOrder, files, List.copyOf(checks))), selected);
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

    /** The days of the tables asked for that stay although their files are gone, by table. */
    public Map<String, NavigableSet<Day>> orphans() {
        Map<String, NavigableSet<Day>> orphans = new TreeMap<>();
        staleness
                .days()
                .forEach((table, days) -> days.forEach((day, state) -> {
                    if (state.status() == Staleness.Status.ORPHANED && selected.contains(table)) {
                        orphans.computeIfAbsent(table.toString(), name -> new TreeSet<>())
                                .add(day);
                    }
                }));
        return orphans;
    }

    /** The tables in the warehouse that no model declares; none if only some tables were asked for. */
    public List<TableName> withoutModel() {
        return selected.size() == staleness.graph().models().size() ? staleness.withoutModel() : List.of();
    }
}
