package dev.asterism.lake;

import dev.asterism.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of a day's folder belong to a source, such as {@code pypi/downloads-v{1,2}.csv.gz}.
 *
 * @param folder the folder below the day's, such as {@code pypi}
 * @param baseName the file's name before {@code -vN}, such as {@code downloads}
 * @param versions the accepted query versions, ascending, at least one
 */
public record FilePattern(String folder, String baseName, List<Integer> versions) {
    private static final Pattern SYNTAX =
            Pattern.compile("([A-Za-z0-9_.-]+)/([A-Za-z0-9_.-]+)-v(?:(\\d+)|\\{(\\d+(?:,\\d+)*)})\\.csv\\.gz");
    private static final Pattern FILE_NAME = Pattern.compile("(.+)-v(0|[1-9]\\d*)\\.csv\\.gz");

    public FilePattern {
        versions = versions.stream().sorted().distinct().toList();
    }

    /** Reads a pattern; fails with {@link InputException} where the text is none. */
    public static FilePattern parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new InputException("'" + text + "' is no file pattern: expected a form such as"
                    + " pypi/downloads-v1.csv.gz or pypi/downloads-v{1,2}.csv.gz");
        }
        String versions = matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        return new FilePattern(
                matcher.group(1),
                matcher.group(2),
                Arrays.stream(versions.split(",")).map(Integer::valueOf).toList());
    }

    /** The query version of a file of this pattern's folder; empty where the file is not accepted. */
    public OptionalInt version(String fileName) {
        Matcher matcher = FILE_NAME.matcher(fileName);
        if (!matcher.matches()
                || !matcher.group(1).equals(baseName)
                || matcher.group(2).length() > 9) {
            return OptionalInt.empty();
        }
        int version = Integer.parseInt(matcher.group(2));
        return versions.contains(version) ? OptionalInt.of(version) : OptionalInt.empty();
    }

    @Override
    public String toString() {
        String version = versions.size() == 1
                ? versions.get(0).toString()
                : "{" + String.join(",", versions.stream().map(String::valueOf).toList()) + "}";
        return folder + "/" + baseName + "-v" + version + ".csv.gz";
    }
}
