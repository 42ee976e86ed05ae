package dev.asterism.engine;

import dev.asterism.engine.Target.Range;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.MemberVersions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;

/**
 * A batch that is computed and proven, as it is handed to a {@link Target}. Rows come as files, written when they are
 * asked for: tab separated, without a header, in UTF-8, NULL an empty field, other empty texts in quotes, by RFC 4180.
 */
public interface Goods {
    BuildContext context();

    /** The batch as it was built in the end. */
    Batch batch();

    /** The number of rows by table and day. */
    Map<FactModel, SortedMap<Day, Long>> rows();

    /** What the warehouse will be at after this. */
    Mark mark();

    /** The rows of members and observations that differ from before, by table. */
    Map<TableName, Set<Range>> changes();

    /** The dimensions that the batch works on, whether or not their members changed, in topological order. */
    List<Members> members();

    /** For which members the days of the batch have looked that were not there, by dimension. */
    List<Awaited> awaited();

    /** The versions of members that the warehouse will be at. */
    MemberVersions memberVersions();

    /**
     * Writes the rows of some days of a fact that the batch built.
     *
     * @param columns the columns in their order
     * @param order the columns to sort by
     */
    Path rows(FactModel fact, NavigableSet<Day> days, List<String> columns, List<String> order);

    /**
     * What a batch does to a dimension.
     *
     * @param dimension the dimension
     * @param columns the columns of its table, in their order
     * @param previousKey the last key that was given before
     * @param lastKey the last key that is given now
     * @param added the members that were not there before; in a dimension of type 2 also versions
     * @param changed the members whose attributes are others than before
     * @param removed the keys of members that are gone
     * @param observed what was seen on the days of the batch; no rows unless the dimension keeps what it has seen
     * @param longestNaturalKey how many bytes the longest natural key has that was added
     */
    record Members(
            DimensionModel dimension,
            List<String> columns,
            long previousKey,
            long lastKey,
            Rows added,
            Rows changed,
            Rows removed,
            Rows observed,
            long longestNaturalKey) {}

    /**
     * What rows have looked for in a dimension.
     *
     * @param dimension the dimension
     * @param columns the columns of the table that keeps it, in their order
     * @param rows what the days of the batch have looked for
     */
    record Awaited(DimensionModel dimension, List<String> columns, Rows rows) {}

    /**
     * Rows in a file.
     *
     * @param count how many; if there are none, the file need not exist
     */
    record Rows(long count, Path file) {}
}
