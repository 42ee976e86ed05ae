package dev.asterism.lake;

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
 * @param files for each pattern asked for, the file that counts for each day: the highest accepted version. A pattern
 *     without any file has an empty map
 * @param warnings what was ignored although it looks as if it was meant to count, one sentence each, for the user
 */
public record LakeListing(Map<FilePattern, NavigableMap<Day, DayFile>> files, List<String> warnings) {

    public LakeListing {
        Map<FilePattern, NavigableMap<Day, DayFile>> copy = new LinkedHashMap<>();
        files.forEach((pattern, days) -> copy.put(pattern, Collections.unmodifiableNavigableMap(new TreeMap<>(days))));
        files = Collections.unmodifiableMap(copy);
        warnings = List.copyOf(warnings);
    }

    /**
     * The files of a pattern by day.
     *
     * @throws IllegalArgumentException where the listing was not asked for the pattern
     */
    public NavigableMap<Day, DayFile> of(FilePattern pattern) {
        NavigableMap<Day, DayFile> days = files.get(pattern);
        if (days == null) {
            throw new IllegalArgumentException(pattern + " is none of the listed patterns " + files.keySet());
        }
        return days;
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
