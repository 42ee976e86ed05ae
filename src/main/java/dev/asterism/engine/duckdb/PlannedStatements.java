package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.star.AwaitedMembers;
import dev.asterism.engine.star.DaySample;
import dev.asterism.engine.star.DimensionSql;
import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.MemberProofs;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.Step;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.FileForm;
import dev.asterism.lake.ParquetFooter;
import dev.asterism.lake.RowEnd;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import dev.asterism.plan.TableForm;
import java.nio.file.Path;
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
     * @param made the forms in which tables were made
     * @param before what else is done before a dimension is extended
     * @param definesViews whether the views of data sets are made here, too
     */
    static List<Step> of(
            BuildContext context,
            Batch batch,
            Map<TableName, Map<String, String>> existing,
            Map<TableName, TableForm> made,
            Function<DimensionModel, List<Step>> before,
            boolean definesViews) {
        Relations relations = new Relations(context, Staging::table);
        List<Step> steps = new ArrayList<>(Step.all(new DuckDbTables(context, batch, made).statements(existing)));
        steps.addAll(DuckDbBatch.keptVersions(context));
        batch.files().forEach((source, files) -> {
            steps.add(Step.execute(Staging.create(source)));
            if (!files.isEmpty()) {
                steps.add(new Step.Note(
                        source.files().form().isRewritten()
                                ? "files that are first written anew as text in a temporary folder, in one statement:"
                                : "one statement for the files that have the same header and line ends:"));
                List<Path> paths = files.stream().map(DayFile::path).toList();
                steps.add(Step.execute(Staging.insert(source, planned(source, paths.get(0)), 0, paths)));
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

    /** How files are read that have the declared columns and no others, in the order declared. */
    private static Reading planned(SourceModel source, Path path) {
        FileForm form = source.files().form();
        List<String> names = Reading.names(source);
        int characters = Staging.charactersFromDay(path);
        if (form.isRewritten()) {
            return Reading.rewritten(source, path);
        }
        if (form.kind() == FileForm.Kind.PARQUET) {
            return new Reading.Parquet(
                    names.stream()
                            .map(name -> new ParquetFooter.Column(name, ParquetFooter.Storage.PLAIN))
                            .toList(),
                    "",
                    characters);
        }
        boolean isGzip = path.toString().endsWith(".gz");
        return new Reading.Text(names, form.delimiter(), RowEnd.LF, isGzip, false, characters);
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
