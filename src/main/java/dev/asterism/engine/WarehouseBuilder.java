package dev.asterism.engine;

import dev.asterism.plan.Batch;
import java.util.List;

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

    /** Begins to build a batch, invisible to others until it is published. */
    BatchBuild begin(BuildContext context, Batch batch);
}
