package dev.asterism.engine.duckdb;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlBatch;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Column;
import dev.asterism.lake.DayFile;
import dev.asterism.lake.RowEnd;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The statements of a batch as they would run on an empty warehouse, for people to read. */
final class PlannedStatements {
    private PlannedStatements() {}

    static List<String> of(BuildContext context, Batch batch) {
        Relations relations = new Relations(context, Staging::table);
        List<String> statements = new ArrayList<>(new Tables(context).statements(batch, Map.of(), Map.of()));
        batch.files().forEach((source, files) -> {
            statements.add(Staging.create(source));
            if (!files.isEmpty()) {
                statements.add(Staging.insert(
                        source,
                        source.columns().stream().map(Column::name).toList(),
                        RowEnd.LF,
                        files.stream().map(DayFile::path).toList()));
            }
        });
        for (ModelWork work : batch.works()) {
            if (work.model() instanceof DimensionModel dimension) {
                statements.addAll(SqlBatch.planned(relations, Staging.SCRATCH, dimension, work, false));
            } else if (work.model() instanceof FactModel fact) {
                FactSql sql = new FactSql(relations, fact, work);
                statements.add(sql.delete());
                if (!work.days().isEmpty()) {
                    statements.add(sql.insert());
                    statements.add(sql.countRows());
                    sql.proofs().forEach(proof -> statements.add(proof.sql()));
                }
            } else if (work.model() instanceof DataSetModel dataSet) {
                statements.add("CREATE OR REPLACE VIEW %s AS %s"
                        .formatted(SqlNames.quoted(dataSet.name()), relations.selectAll(dataSet)));
            }
        }
        batch.checks().forEach(check -> statements.add(relations.select(check, batch.days())));
        return statements;
    }
}
