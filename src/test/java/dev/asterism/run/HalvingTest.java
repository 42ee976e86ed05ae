package dev.asterism.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.asterism.lake.Day;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HalvingTest {
    private final List<NavigableSet<Day>> trials = new ArrayList<>();

    private static NavigableSet<Day> days(int number) {
        NavigableSet<Day> days = new TreeSet<>();
        for (Day day = Day.of(2018, 1, 1); days.size() < number; day = day.next()) {
            days.add(day);
        }
        return days;
    }

    private Halving<String> failing(Collection<Day> bad) {
        return new Halving<>(days -> {
            trials.add(days);
            return Collections.disjoint(days, bad) ? Optional.empty() : Optional.of("bad");
        });
    }

    @Test
    void oneBadDayTakesAsManyTrialsAsTheDaysCanBeHalved() {
        Day bad = Day.of(2018, 9, 28);

        assertThat(failing(List.of(bad)).culprits(days(1024))).containsOnlyKeys(bad);

        assertThat(trials).hasSizeBetween(10, 20);
        assertThat(trials.stream().mapToInt(Collection::size).sum()).isLessThan(2 * 1024);
    }

    @Test
    void everyBadDayIsFound() {
        Random random = new Random(7);
        for (int number = 1; number < 40; number++) {
            NavigableSet<Day> days = days(number);
            List<Day> shuffled = new ArrayList<>(days);
            Collections.shuffle(shuffled, random);
            NavigableSet<Day> bad = new TreeSet<>(shuffled.subList(0, 1 + random.nextInt(number)));

            assertThat(failing(bad).culprits(days).keySet()).isEqualTo(bad);
        }
    }

    @Test
    void aDayThatIsKnownIsNotTriedAgain() {
        Day bad = Day.of(2018, 1, 1);
        Halving<String> halving = failing(List.of(bad));
        halving.know(bad, Optional.of("known"));

        assertThat(halving.culprits(days(1))).containsEntry(bad, "known");
        assertThat(trials).isEmpty();
    }

    @Test
    void daysThatOnlyFailTogetherAreNotBlamed() {
        Halving<String> halving = new Halving<>(days -> days.size() > 1 ? Optional.of("together") : Optional.empty());

        assertThat(halving.culprits(days(9))).isEmpty();
    }
}
