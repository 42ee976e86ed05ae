package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.model.CheckModel;
import dev.asterism.model.SourceModel;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
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

    /** The compressed bytes to read. */
    public long bytes() {
        return files.values().stream()
                .flatMap(List::stream)
                .mapToLong(DayFile::bytes)
                .sum();
    }
}
