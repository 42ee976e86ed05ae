package dev.asterism.engine.duckdb;

import dev.asterism.engine.BatchBuild;
import dev.asterism.engine.Publication;
import dev.asterism.engine.Violation;
import dev.asterism.lake.Day;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A batch that leaves to another one what it does not do in a way of its own. */
abstract class ForwardingBatch implements BatchBuild {
    private final BatchBuild other;

    ForwardingBatch(BatchBuild other) {
        this.other = other;
    }

    @Override
    public List<StagedFile> stage(SourceModel source, List<FileToStage> files) {
        return other.stage(source, files);
    }

    @Override
    public void stageFirst(SourceModel source, List<FileToStage> files, long rows) {
        other.stageFirst(source, files, rows);
    }

    @Override
    public long extend(DimensionModel dimension, ModelWork work) {
        return other.extend(dimension, work);
    }

    @Override
    public SortedMap<Day, Long> replace(FactModel fact, ModelWork work) {
        return other.replace(fact, work);
    }

    @Override
    public void define(DataSetModel dataSet) {
        other.define(dataSet);
    }

    @Override
    public List<Violation> verify(FactModel fact, ModelWork work) {
        return other.verify(fact, work);
    }

    @Override
    public List<Violation> verify(DimensionModel dimension, ModelWork work) {
        return other.verify(dimension, work);
    }

    @Override
    public CheckResult check(CheckModel check) {
        return other.check(check);
    }

    @Override
    public Publication publish(Batch batch, Map<FactModel, SortedMap<Day, Long>> rows) {
        return other.publish(batch, rows);
    }

    @Override
    public void close() {
        other.close();
    }
}
