package dev.asterism.engine;

import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What builds the stars of a warehouse. One may be open at a time, in one process: it holds the warehouse's writer lock
 * until it is closed.
 *
 * <p>Owned and closed by its opener. Methods are called by one thread at a time, except {@link #cancel}.
 */
public interface WarehouseBuilder extends WarehouseState {
    /** Returns what the warehouse can do. */
    Capabilities capabilities();

    /** Returns what the user should know since this was last asked, such as what had to be fetched; empty if nothing. */
    List<String> notices();

    /**
     * Removes a table or view that no model declares, with all that is recorded of it.
     *
     * @throws dev.asterism.InputException if something in the warehouse reads it or refers to it; then nothing is removed
     */
    void drop(TableName table);

    /** Begins to build a batch, invisible to others until it is published. */
    BatchBuild begin(BuildContext context, Batch batch);

    /**
     * Begins to build a batch that will not be published: its {@link BatchBuild#publish} only compares, and closing it
     * leaves everything as it was, keys included.
     *
     * @param heard told what the batch would change, table by table
     */
    BatchBuild rehearse(BuildContext context, Batch batch, Consumer<List<TableChange>> heard);

    /**
     * Drops every table and view that was built, with their keys and all that is recorded of them: all of it, or nothing.
     * What somebody else has made stays.
     *
     * @param declared the tables and views that models declare, beside those on record
     * @param kept tables in the schema {@code asterism} that stay
     * @return whether nothing else is left
     * @throws dev.asterism.InputException if something that somebody else has made depends on it
     */
    boolean reset(Set<TableName> declared, Set<TableName> kept);
}
