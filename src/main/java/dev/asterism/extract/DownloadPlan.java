package dev.asterism.extract;

import dev.asterism.lake.Day;
import java.util.List;

/**
 * What is to be downloaded of a data set.
 *
 * @param days the days to fetch, in this order
 * @param again how many of them are in the lake, but incomplete or cut off
 * @param present how many days of the range are in the lake and stay as they are
 * @param gaps how many days of the range the source is known not to have
 */
public record DownloadPlan(DataSet dataSet, List<Day> days, int again, int present, int gaps) {
    public DownloadPlan {
        days = List.copyOf(days);
    }
}
