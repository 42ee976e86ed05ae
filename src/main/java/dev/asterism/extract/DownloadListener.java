package dev.asterism.extract;

import dev.asterism.lake.Day;
import java.time.Duration;

/** Watches downloads. Called by many threads at once; should return soon. */
public interface DownloadListener {

    void started(DataSet dataSet, Day day);

    /** So many bytes have arrived since the last call. */
    void received(DataSet dataSet, Day day, long bytes);

    /** Something failed that may pass. */
    void retrying(String what, String why, Duration wait);

    /** So much was charged for the day in this attempt, which replaces what was said before. */
    void billed(DataSet dataSet, Day day, Estimate cost);

    void ended(DayResult result);
}
