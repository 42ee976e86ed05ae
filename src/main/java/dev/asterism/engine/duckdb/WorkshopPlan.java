package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Computing;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.star.Step;
import dev.asterism.engine.star.StepPrinter;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
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
    public List<String> statements(BuildContext context, Batch batch, Map<TableName, List<HeldColumn>> held) {
        Map<TableName, Map<String, String>> existing = new HashMap<>();
        for (DimensionModel dimension : context.graph().ofType(DimensionModel.class)) {
            if (held.containsKey(dimension.name())) {
                Map<String, String> columns = new LinkedHashMap<>();
                held.get(dimension.name()).forEach(column -> columns.put(column.name(), column.type()));
                existing.put(dimension.name(), columns);
            }
        }
        List<Step> steps = new java.util.ArrayList<>();
        context.graph()
                .ofType(FactModel.class)
                .forEach(fact -> steps.add(
                        Step.execute("DROP TABLE IF EXISTS " + dev.asterism.engine.star.SqlNames.quoted(fact.name()))));
        steps.addAll(PlannedStatements.of(
                context,
                batch,
                existing,
                Map.of(),
                model -> model instanceof DimensionModel dimension
                        ? new PlannedStatements.Around(new Tracking(context, dimension).remember(), List.of())
                        : PlannedStatements.Around.NOTHING));
        steps.add(new Step.Note("What is new or changed is written to files, from which the warehouse copies it."));
        return StepPrinter.print(steps);
    }
}
