package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.CheckModel;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Work that is published together.
 *
 * @param number its place in the plan, 1 is the first
 * @param works what to do, in topological order
 * @param files the day files to read, by source
 * @param checks the checks to run before publishing
 */
public record Batch(int number, List<ModelWork> works, Map<SourceModel, List<DayFile>> files, List<CheckModel> checks) {

    /** The days that are built or removed. */
    public NavigableSet<Day> days() {
        NavigableSet<Day> days = new TreeSet<>();
        works.forEach(work -> {
            days.addAll(work.days().keySet());
            days.addAll(work.removals());
        });
        return days;
    }

    /**
     * The part of it that builds some tables; what is built as a whole stays, what is removed does not. No checks.
     *
     * @param some the days of each table, sources among them
     */
    public Batch part(Map<TableName, NavigableSet<Day>> some) {
        List<ModelWork> parts = works.stream()
                .filter(work -> some.containsKey(work.model().name()))
                .map(work -> {
                    NavigableMap<Day, Task> tasks = new TreeMap<>(work.days());
                    tasks.keySet().retainAll(some.get(work.model().name()));
                    return new ModelWork(work.model(), tasks, Collections.emptyNavigableSet(), work.whole(), false);
                })
                .filter(work -> !work.days().isEmpty() || work.whole().isPresent())
                .toList();
        Map<SourceModel, List<DayFile>> read = new LinkedHashMap<>();
        files.forEach((source, all) -> {
            NavigableSet<Day> days = some.get(source.name());
            if (days != null) {
                read.put(
                        source,
                        all.stream().filter(file -> days.contains(file.day())).toList());
            }
        });
        return new Batch(number, parts, read, List.of());
    }

    /** The compressed bytes to read. */
    public long bytes() {
        return files.values().stream()
                .flatMap(List::stream)
                .mapToLong(DayFile::bytes)
                .sum();
    }
}
