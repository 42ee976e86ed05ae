package dev.asterism.lake;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is wrong with a day file, and where.
 *
 * @param path the file
 * @param line the physical line of the decompressed file in which the row starts; 1 is the header, 0 means the file as
 *     a whole
 * @param column the column; empty where the problem is not one column's
 * @param value the offending value, clipped to 80 characters and with control characters made visible; empty where
 *     there is none, as for a missing value
 * @param what what was found, without a full stop
 * @param expected what was expected instead, without a full stop
 */
public record DayFileProblem(
        Path path, long line, Optional<String> column, Optional<String> value, String what, String expected) {

    public DayFileProblem {
        value = value.map(VisibleText::of);
    }

    /** A problem of the file as a whole. */
    static DayFileProblem ofFile(Path path, String what, String expected) {
        return new DayFileProblem(path, 0, Optional.empty(), Optional.empty(), what, expected);
    }

    /** A problem of a row as a whole. */
    static DayFileProblem ofRow(Path path, long line, String what, String expected) {
        return new DayFileProblem(path, line, Optional.empty(), Optional.empty(), what, expected);
    }

    /** Everything a user needs: where, what happened, what was expected, what to do next. */
    public String message() {
        return description() + ". Download the day again, or correct the file; the day stays out until then.";
    }

    /** Where, what happened and what was expected, without a full stop. */
    public String description() {
        String where = path
                + (line > 0 ? ", line " + line : "")
                + column.map(name -> ", column " + VisibleText.of(name)).orElse("");
        return where + ": " + what + ". Expected " + expected;
    }
}
