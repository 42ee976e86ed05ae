package dev.asterism.engine.star;

import dev.asterism.engine.TableShape;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.model.DimensionModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The columns of a dimension's table: its key, what its SELECT gives but the day, and for history of type 2 the days on
 * which a version is valid.
 */
public final class DimensionColumns {
    public static final String VALID_FROM = "valid_from";
    public static final String VALID_TO = "valid_to";
    public static final String IS_CURRENT = "is_current";

    /** The day from which on the first known version of a member is valid: before every day there is. */
    static final int ALWAYS = 19000101;
    /** The day up to which the current version of a member is valid. */
    static final int FOR_EVER = 99991231;

    private DimensionColumns() {}

    /** Whether a column says when a version is valid. */
    public static boolean isOfHistory(String column) {
        return column.equals(VALID_FROM) || column.equals(VALID_TO) || column.equals(IS_CURRENT);
    }

    /**
     * The columns with their types, in order.
     *
     * @param integerType the engine's name of a 32-bit integer
     * @param booleanType the engine's name of a truth value
     */
    public static Map<String, String> of(
            DimensionModel dimension, TableShape shape, String integerType, String booleanType) {
        return of(dimension, shape.columns(), integerType, booleanType);
    }

    /** See {@link #of(DimensionModel, TableShape, String, String)}. */
    public static Map<String, String> of(
            DimensionModel dimension, List<ShapeColumn> selected, String integerType, String booleanType) {
        Map<String, String> columns = new LinkedHashMap<>();
        if (dimension.ownKey().isEmpty()) {
            columns.put(dimension.key(), integerType);
        }
        selected.stream()
                .filter(column -> !isDay(dimension, column.name()))
                .forEach(column -> columns.put(column.name(), column.type()));
        if (dimension.history() == DimensionModel.History.TYPE_2) {
            columns.put(VALID_FROM, integerType);
            columns.put(VALID_TO, integerType);
            columns.put(IS_CURRENT, booleanType);
        }
        return columns;
    }

    /** The columns of the SELECT that are kept. */
    static List<String> kept(DimensionModel dimension, TableShape shape) {
        return shape.names().stream().filter(name -> !isDay(dimension, name)).toList();
    }

    /** The columns of the SELECT that describe a member and do not identify it. */
    static List<String> attributes(DimensionModel dimension, TableShape shape) {
        List<String> attributes = new ArrayList<>(kept(dimension, shape));
        attributes.removeAll(dimension.naturalKey());
        attributes.remove(dimension.key());
        return attributes;
    }

    /**
     * Columns of a relation to sort by, texts by their bytes: an order that no locale of a server changes or slows down.
     *
     * @param shape tells which of the columns are texts
     */
    static String inByteOrder(String relation, List<String> columns, TableShape shape) {
        return columns.stream()
                .map(column -> relation + "." + SqlNames.quoted(column)
                        + (shape.find(column).filter(ShapeColumn::isText).isPresent() ? " COLLATE \"C\"" : ""))
                .collect(Collectors.joining(", "));
    }

    private static boolean isDay(DimensionModel dimension, String column) {
        return dimension.day().filter(column::equals).isPresent();
    }
}
