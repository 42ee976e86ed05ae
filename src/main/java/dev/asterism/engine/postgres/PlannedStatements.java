package dev.asterism.engine.postgres;

import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlBatch;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Column;
import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/** The statements of a batch as they would run on an empty warehouse, for people to read. */
final class PlannedStatements {
    private PlannedStatements() {}

    static List<String> of(Relations relations, Batch batch) {
        List<String> statements =
                new ArrayList<>(new PostgresTables(relations.context()).statements(batch, Map.of(), Map.of()));
        batch.files().forEach((source, files) -> statements.addAll(staging(source)));
        for (ModelWork work : batch.works()) {
            if (work.model() instanceof DimensionModel dimension) {
                statements.addAll(SqlBatch.planned(relations, PostgresStaging.SCRATCH, dimension, work, true));
                statements.addAll(PostgresKeys.keys(dimension));
            } else if (work.model() instanceof FactModel fact) {
                FactSql sql = new FactSql(relations, fact, work);
                statements.add(sql.delete());
                NavigableSet<Day> days = work.days().navigableKeySet();
                if (!days.isEmpty()) {
                    statements.addAll(PostgresKeys.foreignKeys(relations.context(), fact, fact.name()));
                    statements.add(sql.insert());
                    Partitions.none(fact).missing(days).forEach(partition -> statements.add(partition.attach(fact)));
                    sql.proofs().forEach(proof -> statements.add(proof.sql()));
                }
            } else if (work.model() instanceof DataSetModel dataSet) {
                statements.add("CREATE VIEW %s AS %s"
                        .formatted(SqlNames.quoted(dataSet.name()), relations.selectAll(dataSet)));
            }
        }
        batch.checks().forEach(check -> statements.add(relations.select(check, batch.days())));
        return statements;
    }

    private static List<String> staging(SourceModel source) {
        List<String> header = source.columns().stream().map(Column::name).toList();
        List<String> statements = new ArrayList<>(PostgresStaging.create(source));
        statements.add(PostgresStaging.copy(source, header));
        return statements;
    }
}
