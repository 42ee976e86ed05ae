package dev.asterism.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DayCalendarTest {
    private final NavigableMap<Day, DayState> days = new TreeMap<>();

    @Test
    void aDayStandsAtItsPlaceInTheMonth() {
        fill(Day.of(2018, 4, 9), Day.of(2018, 4, 12), DayState.CURRENT);

        assertThat(lines()).containsExactly("2018-04          ## ##");
    }

    @Test
    void monthsOfOneStateShareALine() {
        fill(Day.of(2017, 11, 20), Day.of(2018, 3, 5), DayState.CURRENT);
        days.put(Day.of(2018, 1, 3), DayState.MISSING);

        assertThat(lines())
                .containsExactly(
                        "2017-11 to 2017-12  all current",
                        "2018-01  ##.####### ########## ########## #",
                        "2018-02 to 2018-03  all current");
    }

    @Test
    void monthsOfDifferentStatesDoNot() {
        fill(Day.of(2018, 1, 30), Day.of(2018, 1, 31), DayState.CURRENT);
        fill(Day.of(2018, 2, 1), Day.of(2018, 3, 31), DayState.MISSING);
        fill(Day.of(2018, 4, 1), Day.of(2018, 4, 2), DayState.STALE);

        assertThat(lines())
                .containsExactly(
                        "2018-01                                 # #",
                        "2018-02 to 2018-03  all missing",
                        "2018-04  ~~");
    }

    @Test
    void sixYearsOfOneStateAreOneLine() {
        fill(Day.of(2020, 6, 12), Day.of(2026, 4, 6), DayState.PRESENT);

        assertThat(lines()).containsExactly("2020-06 to 2026-04  all present");
    }

    @Test
    void tenYearsWithAHoleInEveryMonthAreALineForEachOldYearAndTheLatestMonthsByDay() {
        fill(Day.of(2016, 3, 1), Day.of(2026, 3, 31), DayState.CURRENT);
        for (Day day = days.firstKey(); day.compareTo(days.lastKey()) < 0; day = day.next()) {
            if (day.date().getDayOfMonth() == 7) {
                days.put(day, DayState.MISSING);
            }
        }
        days.put(Day.of(2020, 5, 7), DayState.CURRENT);
        days.put(Day.of(2020, 6, 1), DayState.FAILED_CHECK);

        List<String> lines = lines();

        assertThat(lines)
                .hasSize(9 + 24)
                .startsWith("2016 by month    ..........", "2017 by month  ............")
                .contains(
                        "2020 by month  ....#!......",
                        "2024 by month  ...",
                        "2024-04  ######.### ########## ##########")
                .endsWith("2026-03  ######.### ########## ########## #");
    }

    @Test
    void withoutDaysThereAreNoLines() {
        assertThat(lines()).isEmpty();
    }

    private void fill(Day first, Day last, DayState state) {
        for (Day day = first; day.compareTo(last) <= 0; day = day.next()) {
            days.put(day, state);
        }
    }

    private List<String> lines() {
        return new DayCalendar(days).lines(Colours.OFF);
    }
}
