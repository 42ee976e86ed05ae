package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The lake as the planner sees it.
 *
 * @param files the day files of each source
 */
public record LakeState(Map<TableName, NavigableMap<Day, SourceFile>> files) {
    public LakeState {
        files = Map.copyOf(files);
    }

    /** The files of a source by day; none where the lake has none. */
    public NavigableMap<Day, SourceFile> filesOf(TableName source) {
        return files.getOrDefault(source, Collections.emptyNavigableMap());
    }

    /** Every day on which any source has a file. */
    public NavigableSet<Day> days() {
        NavigableSet<Day> days = new TreeSet<>();
        files.values().forEach(source -> days.addAll(source.keySet()));
        return days;
    }
}
