package dev.asterism.engine;

import dev.asterism.model.DimensionModel;
import dev.asterism.model.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    public record ShapeColumn(String name, String type) {
        private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar");

        /** Whether its values are texts, which sort by a collation. */
        public boolean isText() {
            return TEXTS.contains(type.toLowerCase(Locale.ROOT));
        }
    }

    /** The columns' names in order. */
    public List<String> names() {
        return columns.stream().map(ShapeColumn::name).toList();
    }

    public Optional<ShapeColumn> find(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
