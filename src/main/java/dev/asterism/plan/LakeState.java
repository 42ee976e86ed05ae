package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.FileContent;
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

    /** What a file of a source holds, of those that are here. */
    public FileContent contentOf(TableName source, DayFile file) {
        SourceFile known = filesOf(source).get(file.day());
        if (known == null || !known.file().equals(file)) {
            throw new IllegalArgumentException(file.path() + " is no file of " + source);
        }
        return known.content();
    }

    /** Every day on which any source has a file. */
    public NavigableSet<Day> days() {
        NavigableSet<Day> days = new TreeSet<>();
        files.values().forEach(source -> days.addAll(source.keySet()));
        return days;
    }
}
