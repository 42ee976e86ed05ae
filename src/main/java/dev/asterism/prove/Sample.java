package dev.asterism.prove;

import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;

/**
 * Which days to prove.
 *
 * @param size how many days of tables, chosen at random; empty for all
 * @param seed by which they are chosen
 */
public record Sample(OptionalInt size, long seed) {
    /** Chooses among the days of tables. */
    Map<Model, NavigableSet<Day>> of(Map<Model, NavigableSet<Day>> all) {
        if (size.isEmpty()) {
            return all;
        }
        List<Map.Entry<Model, Day>> days = new ArrayList<>();
        all.forEach((model, ofModel) -> ofModel.forEach(day -> days.add(Map.entry(model, day))));
        Collections.shuffle(days, new Random(seed));
        Map<Model, NavigableSet<Day>> chosen = new LinkedHashMap<>();
        all.keySet().forEach(model -> chosen.put(model, new TreeSet<>()));
        days.subList(0, Math.min(size.getAsInt(), days.size()))
                .forEach(day ->
                        chosen.getOrDefault(day.getKey(), new TreeSet<>()).add(day.getValue()));
        return chosen;
    }
}
