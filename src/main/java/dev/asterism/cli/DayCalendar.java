package dev.asterism.cli;

import dev.asterism.lake.Day;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws days by month, one character a day, at the place of the day in its month. Months that follow each other and are
 * all of one state share a line. Where that is too long to be read, the older years are a line each, of one character a
 * month, for the worst of its days.
 *
 * @param days every day from the first to the last
 */
record DayCalendar(NavigableMap<Day, DayState> days) {
    private static final int DAYS_BETWEEN_BLANKS = 10;
    private static final int MOST_LINES = 24;

    List<String> lines(Colours colours) {
        NavigableMap<YearMonth, NavigableMap<Day, DayState>> months = new TreeMap<>();
        days.forEach((day, state) -> months.computeIfAbsent(YearMonth.from(day.date()), month -> new TreeMap<>())
                .put(day, state));
        List<List<YearMonth>> groups = groups(months);
        int first = Math.max(0, groups.size() - MOST_LINES);
        List<YearMonth> older =
                groups.subList(0, first).stream().flatMap(List::stream).toList();
        List<String> lines = new ArrayList<>(byYear(older, months, colours));
        groups.subList(first, groups.size()).forEach(alike -> lines.add(line(alike, months, colours)));
        return lines;
    }

    /** The months of each line. */
    private static List<List<YearMonth>> groups(NavigableMap<YearMonth, NavigableMap<Day, DayState>> months) {
        List<List<YearMonth>> groups = new ArrayList<>();
        Optional<DayState> shared = Optional.empty();
        for (Map.Entry<YearMonth, NavigableMap<Day, DayState>> month : months.entrySet()) {
            Optional<DayState> only = onlyState(month.getValue());
            if (groups.isEmpty() || only.isEmpty() || !only.equals(shared)) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(month.getKey());
            shared = only;
        }
        return groups;
    }

    private static List<String> byYear(
            List<YearMonth> older, NavigableMap<YearMonth, NavigableMap<Day, DayState>> months, Colours colours) {
        Map<Integer, StringBuilder> years = new TreeMap<>();
        for (YearMonth month : older) {
            StringBuilder line = years.computeIfAbsent(
                    month.getYear(), year -> new StringBuilder(" ".repeat(month.getMonthValue() - 1)));
            DayState worst = months.getOrDefault(month, new TreeMap<>()).values().stream()
                    .max(Comparator.naturalOrder())
                    .orElse(DayState.MISSING);
            line.append(worst.coloured(String.valueOf(worst.symbol()), colours));
        }
        List<String> lines = new ArrayList<>();
        years.forEach((year, line) -> lines.add(year + " by month  " + line));
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
