package dev.asterism.engine.postgres;

import dev.asterism.engine.Shapes;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.CalendarRange;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that the server can hold what the models give, and binds what runs in the server itself: data sets, which are
 * views, and checks of published stars. Empty relations stand for tables; nothing is created, nothing is read.
 */
final class Bindings {
    private static final CalendarRange ANY_CALENDAR = new CalendarRange(Day.of(2018, 1, 1), Day.of(2018, 1, 1));

    private final ModelGraph graph;
    private final Shapes shapes;
    private final SqlSession session;
    private final Map<TableName, String> relations = new HashMap<>();

    Bindings(ModelGraph graph, Shapes shapes, SqlSession session) {
        this.graph = graph;
        this.shapes = shapes;
        this.session = session;
    }

    void require() throws SQLException {
        NameLengths.requireFit(graph);
        NameLengths.requireFit(graph, shapes);
        relations.put(TableName.CALENDAR, Relations.calendar(ANY_CALENDAR));
        for (Model model : graph.models()) {
            if (model instanceof DimensionModel || model instanceof FactModel) {
                shapes.of(model).columns().forEach(column -> requireHoldable(model, column));
            } else if (model instanceof DataSetModel || model instanceof CheckModel) {
                bind(model);
            }
            relations.put(model.name(), model instanceof SourceModel ? "" : emptyRelation(model));
        }
    }

    private static void requireHoldable(Model model, ShapeColumn column) {
        if (PostgresTypes.find(column.type()).isEmpty()) {
            throw model.file()
                    .start()
                    .error("the column '" + column.name() + "' is of the type " + column.type()
                            + ", which PostgreSQL does not have. Write CAST(… AS type) with one that both have, such as"
                            + " bigint, text or numeric(18, 2).");
        }
    }

    private void bind(Model model) throws SQLException {
        if (graph.upstream(model).stream().anyMatch(SourceModel.class::isInstance)) {
            return; // Sources are there only while a batch is built; the workshop has bound it.
        }
        String sql = model.file().sql().reading(table -> Optional.ofNullable(relations.get(table)));
        try (PreparedStatement statement = session.jdbc().prepareStatement(sql)) {
            statement.getMetaData();
        } catch (SQLException doesNotBind) {
            if (PostgresErrors.isServerGone(doesNotBind)) {
                throw doesNotBind;
            }
            throw PostgresErrors.inModel(model, sql, doesNotBind);
        }
    }

    private String emptyRelation(Model model) {
        Map<String, String> columns = new LinkedHashMap<>();
        if (model instanceof DimensionModel dimension) {
            columns.putAll(
                    DimensionColumns.of(dimension, shapes.of(dimension), PostgresTypes.INTEGER, PostgresTypes.BOOLEAN));
        } else {
            shapes.of(model).columns().forEach(column -> columns.put(column.name(), column.type()));
        }
        return columns.entrySet().stream()
                .map(column -> "CAST(NULL AS "
                        + PostgresTypes.find(column.getValue()).orElse(column.getValue()) + ") AS "
                        + SqlNames.quoted(column.getKey()))
                .collect(Collectors.joining(", ", "(SELECT ", " WHERE FALSE)"));
    }
}
