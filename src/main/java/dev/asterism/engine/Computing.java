package dev.asterism.engine;

import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.TableForm;
import java.util.List;
import java.util.Map;

/** What computes the batches of a warehouse that only holds them, as far as it can be asked without its file. */
public interface Computing {
    /** Binds every model; see {@link WarehouseState#describe}. */
    Shapes describe(ModelGraph graph);

    /**
     * Returns the statements by which a batch would be computed; see {@link WarehouseReader#statements}.
     *
     * @param held the tables that the warehouse has
     * @param made the forms in which tables were made
     */
    List<String> statements(
            BuildContext context, Batch batch, Map<TableName, List<HeldColumn>> held, Map<TableName, TableForm> made);
}
