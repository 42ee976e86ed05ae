package dev.asterism.lake;

import java.nio.file.Path;
import java.util.List;

/**
 * A day file that is to be written.
 *
 * @param day the day that all its rows are of
 * @param path where it shall appear
 * @param queryVersion the version of the query that makes it, the N of {@code -vN}
 * @param columns its header; the first column holds the day as {@code yyyymmdd}
 */
public record DayFileTarget(Day day, Path path, int queryVersion, List<String> columns) {
    public DayFileTarget {
        columns = List.copyOf(columns);
    }

    /**
     * The place in a lake.
     *
     * @param folder the folder below the day's, such as {@code pypi}
     * @param baseName the file's name before {@code -vN}, such as {@code downloads}
     */
    public static DayFileTarget in(
            Path lakeRoot, Day day, String folder, String baseName, int queryVersion, List<String> columns) {
        String name = baseName + "-v" + queryVersion + ".csv.gz";
        return new DayFileTarget(
                day, lakeRoot.resolve(day.folder()).resolve(folder).resolve(name), queryVersion, columns);
    }
}
