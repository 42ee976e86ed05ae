package dev.asterism.run;

import dev.asterism.lake.Day;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds which days fail, where all that can be said of several days is that they fail together. It takes about as many
 * trials for each such day as the number of days can be halved, each of half as many days as the one before.
 *
 * @param <F> what is known of a failure
 */
final class Halving<F> {
    private final Function<NavigableSet<Day>, Optional<F>> trial;
    private final Map<Day, Optional<F>> alone = new HashMap<>();

    /** @param trial tries some days together; empty if they do not fail */
    Halving(Function<NavigableSet<Day>, Optional<F>> trial) {
        this.trial = trial;
    }

    /** Tells what is known of a day that was tried alone, so that it is not tried again. */
    void know(Day day, Optional<F> failure) {
        alone.put(day, failure);
    }

    /** Tries a day alone; empty if it does not fail. */
    Optional<F> alone(Day day) {
        return fails(new TreeSet<>(List.of(day)));
    }

    /**
     * Returns the days that fail by themselves.
     *
     * @param days days that fail together
     * @return each with its failure; empty if they only fail together
     */
    SortedMap<Day, F> culprits(NavigableSet<Day> days) {
        SortedMap<Day, F> culprits = new TreeMap<>();
        find(days, culprits);
        return culprits;
    }

    private void find(NavigableSet<Day> days, SortedMap<Day, F> culprits) {
        if (days.size() == 1) {
            fails(days).ifPresent(failure -> culprits.put(days.first(), failure));
            return;
        }
        Day middle = days.stream().skip(days.size() / 2).findFirst().orElseThrow();
        NavigableSet<Day> earlier = days.headSet(middle, false);
        NavigableSet<Day> later = days.tailSet(middle, true);
        boolean isEarlier = fails(earlier).isPresent();
        if (isEarlier) {
            find(earlier, culprits);
        }
        // Where the earlier ones do not fail, it must be the later ones.
        if (!isEarlier || fails(later).isPresent()) {
            find(later, culprits);
        }
    }

    private Optional<F> fails(NavigableSet<Day> days) {
        if (days.size() > 1) {
            return trial.apply(new TreeSet<>(days));
        }
        Optional<F> known = alone.get(days.first());
        if (known == null) {
            known = trial.apply(new TreeSet<>(days));
            alone.put(days.first(), known);
        }
        return known;
    }
}
