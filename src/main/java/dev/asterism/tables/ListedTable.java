package dev.asterism.tables;

import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;

/**
 * A table or view that a model declares.
 *
 * @param model its model
 * @param isBuilt whether it is in the warehouse
 * @param rows how many rows it has; empty for a view, which would have to be worked out, and for what is not built
 * @param days the days that it holds, if it is built by day
 * @param columns its columns, in order
 * @param references the dimensions that its columns refer to, by column
 */
public record ListedTable(
        Model model,
        boolean isBuilt,
        OptionalLong rows,
        NavigableSet<Day> days,
        List<ShapeColumn> columns,
        Map<String, TableName> references) {}
