package dev.asterism.lake;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a day file, or of the meta file beside one, within a lake, such as
 * {@code 2018/04/10/pypi/downloads-v1.csv.gz}. Made of names that mean the same on every file system and lead nowhere
 * else: no {@code ..}, nothing absolute, letters, digits, dots, dashes and underscores only.
 *
 * @param folder the folder below the day's
 * @param fileName the name within that folder
 */
public record LakePath(Day day, String folder, String fileName) implements Comparable<LakePath> {
    private static final String META = ".meta.json";
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{4})/([0-9]{2})/([0-9]{2})/(" + NAME + ")/(" + NAME
            + "-v(?:0|[1-9][0-9]{0,8})\\.csv\\.gz(?:\\.meta\\.json)?)");
    private static final Comparator<LakePath> ORDER =
            Comparator.comparing(LakePath::day).thenComparing(LakePath::folder).thenComparing(LakePath::fileName);

    /** Reads a path relative to a lake, with slashes; empty where it is none of a day file or a meta file. */
    public static Optional<LakePath> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Day day = Day.of(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)));
            return Optional.of(new LakePath(day, matcher.group(4), matcher.group(5)));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    /** Whether this is a meta file. */
    public boolean isMeta() {
        return fileName.endsWith(META);
    }

    /** The day file that this is, or that this meta file describes. */
    public LakePath dayFile() {
        return isMeta() ? new LakePath(day, folder, fileName.substring(0, fileName.length() - META.length())) : this;
    }

    /** The meta file of this day file. */
    public LakePath meta() {
        return isMeta() ? this : new LakePath(day, folder, fileName + META);
    }

    /** Where this is in a lake. */
    public Path in(Path lakeRoot) {
        return lakeRoot.resolve(day.folder()).resolve(folder).resolve(fileName);
    }

    @Override
    public int compareTo(LakePath other) {
        return ORDER.compare(this, other);
    }

    /** Relative to the lake, with slashes. */
    @Override
    public String toString() {
        return day.folder() + "/" + folder + "/" + fileName;
    }
}
