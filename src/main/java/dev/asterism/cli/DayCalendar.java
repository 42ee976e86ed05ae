package dev.asterism.cli;

import dev.asterism.lake.Day;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws days by month, one character a day, at the place of the day in its month. Months that follow each other and are
 * all of one state share a line.
 *
 * @param days every day from the first to the last
 */
record DayCalendar(NavigableMap<Day, DayState> days) {
    private static final int DAYS_BETWEEN_BLANKS = 10;

    List<String> lines(Colours colours) {
        NavigableMap<YearMonth, NavigableMap<Day, DayState>> months = new TreeMap<>();
        days.forEach((day, state) -> months.computeIfAbsent(YearMonth.from(day.date()), month -> new TreeMap<>())
                .put(day, state));
        List<String> lines = new ArrayList<>();
        List<YearMonth> alike = new ArrayList<>();
        Optional<DayState> shared = Optional.empty();
        for (YearMonth month : months.keySet()) {
            Optional<DayState> only = onlyState(months.getOrDefault(month, new TreeMap<>()));
            if (!alike.isEmpty() && (only.isEmpty() || !only.equals(shared))) {
                lines.add(line(alike, months, colours));
                alike.clear();
            }
            alike.add(month);
            shared = only;
        }
        if (!alike.isEmpty()) {
            lines.add(line(alike, months, colours));
        }
        return lines;
    }

    private static Optional<DayState> onlyState(NavigableMap<Day, DayState> month) {
        return month.values().stream().distinct().count() == 1
                ? Optional.of(month.firstEntry().getValue())
                : Optional.empty();
    }

    private static String line(
            List<YearMonth> alike, NavigableMap<YearMonth, NavigableMap<Day, DayState>> months, Colours colours) {
        YearMonth first = alike.get(0);
        NavigableMap<Day, DayState> days = months.getOrDefault(first, new TreeMap<>());
        if (alike.size() == 1) {
            return first + "  " + drawn(first, days, colours);
        }
        DayState state = days.firstEntry().getValue();
        return first + " to " + alike.get(alike.size() - 1) + "  " + state.coloured("all " + state, colours);
    }

    private static String drawn(YearMonth month, NavigableMap<Day, DayState> days, Colours colours) {
        StringBuilder text = new StringBuilder();
        int last = days.lastKey().date().getDayOfMonth();
        for (int dayOfMonth = 1; dayOfMonth <= last; dayOfMonth++) {
            @Nullable DayState state = days.get(new Day(month.atDay(dayOfMonth)));
            text.append(dayOfMonth > 1 && dayOfMonth % DAYS_BETWEEN_BLANKS == 1 ? " " : "")
                    .append(state == null ? " " : state.coloured(String.valueOf(state.symbol()), colours));
        }
        return text.toString();
    }
}
