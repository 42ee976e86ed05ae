package dev.asterism.lake;

import dev.asterism.Suggestion;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Looks for the file that a pattern without files may be about. */
final class NearMiss {
    /** So many days tell as much as all of them, and are soon looked at. */
    private static final int MOST_DAYS = 31;

    private final FilePattern pattern;
    private final Collection<FilePattern> patterns;

    /** @param patterns all patterns: a file of another one is not meant for this one */
    NearMiss(FilePattern pattern, Collection<FilePattern> patterns) {
        this.pattern = pattern;
        this.patterns = patterns;
    }

    /** The file whose name is nearest, of the latest day that has one; empty if there is none that is near. */
    Optional<Path> in(NavigableMap<Day, Path> dayFolders) {
        return dayFolders.descendingMap().values().stream()
                .limit(MOST_DAYS)
                .flatMap(folder -> nearest(folder).stream())
                .findFirst();
    }

    private Optional<Path> nearest(Path dayFolder) {
        Map<String, Path> candidates = new LinkedHashMap<>();
        for (String folder : names(dayFolder)) {
            for (String name : names(dayFolder.resolve(folder))) {
                if (!isOfAPattern(folder, name)
                        && FilePattern.NO_DAY_FILES.stream().noneMatch(name::endsWith)) {
                    candidates.put(
                            folder + "/" + name, dayFolder.resolve(folder).resolve(name));
                }
            }
        }
        String example = pattern.example();
        Optional<String> stem = Suggestion.nearest(
                stem(example), candidates.keySet().stream().map(NearMiss::stem).toList());
        return stem.flatMap(nearest -> candidates.keySet().stream()
                        .filter(name -> stem(name).equals(nearest))
                        .min(Comparator.comparingInt((String name) -> Math.abs(name.length() - example.length()))
                                .thenComparing(name -> name)))
                .map(candidates::get);
    }

    /** A name without its version and ending, which are as often forgotten as mistyped. */
    private static String stem(String name) {
        return name.replaceFirst("(-v[0-9]*)?(\\.[^/]*)?$", "");
    }

    /** What cannot be read is not looked at: this is about what may be meant only. */
    private static String[] names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? new String[0] : names;
    }

    private boolean isOfAPattern(String folder, String name) {
        return patterns.stream()
                .anyMatch(other ->
                        other.folder().equals(folder) && other.version(name).isPresent());
    }
}
