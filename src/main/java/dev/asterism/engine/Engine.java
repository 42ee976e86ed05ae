package dev.asterism.engine;

import dev.asterism.model.ModelGraph;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.CalendarRange;
import java.util.List;

/**
 * A warehouse: where stars are built and queried. One page says what an engine can do; everything else is its own.
 *
 * <p>Owned and closed by its opener. Methods are called by one thread at a time, except {@link #cancel}.
 */
public interface Engine extends AutoCloseable {
    /**
     * Binds every model's SELECT without reading a row, which gives the columns of every table.
     *
     * @throws dev.asterism.InputException where a statement is not valid or reads a column that does not exist, with
     *     file and line
     */
    Shapes describe(ModelGraph graph);

    /** What the warehouse holds, as recorded in it. */
    BuildState buildState();

    /** Begins to build a batch: one transaction, invisible to others until it is published. */
    BatchBuild begin(BuildContext context, Batch batch);

    /**
     * The statements by which a batch is built, in the order in which they run, without running any.
     *
     * @param batch a batch of the plan
     */
    List<String> statements(BuildContext context, Batch batch);

    /**
     * Runs one query that cannot change anything.
     *
     * @throws dev.asterism.InputException where the text is no query, or not a valid one
     */
    QueryResult query(String sql);

    /** Makes a running statement fail soon; from any thread. */
    void cancel();

    @Override
    void close();

    /**
     * What stays the same over all batches of a run.
     *
     * @param graph the models
     * @param shapes the columns of every table
     * @param calendar the calendar's days
     */
    record BuildContext(ModelGraph graph, Shapes shapes, CalendarRange calendar) {}
}
