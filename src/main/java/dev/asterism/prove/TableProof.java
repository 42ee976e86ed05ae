package dev.asterism.prove;

import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * What was proven of a table.
 *
 * @param model its model
 * @param days the days of which every row is as it was built anew; of facts only
 * @param rows how many rows these days have; of a dimension, how many members were compared
 * @param ofDays how many days there are that could be proven
 * @param notProven days that could not be proven, by reason; no days for a table as a whole
 * @param others members that are published and not given by any day that was built; they stay with their keys
 * @param differences rows that differ, some of them if there are many
 * @param differing how many rows differ
 */
public record TableProof(
        Model model,
        NavigableSet<Day> days,
        long rows,
        int ofDays,
        Map<String, NavigableSet<Day>> notProven,
        List<String> others,
        List<Difference> differences,
        long differing) {}
