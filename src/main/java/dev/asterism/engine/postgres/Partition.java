package dev.asterism.engine.postgres;

import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.NavigableSet;

/**
 * A partition of a fact: days of one month that follow each other.
 *
 * @param table the table that holds their rows, out of the way of those who look at the stars
 * @param first the first day
 * @param end the day after the last
 */
record Partition(TableName table, Day first, Day end) {
    /** The schema of all partitions. */
    static final String SCHEMA = "asterism_partitions";

    /** What the names of a partition's indexes end in. */
    static final String DAY = "_day";

    static final String GRAIN = "_key";

    /** A new one for days that no other holds, named after the first of them. */
    static Partition of(FactModel fact, NavigableSet<Day> days) {
        String suffix = days.first().date().format(DateTimeFormatter.ofPattern("_uuuu_MM_dd", Locale.ROOT));
        return new Partition(table(fact, suffix), days.first(), days.last().next());
    }

    /** The table of the partition that those of a month become. */
    static TableName table(FactModel fact, YearMonth month) {
        return table(fact, month.format(DateTimeFormatter.ofPattern("_uuuu_MM", Locale.ROOT)));
    }

    /** A server cuts names that are too long, and different ones would become the same. */
    private static TableName table(FactModel fact, String suffix) {
        String name = fact.name() + suffix;
        boolean fits = name.getBytes(StandardCharsets.UTF_8).length + DAY.length() <= NameLengths.LONGEST;
        return new TableName(
                SCHEMA, fits ? name : HexFormat.of().toHexDigits(fact.name().hashCode()) + suffix);
    }

    /** The condition that a row belongs to it; a table that promises it becomes the partition without being read. */
    String holds(FactModel fact) {
        String day = SqlNames.quoted(fact.day());
        return day + " IS NOT NULL AND " + day + " >= " + first.id() + " AND " + day + " < " + end.id();
    }

    YearMonth month() {
        return YearMonth.from(first.date());
    }

    /** Those of some days that it holds. */
    NavigableSet<Day> of(NavigableSet<Day> days) {
        return days.subSet(first, true, end, false);
    }

    /** The statement that makes the filled table the partition, with the indexes and foreign keys that it lacks in bulk. */
    String attach(FactModel fact) {
        return "ALTER TABLE " + SqlNames.quoted(fact.name()) + " ATTACH PARTITION " + SqlNames.quoted(table)
                + " FOR VALUES FROM (" + first.id() + ") TO (" + end.id() + ")";
    }
}
