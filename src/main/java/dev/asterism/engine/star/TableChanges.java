package dev.asterism.engine.star;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Measure;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements that bring the tables of dimensions and facts into the shape that their models declare. How a table is
 * created is an engine's own; how it changes is the same for all.
 */
public abstract class TableChanges {
    protected final BuildContext context;
    private final String integerType;
    private final String booleanType;
    private final String textType;

    /**
     * @param integerType the engine's name of a 32-bit integer
     * @param booleanType the engine's name of a truth value
     * @param textType the engine's name of a text
     */
    protected TableChanges(BuildContext context, String integerType, String booleanType, String textType) {
        this.textType = textType;
        this.context = context;
        this.integerType = integerType;
        this.booleanType = booleanType;
    }

    /** Creates a dimension's table, without members. */
    protected abstract List<String> create(DimensionModel dimension, Map<String, String> columns);

    /** Creates a fact's table, without rows. */
    protected abstract List<String> create(FactModel fact, Map<String, String> columns, Set<String> notNull);

    /**
     * Returns what is to be done so that every table is there, and those that a batch builds have their declared columns.
     *
     * @param existing the columns and types of the tables that exist
     * @param naturalKeys the natural key with which each dimension was built
     */
    public final List<String> statements(
            Batch batch, Map<TableName, Map<String, String>> existing, Map<TableName, String> naturalKeys) {
        List<String> statements =
                new ArrayList<>(statements(concerned(batch, existing.keySet()), existing, naturalKeys));
        statements.addAll(awaited(existing));
        return statements;
    }

    /** Returns what is to be done so that members can be noted that are looked for and not there. */
    public final List<String> awaited(Map<TableName, Map<String, String>> existing) {
        List<String> statements = new ArrayList<>();
        for (DimensionModel dimension : context.graph().ofType(DimensionModel.class)) {
            if (AwaitedMembers.isAwaited(context, dimension)) {
                Map<String, String> wanted =
                        AwaitedMembers.columns(dimension, context.shapes().of(dimension), textType, integerType);
                Map<String, String> present = existing.get(AwaitedMembers.table(dimension.name()));
                if (present != null && !present.equals(wanted)) {
                    statements.add("DROP TABLE " + SqlNames.quoted(AwaitedMembers.table(dimension.name())));
                }
                if (present == null || !present.equals(wanted)) {
                    statements.add(AwaitedMembers.create(dimension, wanted));
                }
            }
        }
        return statements;
    }

    /** The models whose tables a batch creates or changes: those that it builds, and those that do not exist. */
    public final List<Model> concerned(Batch batch, Set<TableName> existing) {
        Set<TableName> built = new HashSet<>();
        batch.works().forEach(work -> built.add(work.model().name()));
        return context.graph().models().stream()
                .filter(model -> built.contains(model.name()) || !existing.contains(model.name()))
                .toList();
    }

    /** Returns what is to be done for some models; see {@link #statements(Batch, Map, Map)}. */
    public final List<String> statements(
            List<Model> models, Map<TableName, Map<String, String>> existing, Map<TableName, String> naturalKeys) {
        List<String> statements = new ArrayList<>();
        Set<String> schemas = new HashSet<>();
        for (Model model : models) {
            boolean isTable =
                    model instanceof DimensionModel || model instanceof FactModel || model instanceof DataSetModel;
            String schema = model.name().schema();
            boolean exists =
                    existing.keySet().stream().anyMatch(table -> table.schema().equals(schema));
            if (isTable && !exists && schemas.add(schema)) {
                statements.add("CREATE SCHEMA IF NOT EXISTS "
                        + SqlNames.quoted(model.name().schema()));
            }
        }
        for (Model model : models) {
            if (model instanceof DimensionModel dimension) {
                statements.addAll(dimension(dimension, existing, naturalKeys.get(dimension.name())));
            }
        }
        for (Model model : models) {
            if (model instanceof FactModel fact) {
                statements.addAll(fact(fact, existing.get(fact.name())));
            }
        }
        return statements;
    }

    private List<String> dimension(
            DimensionModel dimension, Map<TableName, Map<String, String>> existing, @Nullable String naturalKey) {
        TableShape shape = context.shapes().of(dimension);
        Map<String, String> wanted = DimensionColumns.of(dimension, shape, integerType, booleanType);
        List<String> statements = new ArrayList<>();
        Map<String, String> present = existing.get(dimension.name());
        if (present == null) {
            statements.addAll(create(dimension, wanted));
            statements.addAll(comments(dimension, wanted.keySet()));
        } else {
            if (naturalKey != null && !naturalKey.equals(dimension.naturalKey().toString())) {
                statements.addAll(startAgain(dimension, existing));
            }
            statements.addAll(evolve(dimension, present, wanted));
        }
        if (dimension.day().isPresent()) {
            statements.addAll(observations(dimension, shape, existing));
        }
        return statements;
    }

    /**
     * Returns the tables that are emptied since the natural key of a dimension is another than it was: with another natural
     * key the members are others, and what refers to the old ones goes with them, and is built anew.
     *
     * @param models those that are built
     * @param naturalKeys the natural key with which each dimension was built
     */
    public final Set<TableName> emptied(List<Model> models, Map<TableName, String> naturalKeys) {
        Set<TableName> emptied = new LinkedHashSet<>();
        for (Model model : models) {
            String before = naturalKeys.get(model.name());
            if (model instanceof DimensionModel dimension
                    && before != null
                    && !before.equals(dimension.naturalKey().toString())) {
                emptied.addAll(emptiedWith(dimension));
            }
        }
        return emptied;
    }

