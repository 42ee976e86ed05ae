package dev.asterism.extract;

import dev.asterism.lake.DayFileMeta;

/** What became of a day; a failure is an exception. */
public sealed interface Outcome {

    /** The day file is in its place. {@link DayFileMeta#isComplete} says whether the day is to be tried again. */
    record Written(DayFileMeta meta) implements Outcome {}

    /**
     * The source has nothing of the day: a gap, which is recorded and stops nothing.
     *
     * @param why for the user, such as {@code GH Archive has none of its hours}
     */
    record Missing(String why) implements Outcome {}
}
