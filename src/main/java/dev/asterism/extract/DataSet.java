package dev.asterism.extract;

import dev.asterism.InputException;
import dev.asterism.Suggestion;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileTarget;
import dev.asterism.lake.FilePattern;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be downloaded: one kind of day file each. */
public enum DataSet {
    /** Downloads from PyPI. Mirrors hold files of versions 1 and 2; what is written keeps all installers, as version 1. */
    PYPI(
            "pypi/downloads-v{1,2}.csv.gz",
            1,
            "day_id project project_version python_version installer number_of_downloads"),

    /** Activity in repositories on GitHub. */
    GITHUB(
            "github/repo-activity-v1.csv.gz",
            1,
            "day_id user repository number_of_forks number_of_commits number_of_closed_pull_requests");

    private final String pattern;
    private final int writtenVersion;
    private final String header;

    DataSet(String pattern, int writtenVersion, String header) {
        this.pattern = pattern;
        this.writtenVersion = writtenVersion;
        this.header = header;
    }

    /** The data set of a name such as {@code github}; fails with {@link InputException} where there is none. */
    public static DataSet named(String name) {
        return Arrays.stream(values())
                .filter(dataSet -> dataSet.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("There is no data set '" + name + "'."
                        + Suggestion.didYouMean(name, names()) + " There are: " + String.join(", ", names()) + "."));
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(DataSet::toString).toList();
    }

    /** The files that count as a day of this data set. */
    public FilePattern files() {
        return FilePattern.parse(pattern);
    }

    /** The columns of the files written, the day first. */
    public List<String> columns() {
        return List.of(header.split(" "));
    }

    /** Where a day of this data set is written. */
    public DayFileTarget target(Path lakeRoot, Day day) {
        return DayFileTarget.in(lakeRoot, day, files().folder(), files().baseName(), writtenVersion, columns());
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
