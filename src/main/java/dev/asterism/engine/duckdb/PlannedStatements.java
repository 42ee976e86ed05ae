package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.star.AwaitedMembers;
import dev.asterism.engine.star.DaySample;
import dev.asterism.engine.star.DimensionSql;
import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.MemberProofs;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.Step;
import dev.asterism.lake.Column;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.RowEnd;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The steps by which a batch is computed and proven, one list after the other, as {@link DuckDbBatch} runs them. */
final class PlannedStatements {
    private PlannedStatements() {}

    /**
     * Returns the steps.
     *
     * @param existing the columns and types of the tables that exist
     * @param before what else is done before a dimension is extended
     * @param definesViews whether the views of data sets are made here, too
     */
    static List<Step> of(
            BuildContext context,
            Batch batch,
            Map<TableName, Map<String, String>> existing,
            Map<TableName, String> naturalKeys,
            Function<DimensionModel, List<Step>> before,
            boolean definesViews) {
        Relations relations = new Relations(context, Staging::table);
        List<Step> steps =
                new ArrayList<>(Step.all(new DuckDbTables(context).statements(batch, existing, naturalKeys)));
        steps.addAll(DuckDbBatch.keptVersions(context));
        batch.files().forEach((source, files) -> {
            steps.add(Step.execute(Staging.create(source)));
            if (!files.isEmpty()) {
                steps.add(new Step.Note("one statement for the files that have the same header and line ends:"));
                steps.add(Step.execute(Staging.insert(
                        source,
                        source.columns().stream().map(Column::name).toList(),
                        RowEnd.LF,
                        files.stream().map(DayFile::path).toList())));
            }
        });
        for (ModelWork work : batch.works()) {
            if (work.model() instanceof DimensionModel dimension) {
                steps.addAll(before.apply(dimension));
            }
            if (definesViews || !(work.model() instanceof DataSetModel)) {
                steps.addAll(of(relations, work));
            }
        }
        steps.add(new Step.Note("the grain of many rows is proven a few days at a time:"));
        for (ModelWork work : batch.works()) {
            if (work.model() instanceof FactModel fact && !work.days().isEmpty()) {
                steps.addAll(new FactSql(relations, fact, work).proofs());
                steps.addAll(DaySample.steps(relations, batch, fact));
            } else if (work.model() instanceof DimensionModel dimension) {
                steps.addAll(new MemberProofs(relations, dimension, work).steps());
            }
        }
        batch.checks().forEach(check -> steps.add(new Step.Find(relations.select(check, batch.days()))));
        return steps;
    }

    private static List<Step> of(Relations relations, ModelWork work) {
        if (work.model() instanceof DimensionModel dimension) {
            return new DimensionSql(relations, Staging.SCRATCH, dimension, work).steps();
        } else if (work.model() instanceof FactModel fact) {
            List<Step> steps = new ArrayList<>(new FactSql(relations, fact, work).steps());
            steps.addAll(AwaitedMembers.note(relations, fact, work));
            return steps;
        } else if (work.model() instanceof DataSetModel dataSet) {
            return DuckDbBatch.view(relations, dataSet);
        }
        return List.of();
    }
}
