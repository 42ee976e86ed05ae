package dev.asterism.engine.postgres;

import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.Step;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a fact for one partition, which are loaded into a table of their own that no reader sees. That table becomes the
 * partition, or its rows go into the one that exists.
 *
 * <p>References are declared and proven when the table becomes a partition: the server would take over those of the table,
 * but to do so it takes the dimensions for itself, and everybody who reads them would be in the way.
 *
 * @param fact the fact
 * @param partition the partition, which exists or is to be
 * @param table the table that the rows are loaded into
 * @param create creates the table
 * @param copy fills it
 * @param indexes declares indexes; empty if the partition exists
 * @param analyze looks at the rows
 */
record Load(
        FactModel fact,
        Partition partition,
        TableName table,
        String create,
        Step.Copy copy,
        List<String> indexes,
        String analyze) {

    /** The constraint that says what the table holds, until it is a partition. */
    static final String BOUNDS = "within_bounds";

    private boolean isNewPartition() {
        return !indexes.isEmpty();
    }

    /** Returns the steps that load the rows. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>(List.of(Step.execute(create), copy));
        steps.addAll(Step.all(indexes));
        steps.add(Step.execute(analyze));
        return steps;
    }

    /** Returns what puts the rows into their place within the publishing transaction. */
    List<Step> put(List<String> columns, List<String> order) {
        String loaded = SqlNames.quoted(table);
        if (isNewPartition()) {
            return List.of(
                    Step.execute("ALTER TABLE " + loaded + " SET SCHEMA " + Partition.SCHEMA),
                    Step.execute(partition.attach(fact)),
                    Step.execute("ALTER TABLE " + SqlNames.quoted(partition.table()) + " DROP CONSTRAINT " + BOUNDS));
        }
        String names = SqlNames.quoted(columns);
        return List.of(
                Step.execute("INSERT INTO " + SqlNames.quoted(partition.table()) + " (" + names + ") SELECT " + names
                        + " FROM " + loaded + " ORDER BY " + SqlNames.quoted(order)),
                Step.execute("ANALYZE " + SqlNames.quoted(partition.table())));
    }
}