    private List<TableName> emptiedWith(DimensionModel dimension) {
        Set<DimensionModel> gone = new LinkedHashSet<>();
        addReferring(dimension, gone);
        List<TableName> emptied = new ArrayList<>();
        context.graph().ofType(FactModel.class).stream()
                .filter(fact ->
                        context.shapes().of(fact).references().values().stream().anyMatch(gone::contains))
                .forEach(fact -> emptied.add(fact.name()));
        gone.forEach(member -> emptied.addAll(List.of(member.name(), HistorySql.observations(member))));
        return emptied;
    }

    private List<String> startAgain(DimensionModel dimension, Map<TableName, Map<String, String>> existing) {
        List<String> statements = new ArrayList<>();
        emptiedWith(dimension).stream().filter(existing::containsKey).forEach(table -> {
            statements.add("DELETE FROM " + SqlNames.quoted(table));
            statements.add("DELETE FROM asterism.build_state WHERE table_name = " + SqlNames.literal(table.toString()));
        });
        return statements;
    }

    /** Adds a dimension after those whose members refer to its members. */
    private void addReferring(DimensionModel dimension, Set<DimensionModel> referring) {
        for (DimensionModel other : context.graph().ofType(DimensionModel.class)) {
            boolean refers = !other.equals(dimension)
                    && context.shapes().of(other).references().containsValue(dimension);
            if (refers && !referring.contains(other)) {
                addReferring(other, referring);
            }
        }
        referring.add(dimension);
    }

    private List<String> observations(
            DimensionModel dimension, TableShape shape, Map<TableName, Map<String, String>> existing) {
        TableName table = HistorySql.observations(dimension);
        Map<String, String> wanted = new LinkedHashMap<>();
        shape.columns().forEach(column -> wanted.put(column.name(), column.type()));
        Map<String, String> present = existing.get(table);
        if (present != null) {
            return evolve(table, present, wanted);
        }
        List<String> definitions = new ArrayList<>();
        wanted.forEach((name, type) -> definitions.add(SqlNames.quoted(name) + " " + type));
        return List.of("CREATE TABLE %s (%s)".formatted(SqlNames.quoted(table), String.join(", ", definitions)));
    }

    private List<String> fact(FactModel fact, @Nullable Map<String, String> existing) {
        TableShape shape = context.shapes().of(fact);
        Map<String, String> wanted = new LinkedHashMap<>();
        shape.columns().forEach((ShapeColumn column) -> wanted.put(column.name(), column.type()));
        if (existing != null) {
            return evolve(fact, existing, wanted);
        }
        Set<String> notNull = new HashSet<>(fact.grain());
        notNull.addAll(shape.references().keySet());
        List<String> statements = new ArrayList<>(create(fact, wanted, notNull));
        statements.addAll(comments(fact, wanted.keySet()));
        return statements;
    }

    /** The table of a model as it is now declared, with its descriptions where anything about it changes. */
    private List<String> evolve(Model model, Map<String, String> existing, Map<String, String> wanted) {
        List<String> statements = evolve(model.name(), existing, wanted);
        if (!statements.isEmpty()) {
            statements.addAll(comments(model, wanted.keySet()));
        }
        return statements;
    }

    /** A column that is new starts empty: all days of the table are stale and bring its values. */
    private List<String> evolve(TableName table, Map<String, String> existing, Map<String, String> wanted) {
        List<String> statements = new ArrayList<>();
        String alter = "ALTER TABLE " + SqlNames.quoted(table);
        existing.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(name -> statements.add(alter + " DROP COLUMN " + SqlNames.quoted(name)));
        wanted.forEach((name, type) -> {
            if (!existing.containsKey(name)) {
                statements.add(alter + " ADD COLUMN " + SqlNames.quoted(name) + " " + type);
            } else if (!type.equals(existing.get(name))) {
                statements.addAll(changeType(table, name, type));
            }
        });
        return statements;
    }

    /** Gives a column another type. Its values need not survive, since all days of the table are stale. */
    protected List<String> changeType(TableName table, String column, String type) {
        String alter = "ALTER TABLE " + SqlNames.quoted(table);
        return List.of(
                alter + " DROP COLUMN " + SqlNames.quoted(column),
                alter + " ADD COLUMN " + SqlNames.quoted(column) + " " + type);
    }

    /** Column definitions, those of some columns NOT NULL, one the primary key. */
    protected static String definitions(Map<String, String> columns, Set<String> notNull, String primaryKey) {
        List<String> definitions = new ArrayList<>();
        columns.forEach((name, type) -> definitions.add(SqlNames.quoted(name) + " " + type
                + (name.equals(primaryKey) ? " PRIMARY KEY" : notNull.contains(name) ? " NOT NULL" : "")));
        return String.join(", ", definitions);
    }

    /** Descriptions as comments on the table or view and its columns. */
    public static List<String> comments(Model model, Set<String> columns) {
        Map<String, String> descriptions = new HashMap<>(model.file().columns());
        if (model instanceof FactModel fact) {
            fact.measures().forEach((String name, Measure measure) -> descriptions.put(name, measure.description()));
        }
        String table = SqlNames.quoted(model.name());
        List<String> statements = new ArrayList<>();
        statements.add("COMMENT ON %s %s IS %s"
                .formatted(
                        model instanceof DataSetModel ? "VIEW" : "TABLE",
                        table,
                        SqlNames.literal(model.file().description())));
        columns.forEach(column -> {
            String description = descriptions.getOrDefault(column, "");
            if (!description.isEmpty()) {
                statements.add("COMMENT ON COLUMN " + table + "." + SqlNames.quoted(column) + " IS "
                        + SqlNames.literal(description));
            }
        });
        return statements;
    }
}
