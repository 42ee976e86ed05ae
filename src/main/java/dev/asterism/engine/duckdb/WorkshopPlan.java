package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Computing;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.star.HistorySql;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.Step;
import dev.asterism.engine.star.StepPrinter;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.TableForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a workshop does, without its file. */
public final class WorkshopPlan implements Computing {
    @Override
    public Shapes describe(ModelGraph graph) {
        return DuckDbDescriber.describe(graph);
    }

    @Override
    public List<String> statements(
            BuildContext context, Batch batch, Map<TableName, List<HeldColumn>> held, Map<TableName, TableForm> made) {
        List<Step> steps = new ArrayList<>();
        context.graph()
                .ofType(FactModel.class)
                .forEach(fact -> steps.add(Step.execute("DROP TABLE IF EXISTS " + SqlNames.quoted(fact.name()))));
        steps.addAll(PlannedStatements.of(
                context,
                batch,
                copies(context, held),
                made,
                dimension -> new Tracking(context, dimension).remember(),
                false));
        steps.add(new Step.Note("Days of facts that are read and not built are fetched from the warehouse before that;"
                + " what is new or changed is written to files, from which the warehouse copies it."));
        return StepPrinter.print(steps);
    }

    /** The copies that a workshop has of what the warehouse holds. */
    private static Map<TableName, Map<String, String>> copies(
            BuildContext context, Map<TableName, List<HeldColumn>> held) {
        Map<TableName, Map<String, String>> copies = new HashMap<>();
        for (DimensionModel dimension : context.graph().ofType(DimensionModel.class)) {
            for (TableName table : List.of(dimension.name(), HistorySql.observations(dimension))) {
                if (held.containsKey(table)) {
                    Map<String, String> columns = new LinkedHashMap<>();
                    held.get(table).forEach(column -> columns.put(column.name(), column.type()));
                    copies.put(table, columns);
                }
            }
        }
        return copies;
    }
}
