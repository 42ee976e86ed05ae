package dev.asterism.config;

import dev.asterism.InputException;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Proves that DuckDB's driver takes a path for the name of a file and nothing else. */
public final class DuckDbPath {
    static final String EXAMPLE = WarehouseAddress.DUCKDB_PREFIX + "data/warehouse.duckdb";

    /** Such as {@code md:} or {@code s3:}; a single letter is a drive of Windows. */
    private static final Pattern SERVICE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+:).*", Pattern.DOTALL);

    private static final String[] MISREAD = File.separatorChar == '/' ? new String[] {"?", "\\"} : new String[] {"?"};

    private DuckDbPath() {}

    /**
     * Reads a path.
     *
     * @param subject the warehouse and where it was set, to begin a message with
     * @throws InputException if DuckDB would read more into the path than a name
     */
    static Path read(String text, String subject) {
        if (text.isEmpty() || text.startsWith(":memory:")) {
            throw new InputException(subject + "is not kept anywhere. Expected a file, such as " + EXAMPLE + ".");
        }
        if (text.indexOf(';') >= 0) {
            throw new InputException(subject + "holds a ';', with which options begin. Expected a file without"
                    + " options, such as " + EXAMPLE + "; memory and threads have settings of their own.");
        }
        Matcher service = SERVICE.matcher(text);
        if (service.matches()) {
            throw new InputException("%sbegins with '%s', which stands for a service and not for a file."
                            .formatted(subject, service.group(1))
                    + " Expected a file, such as " + EXAMPLE + "; a file of that name is written './"
                    + Redaction.redact(text) + "'.");
        }
        if (text.startsWith("~")) {
            throw new InputException(subject + "begins with '~', which only a shell replaces by a folder. Write"
                    + " the folder itself, or './" + text + "' if that is its name.");
        }
        Path path = path(text, subject);
        requireReadAsWritten(path.toAbsolutePath().toString(), subject);
        return path;
    }

    private static Path path(String text, String subject) {
        try {
            Path path = Path.of(text);
            if (path.getFileName() != null) {
                return path;
            }
        } catch (InvalidPathException noPath) {
            throw new InputException(
                    "%sis no path on this machine: %s.".formatted(subject, noPath.getReason()), noPath);
        }
        throw new InputException(subject + "names no file. Expected one, such as " + EXAMPLE + ".");
    }

    /** Returns whether DuckDB takes an absolute path for what it is; see {@link #read}. */
    public static boolean isReadAsWritten(Path path) {
        return Arrays.stream(MISREAD)
                .noneMatch(character -> path.toAbsolutePath().toString().contains(character));
    }

    /** DuckDB puts the name of its log before a question mark, and takes every backslash for a slash. */
    private static void requireReadAsWritten(String absolutePath, String subject) {
        for (String character : MISREAD) {
            if (absolutePath.contains(character)) {
                throw new InputException("%slies at %s, and DuckDB does not take '%s' for a part of a name."
                                .formatted(subject, absolutePath, character)
                        + " Rename that folder or file, or name another file with --warehouse.");
            }
        }
    }
}
