package dev.asterism.extract;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import java.time.Duration;
import java.util.Optional;

/**
 * How the download of a day ended.
 *
 * @param meta of the file that was written; empty where none was
 * @param message why there is no file, or what is missing in it; empty where all is well
 */
public record DayResult(
        DataSet dataSet, Day day, Status status, Optional<DayFileMeta> meta, String message, Duration duration) {

    /** How it ended. */
    public enum Status {
        /** The file is there and holds the whole day. */
        WRITTEN,
        /** The file is there, but the source lacks a part of the day so far. */
        INCOMPLETE,
        /** The source has nothing of the day. */
        MISSING,
        FAILED
    }
}
