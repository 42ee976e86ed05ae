package dev.asterism.prove;

import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.star.NaturalSelect;
import dev.asterism.engine.star.NaturalSelect.Part;
import dev.asterism.lake.Day;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the rows that a query gives in the warehouse with those that it gives in what was built anew. */
final class RowComparison {
    private static final int MOST_SHOWN = 5;
    private static final int MOST_KEPT = 10_000;

    private final WarehouseReader published;
    private final WarehouseReader anew;

    RowComparison(WarehouseReader published, WarehouseReader anew) {
        this.published = published;
        this.anew = anew;
    }

    /**
     * What was found.
     *
     * @param rows how many rows were compared
     * @param differing how many rows differ
     * @param differences some of them
     * @param others keys that are published only, if that is no difference
     */
    record Found(long rows, long differing, List<Difference> differences, List<String> others) {}

    /**
     * Compares rows one by one, as many as there are.
     *
     * @param select the columns, by which table's column they stand for
     * @param condition which rows
     * @param key the columns by which rows are told apart
     * @param othersMayBe whether there may be rows that are published and not built anew
     */
    Found compare(
            TableName table,
            Optional<Day> day,
            NaturalSelect select,
            String condition,
            Set<String> key,
            boolean othersMayBe) {
        String sql = select.text(condition);
        long[] sums = new long[2];
        long[] counts = new long[2];
        Rows.read(published, sql, row -> {
            sums[0] += Rows.hash(row);
            counts[0]++;
        });
        Rows.read(anew, sql, row -> {
            sums[1] += Rows.hash(row);
            counts[1]++;
        });
        if (sums[0] == sums[1] && counts[0] == counts[1]) {
            return new Found(counts[1], 0, List.of(), List.of());
        }
        return differences(table, day, select, sql, key, othersMayBe, counts[1]);
    }

    private Found differences(
            TableName table,
            Optional<Day> day,
            NaturalSelect select,
            String sql,
            Set<String> key,
            boolean othersMayBe,
            long rows) {
        Map<Long, Integer> surplus = new HashMap<>();
        Rows.read(published, sql, row -> surplus.merge(Rows.hash(row), 1, Integer::sum));
        Rows.read(anew, sql, row -> surplus.merge(Rows.hash(row), -1, Integer::sum));
        surplus.values().removeIf(count -> count == 0);
        Set<Long> differing = new HashSet<>(surplus.keySet());
        Map<Map<String, String>, Map<String, String>> publishedRows =
                keep(published, sql, select.parts(), key, differing);
        Map<Map<String, String>, Map<String, String>> anewRows = keep(anew, sql, select.parts(), key, differing);
        Set<Map<String, String>> keys = new LinkedHashSet<>(publishedRows.keySet());
        keys.addAll(anewRows.keySet());
        List<Difference> differences = new ArrayList<>();
        List<String> others = new ArrayList<>();
        long count = 0;
        for (Map<String, String> one : keys) {
            @Nullable Map<String, String> old = publishedRows.get(one);
            @Nullable Map<String, String> now = anewRows.get(one);
            if (now == null && othersMayBe) {
                others.add(String.join(" ", one.values()));
                continue;
            }
            count++;
            if (differences.size() < MOST_SHOWN) {
                differences.add(new Difference(table, day, one, Optional.ofNullable(old), Optional.ofNullable(now)));
            }
        }
        return new Found(rows, count, differences, others);
    }

    /** The rows with these hashes, the other columns by key; not more than can be told of. */
    private static Map<Map<String, String>, Map<String, String>> keep(
            WarehouseReader engine, String sql, List<Part> parts, Set<String> key, Set<Long> hashes) {
        Map<Map<String, String>, Map<String, String>> kept = new LinkedHashMap<>();
        Rows.read(engine, sql, row -> {
            if (kept.size() < MOST_KEPT && hashes.contains(Rows.hash(row))) {
                Map<String, String> keyValues = new LinkedHashMap<>();
                Map<String, String> others = new LinkedHashMap<>();
                int place = 0;
                for (Part part : parts) {
                    List<String> values = row.subList(place, place + part.width()).stream()
                            .map(value -> value.equals(Rows.NULL) ? "NULL" : value)
                            .distinct()
                            .toList();
                    (key.contains(part.column()) ? keyValues : others).put(part.column(), String.join(" ", values));
                    place += part.width();
                }
                kept.put(keyValues, others);
            }
        });
        return kept;
    }
}
