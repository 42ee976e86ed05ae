package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.DimensionSql;
import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Column;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Binds every model against empty tables in a database in memory, so that a wrong statement is found before anything is
 * built, whatever the warehouse holds.
 */
public final class DuckDbDescriber {
    private static final CalendarRange ANY_CALENDAR = new CalendarRange(Day.of(2018, 1, 1), Day.of(2018, 1, 1));

    /** Set by tests alone, to see that days which are not independent are noticed even if the proof should miss them. */
    private static final String PROOF_IS_OFF = "asterism.test.proof-of-days-is-off";

    private final ModelGraph graph;
    private final SqlSession connection;

    private DuckDbDescriber(ModelGraph graph, SqlSession connection) {
        this.graph = graph;
        this.connection = connection;
    }

    /** Returns the columns of every table; throws {@link dev.asterism.InputException} for what does not bind. */
    public static Shapes describe(ModelGraph graph) {
        try (Connection memory = DriverManager.getConnection("jdbc:duckdb:");
                SqlSession connection = new SqlSession(memory)) {
            connection.execute("SET integer_division = true");
            connection.execute("SET TimeZone = 'UTC'");
            // No model reads files by itself: that is refused by name, and whatever has no name yet is refused here.
            connection.execute("SET enable_external_access = false");
            return new DuckDbDescriber(graph, connection).describe();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Reading the models with DuckDB", failure);
        }
    }

    private Shapes describe() throws SQLException {
        Map<TableName, List<ShapeColumn>> columns = new HashMap<>();
        for (Model model : graph.models()) {
            List<ShapeColumn> own = model instanceof SourceModel source ? declared(source) : bound(model);
            columns.put(model.name(), own);
            if (model instanceof FactModel) {
                requirePortableTypes(model, own);
            }
            if (!(model instanceof CheckModel)) {
                createEmpty(model, own);
            }
        }
        Shapes shapes = Shapes.of(graph, columns);
        BuildContext context = new BuildContext(graph, shapes, ANY_CALENDAR);
        graph.ofType(FactModel.class).forEach(fact -> FactSql.requireSummable(context, fact));
        graph.ofType(DimensionModel.class)
                .forEach(dimension -> DimensionSql.requireSummable(dimension, shapes.of(dimension)));
        return shapes.withUnproven(unproven(shapes)).withUses(MemberUses.of(connection, context));
    }

    /** What keeps the days of each model from being proven independent, where something does. */
    private Map<TableName, String> unproven(Shapes shapes) throws SQLException {
        Map<TableName, String> unproven = new HashMap<>();
        if (Boolean.getBoolean(PROOF_IS_OFF)) {
            return unproven;
        }
        for (Model model : graph.models()) {
            boolean isHandedDays = graph.isBuiltByDay(model) || (model instanceof CheckModel && readsDays(model));
            if (isHandedDays) {
                int dayPlace = model.dayColumn()
                        .map(day -> shapes.of(model).names().indexOf(day))
                        .orElse(-1);
                Optional<BoundPlan> plan = connection
                        .query(
                                "SELECT json_serialize_plan(CAST(? AS varchar))",
                                List.of(withoutDataSets(model)),
                                row -> row.getString(1))
                        .stream()
                        .findFirst()
                        .flatMap(BoundPlan::parse);
                Optional<String> why = plan.isEmpty()
                        ? Optional.of("the engine does not tell its plan")
                        : new DayIndependence(table ->
                                        graph.find(table).filter(Model::hasDays).flatMap(Model::dayColumn))
                                .unproven(plan.get(), dayPlace);
                why.ifPresent(reason -> unproven.put(model.name(), reason));
            }
        }
        return unproven;
    }

    private boolean readsDays(Model model) {
        return graph.upstream(model).stream()
                .anyMatch(upstream -> upstream.hasDays() || (upstream instanceof DataSetModel && readsDays(upstream)));
    }

    /** The SELECT of a model, with those of data sets in their places; a seed has no days, whatever its rows. */
    private String withoutDataSets(Model model) {
        return model.file().sql().reading(table -> {
            if (table.equals(TableName.CALENDAR)) {
                return Optional.of(Relations.calendar(ANY_CALENDAR));
            }
            return graph.find(table)
                    .filter(upstream -> upstream instanceof DataSetModel view && !view.isSeed())
                    .map(dataSet -> "(" + withoutDataSets(dataSet) + "\n)");
        });
    }

    private static List<ShapeColumn> declared(SourceModel source) {
        return source.columns().stream()
                .map((Column column) -> new ShapeColumn(column.name(), DuckDbTypes.name(column.type())))
                .toList();
    }

    private List<ShapeColumn> bound(Model model) throws SQLException {
        Relations relations =
                new Relations(new BuildContext(graph, Shapes.none(), ANY_CALENDAR), SourceModel::toString);
        try {
            return connection.query(
                    "DESCRIBE " + relations.selectAll(model),
                    row -> new ShapeColumn(row.getString("column_name"), row.getString("column_type")));
        } catch (SQLException doesNotBind) {
            throw DuckDbErrors.inModel(model, doesNotBind, wordsOfSql(model));
        }
    }

    /** The columns of what a model reads that it names without quotes, though they are words of SQL. */
    private List<String> wordsOfSql(Model model) throws SQLException {
        String text = model.file().sql().text();
        return connection.query("""
                SELECT DISTINCT column_name
                FROM duckdb_columns() JOIN duckdb_keywords() ON keyword_name = column_name
                WHERE NOT internal AND keyword_category IN ('reserved', 'type_function')
                ORDER BY 1""", row -> row.getString(1)).stream()
                .filter(word -> Pattern.compile("(?<![\\w\"])" + word + "(?![\\w\"(])", Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .find())
                .toList();
    }

    private static void requirePortableTypes(Model model, List<ShapeColumn> columns) {
        for (ShapeColumn column : columns) {
            if (column.type().equals("HUGEINT")) {
                throw model.file()
                        .start()
                        .error("the column '" + column.name() + "' is a sum without a stated type,"
                                + " which is another type on every engine. Write CAST(sum(…) AS bigint).");
            }
        }
    }

    private void createEmpty(Model model, List<ShapeColumn> columns) throws SQLException {
        Map<String, String> definitions = new LinkedHashMap<>();
        if (model instanceof DimensionModel dimension) {
            definitions.putAll(DimensionColumns.of(dimension, columns, "INTEGER", "BOOLEAN"));
        } else {
            columns.forEach(column -> definitions.put(column.name(), column.type()));
        }
        String list = definitions.entrySet().stream()
                .map(column -> SqlNames.quoted(column.getKey()) + " " + column.getValue())
                .collect(Collectors.joining(", "));
        connection.execute(
                "CREATE SCHEMA IF NOT EXISTS " + SqlNames.quoted(model.name().schema()));
        connection.execute("CREATE TABLE " + SqlNames.quoted(model.name()) + " (" + list + ")");
    }
}
