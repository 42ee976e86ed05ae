package dev.asterism.check;

import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Kind;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.catalog.CheckResult.Severity;
import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds days of a fact that have far more or fewer rows than the same weekday had before.
 *
 * <p>A day is held against the {@value #MOST} latest earlier days of its weekday, if there are at least {@value #LEAST}.
 * With <i>m</i> their median and <i>s</i> the largest of 1.4826 · median(|x − m|), m / 20 and √m, it is unusual if its
 * number of rows is further than {@value #TOLERANCE} · s away from m. The first of the three is the standard deviation of
 * normal noise, estimated so that single odd days have no weight; the others keep days that always had nearly the same
 * number, and days of few rows, from being called unusual for chance.
 */
public final class RowCounts {
    static final int LEAST = 4;
    static final int MOST = 12;
    static final int TOLERANCE = 5;

    private static final double NORMAL = 1.4826;
    private static final double LEAST_SHARE = 0.05;
    private static final int DAYS_OF_A_WEEK = 7;

    private RowCounts() {}

    /**
     * Looks at some days of a fact.
     *
     * @param days the days to look at, all of which have a number of rows
     * @param rows the number of rows of these and of earlier days
     * @return a result for each day that is unusual, and one for the days that are not; none for days with too little
     *     history to say
     */
    public static List<CheckResult> of(TableName fact, NavigableSet<Day> days, NavigableMap<Day, Long> rows) {
        List<CheckResult> results = new ArrayList<>();
        NavigableSet<Day> usual = new TreeSet<>();
        for (Day day : days) {
            List<Long> history = history(day, rows);
            if (history.size() >= LEAST) {
                Optional<String> unusual = unusual(day, rows.getOrDefault(day, 0L), history);
                unusual.ifPresentOrElse(
                        text -> results.add(result(fact, Outcome.FAILED, new TreeSet<>(List.of(day)), text)),
                        () -> usual.add(day));
            }
        }
        if (!usual.isEmpty()) {
            results.add(result(fact, Outcome.PASSED, usual, ""));
        }
        return results;
    }

    private static CheckResult result(TableName fact, Outcome outcome, NavigableSet<Day> days, String message) {
        return new CheckResult(fact.toString(), Kind.ROW_COUNT, "", Severity.WARN, outcome, days, message);
    }

    /** The rows of earlier days of the same weekday, the latest first. */
    private static List<Long> history(Day day, NavigableMap<Day, Long> rows) {
        List<Long> history = new ArrayList<>();
        if (rows.isEmpty()) {
            return history;
        }
        Day first = rows.firstKey();
        Day earlier = aWeekBefore(day);
        while (history.size() < MOST && earlier.compareTo(first) >= 0) {
            Optional.ofNullable(rows.get(earlier)).ifPresent(history::add);
            earlier = aWeekBefore(earlier);
        }
        return history;
    }

    private static Day aWeekBefore(Day day) {
        return new Day(day.date().minusDays(DAYS_OF_A_WEEK));
    }

    private static Optional<String> unusual(Day day, long rows, List<Long> history) {
        double median = median(history.stream().map(Long::doubleValue).toList());
        double deviation =
                median(history.stream().map(past -> Math.abs(past - median)).toList());
        double scale = Math.max(NORMAL * deviation, Math.max(LEAST_SHARE * median, Math.sqrt(median)));
        if (Math.abs(rows - median) <= TOLERANCE * scale) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "it has %d rows; the %d %ss before had %.0f in the middle, and from %.0f to %.0f is usual",
                rows,
                history.size(),
                day.date().getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                median,
                Math.max(0, Math.ceil(median - TOLERANCE * scale)),
                Math.floor(median + TOLERANCE * scale)));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
