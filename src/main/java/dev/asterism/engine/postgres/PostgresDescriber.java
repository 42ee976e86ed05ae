package dev.asterism.engine.postgres;

import dev.asterism.engine.Shapes;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.CalendarRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Binds every model with empty relations in the place of tables: nothing is created, nothing is read. */
final class PostgresDescriber {
    private static final CalendarRange ANY_CALENDAR = new CalendarRange(Day.of(2018, 1, 1), Day.of(2018, 1, 1));

    private final ModelGraph graph;
    private final Connection connection;
    private final Map<TableName, String> emptyRelations = new HashMap<>();

    private PostgresDescriber(ModelGraph graph, Connection connection) {
        this.graph = graph;
        this.connection = connection;
    }

    static Shapes describe(ModelGraph graph, Connection connection) throws SQLException {
        return new PostgresDescriber(graph, connection).describe();
    }

    private Shapes describe() throws SQLException {
        emptyRelations.put(TableName.CALENDAR, Relations.calendar(ANY_CALENDAR));
        Map<TableName, List<ShapeColumn>> columns = new HashMap<>();
        for (Model model : graph.models()) {
            List<ShapeColumn> own = model instanceof SourceModel source ? declared(source) : bound(model);
            if (model instanceof FactModel) {
                requirePortableTypes(model, own);
            }
            columns.put(model.name(), own);
            emptyRelations.put(model.name(), emptyRelation(model, own));
        }
        return Shapes.of(graph, columns);
    }

    private static List<ShapeColumn> declared(SourceModel source) {
        return source.columns().stream()
                .map(column -> new ShapeColumn(column.name(), PostgresTypes.name(column.type())))
                .toList();
    }

    private List<ShapeColumn> bound(Model model) throws SQLException {
        String sql = model.file().sql().reading(table -> Optional.ofNullable(emptyRelations.get(table)));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSetMetaData metadata = statement.getMetaData();
            List<ShapeColumn> columns = new ArrayList<>();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                columns.add(new ShapeColumn(metadata.getColumnLabel(i), PostgresTypes.name(metadata, i)));
            }
            return List.copyOf(columns);
        } catch (SQLException doesNotBind) {
            if (PostgresErrors.isServerGone(doesNotBind)) {
                throw doesNotBind;
            }
            throw PostgresErrors.inModel(model, sql, doesNotBind);
        }
    }

    private static void requirePortableTypes(Model model, List<ShapeColumn> columns) {
        for (ShapeColumn column : columns) {
            if (column.type().equals("numeric")) {
                throw model.file()
                        .start()
                        .error("the column '" + column.name() + "' is a sum without a stated type,"
                                + " which is another type on every engine. Write CAST(sum(…) AS bigint).");
            }
        }
    }

    private static String emptyRelation(Model model, List<ShapeColumn> selected) {
        Map<String, String> columns = new LinkedHashMap<>();
        if (model instanceof DimensionModel dimension) {
            columns.putAll(DimensionColumns.of(dimension, selected, PostgresTypes.INTEGER, PostgresTypes.BOOLEAN));
        } else {
            selected.forEach(column -> columns.put(column.name(), column.type()));
        }
        return columns.entrySet().stream()
                .map(column -> "CAST(NULL AS " + column.getValue() + ") AS " + SqlNames.quoted(column.getKey()))
                .collect(Collectors.joining(", ", "(SELECT ", " WHERE FALSE)"));
    }
}
