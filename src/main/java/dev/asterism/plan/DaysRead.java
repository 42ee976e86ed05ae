package dev.asterism.plan;

import dev.asterism.lake.Day;
import dev.asterism.model.EarlierDays;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which days of a table are read when some days of a model are built. */
public final class DaysRead {
    private DaysRead() {}

    /**
     * Returns the days.
     *
     * @param reader the model
     * @param table what it reads
     * @param built the days of the model that are built
     * @param available the days that the table has
     */
    public static NavigableSet<Day> of(
            Model reader, TableName table, NavigableSet<Day> built, NavigableSet<Day> available) {
        NavigableSet<Day> read = new TreeSet<>(built);
        EarlierDays earlier = reader.file().earlierDays().get(table);
        if (earlier != null) {
            built.forEach(day -> read.addAll(earlier.seenFrom(day, available)));
        }
        return read;
    }
}
