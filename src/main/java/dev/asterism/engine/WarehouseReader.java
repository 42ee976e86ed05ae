package dev.asterism.engine;

import dev.asterism.plan.Batch;
import java.util.List;

/**
 * A warehouse as it is for those who only look: nothing that is asked here changes anything. Any number may be open at
 * once, also while a batch is built if the warehouse {@linkplain Capabilities#readersDuringBuilds allows that}.
 *
 * <p>Owned and closed by its opener. Methods are called by one thread at a time, except {@link #cancel}.
 */
public interface WarehouseReader extends WarehouseState {
    /**
     * Runs one query.
     *
     * @throws dev.asterism.InputException if the text is not a query, or not a valid one
     */
    QueryResult query(String sql);

    /**
     * Returns the statements by which a batch would be built and published now, in the order in which they run, without
     * running any. What depends on data stands there as a comment.
     *
     * @param batch a batch of the plan
     */
    List<String> statements(BuildContext context, Batch batch);
}
