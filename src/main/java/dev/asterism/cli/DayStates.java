package dev.asterism.cli;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayRanges;
import dev.asterism.plan.Reason;
import dev.asterism.plan.SourceDay;
import dev.asterism.plan.Staleness;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the days of a source or table stand, from the first to the last, with those that are missing in between.
 *
 * @param days the state of each day
 * @param reasons why days are to be built or removed, what is there of them, or which checks failed; no entry for a day without
 */
record DayStates(NavigableMap<Day, DayState> days, NavigableMap<Day, String> reasons) {
    private static final int MOST_RANGES = 4;

    /** @param incomplete what is there of days that are incomplete */
    static DayStates ofSource(NavigableMap<Day, SourceDay> files, NavigableMap<Day, String> incomplete) {
        NavigableMap<Day, DayState> days = new TreeMap<>();
        files.keySet()
                .forEach(day -> days.put(day, incomplete.containsKey(day) ? DayState.INCOMPLETE : DayState.PRESENT));
        return withMissing(days, new TreeMap<>(incomplete));
    }

    /**
     * @param failures the checks that found something wrong, by day
     * @param firstDate the setting {@code first.date}: the files of earlier days are not read
     */
    static DayStates ofTable(
            NavigableMap<Day, Staleness.State> states,
            NavigableMap<Day, String> failures,
            Optional<LocalDate> firstDate) {
        NavigableMap<Day, DayState> days = new TreeMap<>();
        NavigableMap<Day, String> reasons = new TreeMap<>();
        states.forEach((day, state) -> {
            boolean isBefore = state.status() == Staleness.Status.ORPHANED
                    && firstDate.filter(day.date()::isBefore).isPresent();
            days.put(day, isBefore ? DayState.BEFORE_FIRST_DATE : DayState.of(state.status()));
            state.reason().map(Reason::text).ifPresent(reason -> reasons.put(day, reason));
            @Nullable String failure = failures.get(day);
            if (failure != null) {
                days.put(day, DayState.FAILED_CHECK);
                reasons.put(day, failure);
            }
        });
        return withMissing(days, reasons);
    }

    private static DayStates withMissing(NavigableMap<Day, DayState> days, NavigableMap<Day, String> reasons) {
        if (!days.isEmpty()) {
            Day last = days.lastKey();
            for (Day day = days.firstKey(); day.compareTo(last) < 0; day = day.next()) {
                days.putIfAbsent(day, DayState.MISSING);
            }
        }
        return new DayStates(days, reasons);
    }

    NavigableSet<Day> missing() {
        NavigableSet<Day> missing = new TreeSet<>();
        days.forEach((day, state) -> {
            if (state == DayState.MISSING) {
                missing.add(day);
            }
        });
        return missing;
    }

    /** Such as {@code 10 days, 2018-04-01 to 2018-04-10: 8 current, 2 stale}. */
    String counts(Colours colours) {
        if (days.isEmpty()) {
            return "no days";
        }
        Map<DayState, Integer> counts = new EnumMap<>(DayState.class);
        days.values().forEach(state -> counts.merge(state, 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((state, count) -> parts.add(state.coloured(count + " " + state, colours)));
        int present = days.size() - counts.getOrDefault(DayState.MISSING, 0);
        return "%s, %s to %s: %s"
                .formatted(Quantities.exact(present, "day"), days.firstKey(), days.lastKey(), String.join(", ", parts));
    }

    /** One line for each reason to build or remove days, and for the orphaned and the missing days. */
    List<String> details() {
        Map<String, NavigableSet<Day>> details = new TreeMap<>();
        days.forEach((day, state) -> {
            if (state != DayState.PRESENT && state != DayState.CURRENT) {
                String reason = reasons.get(day);
                details.computeIfAbsent(state + (reason == null ? "" : ", " + reason), text -> new TreeSet<>())
                        .add(day);
            }
        });
        List<String> lines = new ArrayList<>();
        details.forEach((text, ofText) -> lines.add(text + ": " + DayRanges.text(ofText, MOST_RANGES)));
        return lines;
    }
}
