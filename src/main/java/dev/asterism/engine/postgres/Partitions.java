package dev.asterism.engine.postgres;

import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The partitions that a fact has, by their first day. */
final class Partitions {
    private static final Pattern BOUNDS =
            Pattern.compile("FOR VALUES FROM \\('?([0-9]{8})'?\\) TO \\('?([0-9]{8})'?\\)");

    /** A few do no harm, and making one of them takes as long as building them did. */
    private static final int MOST_OF_A_MONTH = 6;

    private final FactModel fact;
    private final NavigableMap<Day, Partition> byFirstDay = new TreeMap<>();

    private Partitions(FactModel fact) {
        this.fact = fact;
    }

    /** Those of a fact that has none yet. */
    static Partitions none(FactModel fact) {
        return new Partitions(fact);
    }

    static Partitions of(SqlSession session, FactModel fact) throws SQLException {
        Partitions partitions = new Partitions(fact);
        for (Partition partition : session.query(
                """
                SELECT n.nspname, c.relname, pg_get_expr(c.relpartbound, c.oid)
                FROM pg_inherits i
                  JOIN pg_class c ON c.oid = i.inhrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE i.inhparent = to_regclass(?)""",
                List.of(SqlNames.quoted(fact.name())),
                row -> partition(new TableName(row.getString(1), row.getString(2)), row.getString(3)))) {
            partitions.byFirstDay.put(partition.first(), partition);
        }
        return partitions;
    }

    private static Partition partition(TableName table, String bounds) throws SQLException {
        Matcher matcher = BOUNDS.matcher(bounds);
        if (!matcher.matches()) {
            throw new SQLException("the partition " + table + " holds no range of days, but " + bounds);
        }
        return new Partition(table, day(matcher.group(1)), day(matcher.group(2)));
    }

    private static Day day(String id) throws SQLException {
        return Day.ofId(Integer.parseInt(id)).orElseThrow(() -> new SQLException(id + " is no day"));
    }

    /** All of them, in the order of their days. */
    List<Partition> all() {
        return List.copyOf(byFirstDay.values());
    }

    /** Those that hold some of the days. */
    List<Partition> holding(NavigableSet<Day> days) {
        return byFirstDay.values().stream()
                .filter(partition -> !partition.of(days).isEmpty())
                .toList();
    }

    /** As few new ones as hold the days that none holds yet. */
    List<Partition> missing(NavigableSet<Day> days) {
        List<NavigableSet<Day>> ranges = new ArrayList<>();
        @Nullable Day previous = null;
        for (Day day : days) {
            Map.Entry<Day, Partition> before = byFirstDay.floorEntry(day);
            if (before != null && day.compareTo(before.getValue().end()) < 0) {
                continue;
            }
            boolean continues = previous != null
                    && YearMonth.from(previous.date()).equals(YearMonth.from(day.date()))
                    && (before == null || before.getKey().compareTo(previous) < 0);
            if (!continues) {
                ranges.add(new TreeSet<>());
            }
            ranges.get(ranges.size() - 1).add(day);
            previous = day;
        }
        return ranges.stream().map(range -> Partition.of(fact, range)).toList();
    }

    /** The months that are over, as far as the fact knows, and that many hold: by month, in the order of their days. */
    Map<YearMonth, List<Partition>> toMerge() {
        NavigableMap<YearMonth, List<Partition>> months = new TreeMap<>();
        byFirstDay
                .values()
                .forEach(partition -> months.computeIfAbsent(partition.month(), month -> new ArrayList<>())
                        .add(partition));
        months.pollLastEntry();
        months.values().removeIf(partitions -> partitions.size() <= MOST_OF_A_MONTH);
        return months;
    }
}
