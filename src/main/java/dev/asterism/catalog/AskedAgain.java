package dev.asterism.catalog;

import static dev.asterism.catalog.schema.Tables.ASKED_AGAIN;

import dev.asterism.catalog.schema.tables.records.AskedAgainRecord;
import dev.asterism.lake.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/**
 * What runs with {@code --full} asked for and what was not built since, so that the next run goes on where one was
 * interrupted. Thread-safe.
 */
public final class AskedAgain {
    private static final int WHOLE = 0;

    private final CatalogDatabase database;

    AskedAgain(CatalogDatabase database) {
        this.database = database;
    }

    /**
     * Tables, and days of tables.
     *
     * @param days the days by table
     * @param wholes the tables that are built as a whole
     */
    public record Tables(Map<String, NavigableSet<Day>> days, Set<String> wholes) {
        public Tables {
            days = Map.copyOf(days);
            wholes = Set.copyOf(wholes);
        }

        /** Nothing. */
        public static Tables none() {
            return new Tables(Map.of(), Set.of());
        }

        private Stream<AskedAgainRecord> rows() {
            return Stream.concat(
                    days.entrySet().stream()
                            .flatMap(table -> table.getValue().stream().map(day -> row(table.getKey(), day.id()))),
                    wholes.stream().map(table -> row(table, WHOLE)));
        }
    }

    private static AskedAgainRecord row(String table, int day) {
        AskedAgainRecord row = new AskedAgainRecord();
        row.setTableName(table);
        row.setDayId(day);
        return row;
    }

    /** Returns what is still to be built. */
    public Tables remaining() {
        Map<String, NavigableSet<Day>> days = new TreeMap<>();
        Set<String> wholes = new TreeSet<>();
        database.read(sql -> sql.selectFrom(ASKED_AGAIN).fetch()).forEach(row -> {
            if (row.getDayId() == WHOLE) {
                wholes.add(row.getTableName());
            } else {
                Day.ofId(row.getDayId())
                        .ifPresent(day -> days.computeIfAbsent(row.getTableName(), table -> new TreeSet<>())
                                .add(day));
            }
        });
        return new Tables(days, wholes);
    }

    /** Keeps in mind exactly what is still to be built; what was kept in mind before is forgotten. */
    public void remember(Tables asked) {
        database.write(sql -> {
            List<AskedAgainRecord> rows = new ArrayList<>(asked.rows().toList());
            sql.deleteFrom(ASKED_AGAIN).execute();
            return sql.batchInsert(rows).execute().length;
        });
    }

    /** Forgets everything, within a piece of work of the database. */
    int forgetAll(DSLContext sql) {
        return sql.deleteFrom(ASKED_AGAIN).execute();
    }

    /** Forgets what was built, within a piece of work of the database. */
    void forget(DSLContext sql, Tables built) {
        built.days()
                .forEach((table, days) -> sql.deleteFrom(ASKED_AGAIN)
                        .where(
                                ASKED_AGAIN.TABLE_NAME.eq(table),
                                ASKED_AGAIN.DAY_ID.in(days.stream().map(Day::id).toList()))
                        .execute());
        sql.deleteFrom(ASKED_AGAIN)
                .where(ASKED_AGAIN.TABLE_NAME.in(built.wholes()), ASKED_AGAIN.DAY_ID.eq(WHOLE))
                .execute();
    }
}
