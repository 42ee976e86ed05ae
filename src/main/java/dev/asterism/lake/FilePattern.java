package dev.asterism.lake;

import dev.asterism.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of a day's folder belong to a source, such as {@code pypi/downloads-v{1,2}.csv.gz}, and how their rows are
 * written.
 *
 * @param folder the folder below the day's, such as {@code pypi}
 * @param baseName the file's name before {@code -vN}, such as {@code downloads}, or all of it where there are no versions;
 *     {@code *} stands for any characters
 * @param versions the accepted query versions, ascending; empty where names have none
 * @param suffix what follows {@code -vN}; empty where there are no versions
 * @param form how rows are written
 */
public record FilePattern(String folder, String baseName, List<Integer> versions, String suffix, FileForm form) {
    private static final Pattern SYNTAX = Pattern.compile(
            "([A-Za-z0-9_][A-Za-z0-9_.-]*)/([^/\\\\?\\[\\]{}!]+?)(?:-v(?:(\\d{1,9})|\\{(\\d{1,9}(?:,\\d{1,9})*)})(\\.[^/\\\\?\\[\\]{}!]*))?(?:!(.+))?");
    private static final Pattern ARCHIVE = Pattern.compile(".*\\.(zip|tar|tar\\.gz|tgz)");
    private static final Pattern MEMBERS = Pattern.compile("[^\\\\?\\[\\]{}!]+");
    private static final Pattern VERSION = Pattern.compile("0|[1-9]\\d{0,8}");

    /** What names are asked for, by what a pattern says of them. */
    private static final Map<String, Pattern> NAMES = new ConcurrentHashMap<>();

    /** How the names of files end that are about to become others, or lie beside them. */
    static final List<String> NO_DAY_FILES = List.of(".part", ".tmp", ".meta.json");

    public FilePattern {
        versions = versions.stream().sorted().distinct().toList();
    }

    /**
     * Reads a pattern; fails with {@link InputException} if the text is none. The form follows from the name's ending:
     * Parquet, JSON lines, or else text separated by tabs.
     */
    public static FilePattern parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches() || matcher.group(2).startsWith(".")) {
            throw new InputException("'" + text + "' is no file pattern: expected a form such as"
                    + " pypi/downloads-v1.csv.gz, pypi/downloads-v{1,2}.csv.gz, logs/access-*.jsonl.gz or"
                    + " shop/export.zip!orders-*.csv");
        }
        boolean hasVersions = matcher.group(5) != null;
        String suffix = hasVersions ? matcher.group(5) : "";
        Optional<String> members = Optional.ofNullable(matcher.group(6));
        String name = matcher.group(2) + suffix;
        boolean isArchive = ARCHIVE.matcher(name.toLowerCase(Locale.ROOT)).matches();
        if (isArchive && members.isEmpty()) {
            throw new InputException("'" + text + "' is an archive: say which of its members hold the rows, such as "
                    + text + "!orders.csv or " + text + "!*.csv");
        }
        members.ifPresent(names -> {
            if (!isArchive || !MEMBERS.matcher(names).matches()) {
                throw new InputException("'" + text + "' names members of what is no archive: expected a form such as"
                        + " shop/export.zip!orders-*.csv, with zip, tar, tar.gz or tgz before the '!'");
            }
        });
        return new FilePattern(
                matcher.group(1),
                matcher.group(2),
                hasVersions ? versions(matcher.group(3) != null ? matcher.group(3) : matcher.group(4)) : List.of(),
                suffix,
                new FileForm(kind(members.orElse(name)), '\t', members));
    }

    private static List<Integer> versions(String text) {
        return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }

    private static FileForm.Kind kind(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
        if (lower.endsWith(".parquet")) {
            return FileForm.Kind.PARQUET;
        }
        return lower.endsWith(".jsonl") || lower.endsWith(".ndjson") || lower.endsWith(".json")
                ? FileForm.Kind.JSON_LINES
                : FileForm.Kind.DELIMITED;
    }

    /** The same files, with rows written otherwise. */
    public FilePattern with(FileForm other) {
        return new FilePattern(folder, baseName, versions, suffix, other);
    }

    /** Whether a day may have several files. */
    public boolean isOfSeveralFiles() {
        return baseName.indexOf('*') >= 0 || suffix.indexOf('*') >= 0;
    }

    /** The query version of a file of this pattern's folder, 0 where names have none; empty if it is not accepted. */
    public OptionalInt version(String fileName) {
        OptionalInt version = anyVersion(fileName);
        return version.isPresent() && (versions.isEmpty() || versions.contains(version.getAsInt()))
                ? version
                : OptionalInt.empty();
    }

    /** Whether a file of this pattern's folder would belong to it if it were of an accepted version. */
    boolean isOtherVersion(String fileName) {
        return anyVersion(fileName).isPresent() && version(fileName).isEmpty();
    }

    private OptionalInt anyVersion(String fileName) {
        if (fileName.startsWith(".") || NO_DAY_FILES.stream().anyMatch(fileName::endsWith)) {
            return OptionalInt.empty();
        }
        Matcher matcher = NAMES.computeIfAbsent(
                        baseName + (versions.isEmpty() ? "" : "/" + suffix),
                        names -> Pattern.compile(
                                Glob.regex(baseName) + (versions.isEmpty() ? "()" : "-v(\\d+)" + Glob.regex(suffix))))
                .matcher(fileName);
        if (versions.isEmpty()) {
            return matcher.matches() ? OptionalInt.of(0) : OptionalInt.empty();
        }
        return matcher.matches() && VERSION.matcher(matcher.group(1)).matches()
                ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
                : OptionalInt.empty();
    }

    /** One of the names that a file of this pattern may have, with its folder. */
    String example() {
        String version = versions.isEmpty() ? "" : "-v" + versions.get(0);
        return (folder + "/" + baseName + version + suffix).replace("*", "");
    }

    /** As it is written in a header. */
    @Override
    public String toString() {
        String version = versions.isEmpty()
                ? ""
                : versions.size() == 1
                        ? "-v" + versions.get(0)
                        : "-v{"
                                + String.join(
                                        ",",
                                        versions.stream().map(String::valueOf).toList()) + "}";
        return folder + "/" + baseName + version + suffix
                + form.members().map(members -> "!" + members).orElse("");
    }
}
