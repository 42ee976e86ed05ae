package dev.asterism.lake;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One walk over a lake. Used once, by one thread. */
final class LakeWalk {
    private static final Predicate<String> YEAR = Pattern.compile("[0-9]{4}").asMatchPredicate();
    private static final Predicate<String> TWO_DIGITS =
            Pattern.compile("[0-9]{2}").asMatchPredicate();
    private static final String[] NO_NAMES = {};

    private final Path root;
    private final Map<FilePattern, NavigableMap<Day, List<DayFile>>> files = new LinkedHashMap<>();
    private final Map<FilePattern, NavigableMap<Day, Path>> otherVersions = new LinkedHashMap<>();
    private final NavigableMap<Day, Path> dayFolders = new TreeMap<>();
    private final Map<String, List<FilePattern>> patternsByFolder;
    private final List<String> warnings = new ArrayList<>();

    LakeWalk(Path root, Collection<FilePattern> patterns) {
        this.root = root;
        patterns.forEach(pattern -> files.put(pattern, new TreeMap<>()));
        patternsByFolder = files.keySet().stream()
                .collect(Collectors.groupingBy(FilePattern::folder, LinkedHashMap::new, Collectors.toList()));
    }

    LakeListing list() {
        for (String year : sortedNames(root)) {
            if (YEAR.test(year)) {
                listYear(Integer.parseInt(year), root.resolve(year));
            } else if (!year.endsWith(".tmp")) {
                // An engine's scratch folder, such as warehouse.duckdb.tmp, is no mistake of the user.
                warnIfFolder(root.resolve(year));
            }
        }
        otherVersions.forEach(this::warnOfOtherVersions);
        Map<FilePattern, Path> similar = new LinkedHashMap<>();
        files.forEach((pattern, days) -> {
            if (days.isEmpty()) {
                new NearMiss(pattern, files.keySet()).in(dayFolders).ifPresent(path -> similar.put(pattern, path));
            }
        });
        return new LakeListing(files, similar, warnings);
    }

    /** A pattern without any file is not warned of here: the file that looks like it is told instead. */
    private void warnOfOtherVersions(FilePattern pattern, NavigableMap<Day, Path> days) {
        int others = days.size() - 1;
        if (!files.getOrDefault(pattern, new TreeMap<>()).isEmpty()) {
            warnings.add(days.firstEntry().getValue() + " is of a version that " + pattern
                    + " does not accept: it is ignored"
                    + (others == 0
                            ? ""
                            : others == 1
                                    ? ", and so is that of 1 other day"
                                    : ", and so are those of " + others + " other days")
                    + ". Expected one of the versions "
                    + String.join(
                            ", ",
                            pattern.versions().stream().map(String::valueOf).toList())
                    + "; add the other to 'files' if its columns are those of the source.");
        }
    }

    private void listYear(int year, Path yearFolder) {
        for (String month : sortedNames(yearFolder)) {
            Path monthFolder = yearFolder.resolve(month);
            if (TWO_DIGITS.test(month)
                    && dayOf(year, Integer.parseInt(month), 1).isPresent()) {
                listMonth(year, Integer.parseInt(month), monthFolder);
            } else {
                warnIfFolder(monthFolder);
            }
        }
    }

    private void listMonth(int year, int month, Path monthFolder) {
        for (String dayOfMonth : sortedNames(monthFolder)) {
            Path dayFolder = monthFolder.resolve(dayOfMonth);
            Optional<Day> day =
                    TWO_DIGITS.test(dayOfMonth) ? dayOf(year, month, Integer.parseInt(dayOfMonth)) : Optional.empty();
            if (day.isPresent()) {
                dayFolders.put(day.get(), dayFolder);
                patternsByFolder.forEach((folder, patterns) -> listDay(day.get(), dayFolder.resolve(folder), patterns));
            } else {
                warnIfFolder(dayFolder);
            }
        }
    }

    private void listDay(Day day, Path folder, List<FilePattern> patterns) {
        String[] names = names(folder);
        for (FilePattern pattern : patterns) {
            NavigableMap<Integer, List<String>> versions = new TreeMap<>();
            for (String name : names) {
                OptionalInt version = pattern.version(name);
                if (version.isPresent()) {
                    versions.computeIfAbsent(version.getAsInt(), unseen -> new ArrayList<>())
                            .add(name);
                }
            }
            if (versions.isEmpty()) {
                Arrays.stream(names)
                        .filter(pattern::isOtherVersion)
                        .filter(name -> patterns.stream()
                                .noneMatch(other -> other.version(name).isPresent()))
                        .max(Comparator.naturalOrder())
                        .ifPresent(name -> otherVersions
                                .computeIfAbsent(pattern, absent -> new TreeMap<>())
                                .put(day, folder.resolve(name)));
            }
            for (Map.Entry<Integer, List<String>> candidate :
                    versions.descendingMap().entrySet()) {
                List<DayFile> ofVersion = candidate.getValue().stream()
                        .sorted()
                        .flatMap(name -> dayFile(day, folder.resolve(name), candidate.getKey(), pattern).stream())
                        .toList();
                if (!ofVersion.isEmpty()) {
                    files.computeIfAbsent(pattern, absent -> new TreeMap<>()).put(day, ofVersion);
                    break;
                }
            }
        }
    }

    private Optional<DayFile> dayFile(Day day, Path path, int version, FilePattern pattern) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                return Optional.of(new DayFile(
                        day,
                        path,
                        version,
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant(),
                        pattern.form()));
            }
            warnings.add(path + " is no file: it is ignored.");
        } catch (NoSuchFileException vanished) {
            warnings.add(path + " is a broken link, or was removed just now: it is ignored.");
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        return Optional.empty();
    }

    private void warnIfFolder(Path path) {
        if (!path.getFileName().toString().startsWith(".") && Files.isDirectory(path)) {
            warnings.add("The folder " + path + " is no date: it is ignored. Expected folders such as "
                    + root.resolve("2018/04/10") + ".");
        }
    }

    private static String[] sortedNames(Path folder) {
        String[] names = names(folder);
        Arrays.sort(names);
        return names;
    }

    /** The names in a folder; none where there is no such folder. */
    private static String[] names(Path folder) {
        String[] names = folder.toFile().list();
        return names != null ? names : whyNoNames(folder);
    }

    private static String[] whyNoNames(Path folder) {
        try {
            if (Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                throw new InputException("The folder " + folder + " cannot be read. Expected permission to list it."
                        + " Change its permissions, then try again.");
            }
        } catch (NoSuchFileException missing) {
            return NO_NAMES;
        } catch (FileSystemException e) {
            Path parent = folder.getParent();
            if (parent == null || Files.isDirectory(parent)) {
                throw unreadable(folder, e);
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        return NO_NAMES;
    }

    private static InputException unreadable(Path path, IOException cause) {
        return new InputException(
                path + " cannot be read (" + cause + "). Expected permission to read it."
                        + " Change its permissions, then try again.",
                cause);
    }

    private static Optional<Day> dayOf(int year, int month, int dayOfMonth) {
        try {
            return Optional.of(Day.of(year, month, dayOfMonth));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
