package dev.asterism.engine.duckdb;

import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.Publication;
import dev.asterism.engine.TableChange;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.plan.Batch;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A batch that is built as any other; instead of being published it is compared with what was there. */
final class RehearsedBatch extends ForwardingBatch {
    private final Comparison comparison;
    private final Consumer<List<TableChange>> heard;

    /**
     * @param building the batch, which is begun
     * @param comparison has put aside what was there
     * @param heard told what the batch would change
     */
    RehearsedBatch(BatchBuild building, Comparison comparison, Consumer<List<TableChange>> heard) {
        super(building);
        this.comparison = comparison;
        this.heard = heard;
    }

    /** Publishes nothing: {@link #close} rolls everything back. */
    @Override
    public Publication publish(Batch batch, Map<FactModel, SortedMap<Day, Long>> rows) {
        try {
            heard.accept(comparison.changes(batch));
            return Publication.done();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Comparing the batch with what is published", failure);
        }
    }

    @Override
    public void close() {
        super.close();
        try {
            comparison.forget();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Dropping scratch tables", failure);
        }
    }
}
