package dev.asterism.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowCountsTest {
    private static final TableName FACT = new TableName("shop_dim", "visit_counts");
    private static final Day TUESDAY = Day.of(2018, 4, 10);

    private final NavigableMap<Day, Long> rows = new TreeMap<>();

    @Test
    void aDayWithAFractionOfTheRowsOfItsWeekdayIsUnusual() {
        weeksBefore(1000, 1010, 990, 1005);

        CheckResult result = on(TUESDAY, 300);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.isError()).isFalse();
        assertThat(result.days()).containsExactly(TUESDAY);
        assertThat(result.message())
                .isEqualTo("it has 300 rows; the 4 Tuesdays before had 1003 in the middle,"
                        + " and from 752 to 1253 is usual");
    }

    @ParameterizedTest
    @CsvSource({
        // As many as always: five times a twentieth of them is usual.
        "1000 1000 1000 1000,         751,  PASSED",
        "1000 1000 1000 1000,         749,  FAILED",
        "1000 1000 1000 1000,         1249, PASSED",
        "1000 1000 1000 1000,         1251, FAILED",
        // Numbers that scatter are given room: the median deviation is 200.
        "800 900 1000 1200 1400,      0,    PASSED",
        "10000 9900 10100 9800 10200, 7000, FAILED",
        // One odd day among the earlier ones does not count.
        "1000 1000 1000 1000 5,       400,  FAILED",
        // Of nine rows, five times three more or less is chance.
        "9 9 9 9,                     0,    PASSED",
        "9 9 9 9,                     25,   FAILED",
        "0 0 0 0,                     0,    PASSED",
        "0 0 0 0,                     1,    FAILED"
    })
    void howFarIsTooFarFollowsFromTheHistory(String history, long today, Outcome expected) {
        weeksBefore(
                List.of(history.split(" ")).stream().mapToLong(Long::parseLong).toArray());

        assertThat(on(TUESDAY, today).outcome()).isEqualTo(expected);
    }

    @Test
    void nothingIsSaidOfADayWithLittleHistory() {
        weeksBefore(1000, 1000, 1000);
        rows.put(TUESDAY, 1L);

        assertThat(RowCounts.of(FACT, new TreeSet<>(List.of(TUESDAY)), rows)).isEmpty();
    }

    @Test
    void otherWeekdaysAndLaterDaysAreNoHistory() {
        for (int i = 1; i <= 60; i++) {
            Day day = new Day(TUESDAY.date().minusDays(i));
            rows.put(day, day.date().getDayOfWeek() == TUESDAY.date().getDayOfWeek() ? 1000L : 10L);
            rows.put(new Day(TUESDAY.date().plusDays(i)), 10L);
        }

        assertThat(on(TUESDAY, 1000).outcome()).isEqualTo(Outcome.PASSED);
        assertThat(on(TUESDAY, 10).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void onlyTheLatestWeeksCount() {
        weeksBefore(100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100);
        for (int week = 13; week < 60; week++) {
            rows.put(new Day(TUESDAY.date().minusWeeks(week)), 10_000L);
        }

        assertThat(on(TUESDAY, 100).outcome()).isEqualTo(Outcome.PASSED);
    }

    private void weeksBefore(long... counts) {
        for (int i = 0; i < counts.length; i++) {
            rows.put(new Day(TUESDAY.date().minusWeeks(i + 1L)), counts[i]);
        }
    }

    private CheckResult on(Day day, long count) {
        rows.put(day, count);
        List<CheckResult> results = RowCounts.of(FACT, new TreeSet<>(List.of(day)), rows);
        assertThat(results).hasSize(1);
        return results.get(0);
    }
}
