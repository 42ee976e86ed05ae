package dev.asterism.lake;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The day files of a lake, as they were when it was listed. Immutable.
 *
 * @param files for each pattern asked for, the files that count for each day, by name: those of the highest accepted
 *     version. A pattern without any file has an empty map
 * @param similar for patterns without any file, a file that no pattern asks for whose name looks like it; those without
 *     one are left out
 * @param warnings what was ignored although it looks as if it was meant to count, one sentence each, for the user
 */
public record LakeListing(
        Map<FilePattern, NavigableMap<Day, List<DayFile>>> files,
        Map<FilePattern, Path> similar,
        List<String> warnings) {

    public LakeListing {
        Map<FilePattern, NavigableMap<Day, List<DayFile>>> copy = new LinkedHashMap<>();
        files.forEach((pattern, days) -> copy.put(pattern, Collections.unmodifiableNavigableMap(new TreeMap<>(days))));
        files = Collections.unmodifiableMap(copy);
        similar = Map.copyOf(similar);
        warnings = List.copyOf(warnings);
    }

    /**
     * The files of a pattern by day, at least one each.
     *
     * @throws IllegalArgumentException where the listing was not asked for the pattern
     */
    public NavigableMap<Day, List<DayFile>> daysOf(FilePattern pattern) {
        NavigableMap<Day, List<DayFile>> days = files.get(pattern);
        if (days == null) {
            throw new IllegalArgumentException(pattern + " is none of the listed patterns " + files.keySet());
        }
        return days;
    }

    /**
     * The files of a pattern by day, where a day has one.
     *
     * @throws IllegalArgumentException where the listing was not asked for the pattern, or a day may have several files
     */
    public NavigableMap<Day, DayFile> of(FilePattern pattern) {
        if (pattern.isOfSeveralFiles()) {
            throw new IllegalArgumentException(pattern + " may have several files a day");
        }
        NavigableMap<Day, DayFile> days = new TreeMap<>();
        daysOf(pattern).forEach((day, ofDay) -> days.put(day, ofDay.get(0)));
        return Collections.unmodifiableNavigableMap(days);
    }

    /** The earliest day of any pattern; empty where no file was found. */
    public Optional<Day> firstDay() {
        return files.values().stream()
                .filter(days -> !days.isEmpty())
                .map(NavigableMap::firstKey)
                .min(Comparator.naturalOrder());
    }

    /** The latest day of any pattern; empty where no file was found. */
    public Optional<Day> lastDay() {
        return files.values().stream()
                .filter(days -> !days.isEmpty())
                .map(NavigableMap::lastKey)
                .max(Comparator.naturalOrder());
    }
}
