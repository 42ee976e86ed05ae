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
import java.util.stream.Stream;

/**
 * The lake as the planner sees it.
 *
 * @param files the day files of each source
 */
public record LakeState(Map<TableName, NavigableMap<Day, SourceDay>> files) {
    public LakeState {
        files = Map.copyOf(files);
    }

    /** The files of a source by day; none where the lake has none. */
    public NavigableMap<Day, SourceDay> filesOf(TableName source) {
        return files.getOrDefault(source, Collections.emptyNavigableMap());
    }

    /** What a file of a source holds, of those that are here. */
    public FileContent contentOf(TableName source, DayFile file) {
        SourceDay day = filesOf(source).get(file.day());
        return (day == null ? Stream.<SourceFile>empty() : day.files().stream())
                .filter(known -> known.file().equals(file))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(file.path() + " is no file of " + source))
                .content();
    }

    /** Every day on which any source has a file. */
    public NavigableSet<Day> days() {
        NavigableSet<Day> days = new TreeSet<>();
        files.values().forEach(source -> days.addAll(source.keySet()));
        return days;
    }
}
