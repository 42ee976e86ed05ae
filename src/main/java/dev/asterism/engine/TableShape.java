package dev.asterism.engine;

import dev.asterism.model.DimensionModel;
import dev.asterism.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a table.
 *
 * @param table the table
 * @param columns the columns in order; for a dimension without the surrogate key that the builder adds
 * @param references the dimensions that columns refer to, by column
 */
public record TableShape(TableName table, List<ShapeColumn> columns, Map<String, DimensionModel> references) {
    /**
     * A column.
     *
     * @param name its name
     * @param type its type, in the engine's own words
     */
    public record ShapeColumn(String name, String type) {}

    /** The columns' names in order. */
    public List<String> names() {
        return columns.stream().map(ShapeColumn::name).toList();
    }

    public Optional<ShapeColumn> find(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
