package dev.asterism.engine.star;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import dev.asterism.plan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Guards the proof that days do not depend on each other: one day of one fact, of those that a run's first batch builds
 * together with other days, is selected once more by itself, and must give the same rows. Which one is told by the versions
 * of what the batch is built from, so that it is another one each time, and the same if the batch is built again.
 */
public final class DaySample {
    private static final Set<String> APPROXIMATE = Set.of("DOUBLE", "FLOAT");

    private DaySample() {}

    /** Returns what compares the fact's sample, once the batch's days are built; nothing if it is not the one. */
    public static List<Step> steps(Relations relations, Batch batch, FactModel fact) {
        List<ModelWork> candidates = batch.number() == 1 ? candidates(relations.context(), batch) : List.of();
        if (candidates.isEmpty()) {
            return List.of();
        }
        int seed = candidates.stream()
                .flatMap(work -> work.days().values().stream())
                .map(Task::inputs)
                .collect(Collectors.joining())
                .hashCode();
        ModelWork chosen = candidates.get(Math.floorMod(seed, candidates.size()));
        if (!chosen.model().equals(fact)) {
            return List.of();
        }
        List<Day> notTheFirst = new ArrayList<>(
                chosen.days().navigableKeySet().tailSet(chosen.days().firstKey(), false));
        Day day = notTheFirst.get(Math.floorMod(seed / 31, notTheFirst.size()));
        return List.of(new Step.Refuse(
                comparison(relations, fact, day),
                rows -> "the SELECT gives other rows for " + day + " alone than together with other days (" + rows
                        + " rows alone). If a value is picked without an order, such as by any_value or first, say which"
                        + " one is meant; if not, this is a defect of Asterism: please report it with the model"));
    }

    /** What is built of several days at once, because they are proven to be independent. */
    private static List<ModelWork> candidates(BuildContext context, Batch batch) {
        return batch.works().stream()
                .filter(work -> work.model() instanceof FactModel
                        && work.days().size() > 1
                        && work.model().file().earlierDays().isEmpty()
                        && context.shapes().unproven(work.model()).isEmpty())
                .toList();
    }

    /** Gives how many rows the day has alone; no row if they are those that were built. */
    private static String comparison(Relations relations, FactModel fact, Day day) {
        TableShape shape = relations.context().shapes().of(fact);
        String digest = shape.columns().stream()
                .filter(column -> !APPROXIMATE.contains(column.type()))
                .map((ShapeColumn column) -> "CAST(" + SqlNames.quoted(column.name()) + " AS " + column.type() + ")")
                .collect(Collectors.joining(", ", "sum(hash(", "))"));
        return Sql.of("""
                SELECT alone.row_count
                FROM (SELECT count(*) AS row_count, {digest} AS digest FROM ({select}
                  ) AS selected) AS alone
                  CROSS JOIN (SELECT count(*) AS row_count, {digest} AS digest FROM {fact} WHERE {ofDay}) AS built
                WHERE alone.row_count <> built.row_count OR alone.digest IS DISTINCT FROM built.digest""")
                .with("digest", digest)
                .with("select", relations.select(fact, new TreeSet<>(Set.of(day))))
                .with("fact", SqlNames.quoted(fact.name()))
                .with("ofDay", SqlNames.within(SqlNames.quoted(fact.day()), new TreeSet<>(Set.of(day))))
                .text();
    }
}
