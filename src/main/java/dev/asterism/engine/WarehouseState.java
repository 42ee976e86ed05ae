package dev.asterism.engine;

import dev.asterism.model.ModelGraph;
import dev.asterism.plan.BuildState;

/** What a plan needs to know of a warehouse, from whoever has it open. */
public interface WarehouseState extends AutoCloseable {
    /**
     * Binds every model's SELECT without reading a row, which gives the columns of every table.
     *
     * @throws dev.asterism.InputException if a statement is not valid, reads a column that does not exist, or gives what
     *     the warehouse cannot hold, with file and line
     */
    Shapes describe(ModelGraph graph);

    /** Returns what the warehouse holds, as recorded in it. */
    BuildState buildState();

    /** Makes a running statement fail soon; from any thread. */
    void cancel();

    @Override
    void close();
}
