package dev.asterism.engine.duckdb;

import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.Publication;
import dev.asterism.engine.TableChange;
import dev.asterism.engine.Violation;
import dev.asterism.lake.Day;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A batch that is built as any other; instead of being published it is compared with what was there. */
final class RehearsedBatch implements BatchBuild {
    private final BatchBuild building;
    private final Comparison comparison;
    private final Consumer<List<TableChange>> heard;

    /**
     * @param building the batch, which is begun
     * @param comparison has put aside what was there
     * @param heard told what the batch would change
     */
    RehearsedBatch(BatchBuild building, Comparison comparison, Consumer<List<TableChange>> heard) {
        this.building = building;
        this.comparison = comparison;
        this.heard = heard;
    }

    @Override
    public List<StagedFile> stage(SourceModel source, List<FileToStage> files) {
        return building.stage(source, files);
    }

    @Override
    public void stageFirst(SourceModel source, List<FileToStage> files, long rows) {
        building.stageFirst(source, files, rows);
    }

    @Override
    public long extend(DimensionModel dimension, ModelWork work) {
        return building.extend(dimension, work);
    }

    @Override
    public SortedMap<Day, Long> replace(FactModel fact, ModelWork work) {
        return building.replace(fact, work);
    }

    @Override
    public void define(DataSetModel dataSet) {
        building.define(dataSet);
    }

    @Override
    public List<Violation> verify(FactModel fact, ModelWork work) {
        return building.verify(fact, work);
    }

    @Override
    public List<Violation> verify(DimensionModel dimension, ModelWork work) {
        return building.verify(dimension, work);
    }

    @Override
    public CheckResult check(CheckModel check) {
        return building.check(check);
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
        building.close();
        try {
            comparison.forget();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Dropping scratch tables", failure);
        }
    }
}
