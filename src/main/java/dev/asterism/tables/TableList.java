package dev.asterism.tables;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.BuildState.Built;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables and views of the stars.
 *
 * @param tables what models declare, in topological order, without sources and checks, which have no table
 * @param withoutModel what is in the warehouse and no model declares
 */
public record TableList(List<ListedTable> tables, List<TableName> withoutModel) {
    /**
     * Looks into the warehouse. The rows of facts are those recorded; the rows of dimensions are counted.
     *
     * @param selected the tables to list
     * @param withoutModel what is in the warehouse and no model declares
     */
    public static TableList of(
            WarehouseReader engine, BuildContext context, Set<TableName> selected, List<TableName> withoutModel) {
        BuildState built = engine.buildState();
        List<Model> models = context.graph().models().stream()
                .filter(model -> selected.contains(model.name()))
                .filter(model -> !(model instanceof SourceModel) && !(model instanceof CheckModel))
                .toList();
        Map<TableName, Long> counted = count(
                engine,
                models.stream()
                        .filter(model -> isBuilt(built, model.name()))
                        .filter(model -> !(model instanceof FactModel) && !(model instanceof DataSetModel))
                        .toList());
        List<ListedTable> tables = new ArrayList<>();
        for (Model model : models) {
            NavigableMap<Day, Built> days = built.days().getOrDefault(model.name(), Collections.emptyNavigableMap());
            OptionalLong rows = OptionalLong.empty();
            if (counted.containsKey(model.name())) {
                rows = OptionalLong.of(counted.getOrDefault(model.name(), 0L));
            } else if (model instanceof FactModel && !days.isEmpty()) {
                rows = OptionalLong.of(
                        days.values().stream().mapToLong(Built::rows).sum());
            }
            TableShape shape = context.shapes().of(model);
            Map<String, TableName> references = new LinkedHashMap<>();
            shape.references().forEach((column, dimension) -> references.put(column, dimension.name()));
            tables.add(new ListedTable(
                    model,
                    isBuilt(built, model.name()),
                    rows,
                    new TreeSet<>(days.keySet()),
                    columns(model, shape),
                    references));
        }
        return new TableList(List.copyOf(tables), withoutModel);
    }

    private static boolean isBuilt(BuildState built, TableName table) {
        return built.days().containsKey(table) || built.wholes().containsKey(table);
    }

    private static List<ShapeColumn> columns(Model model, TableShape shape) {
        if (!(model instanceof DimensionModel dimension)) {
            return shape.columns();
        }
        return DimensionColumns.of(dimension, shape, "INTEGER", "BOOLEAN").entrySet().stream()
                .map(column -> new ShapeColumn(column.getKey(), column.getValue()))
                .toList();
    }

    private static Map<TableName, Long> count(WarehouseReader engine, List<Model> models) {
        Map<TableName, Long> counts = new LinkedHashMap<>();
        if (models.isEmpty()) {
            return counts;
        }
        List<String> selects = new ArrayList<>();
        for (int place = 0; place < models.size(); place++) {
            selects.add("SELECT " + place + ", count(*) FROM "
                    + SqlNames.quoted(models.get(place).name()));
        }
        try (QueryResult result = engine.query(String.join("\nUNION ALL ", selects))) {
            while (result.next()) {
                counts.put(models.get(number(result, 0).intValue()).name(), number(result, 1));
            }
        }
        return counts;
    }

    private static Long number(QueryResult row, int column) {
        return Long.valueOf(String.valueOf(row.value(column)));
    }
}
