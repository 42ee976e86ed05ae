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
import dev.asterism.plan.Reshaping;
import dev.asterism.plan.Reshapings;
import dev.asterism.plan.TableForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements that bring the tables of dimensions and facts into the shape that their models declare. How a table is
 * created is an engine's own; how it changes is the same for all, apart from the order of its columns.
 */
public abstract class TableChanges {
    protected final BuildContext context;
    private final String integerType;
    private final String booleanType;
    private final String textType;
    private final Set<TableName> built = new HashSet<>();
    private final Map<TableName, TableForm> made;
    private final Map<TableName, TableForm> declared;
    private final Reshapings reshapings;

    /**
     * @param batch what is built; tables that it does not build are only created
     * @param integerType the engine's name of a 32-bit integer
     * @param booleanType the engine's name of a truth value
     * @param textType the engine's name of a text
     * @param made the forms in which tables were made
     * @param declared the forms that models declare
     */
    protected TableChanges(
            BuildContext context,
            Batch batch,
            String integerType,
            String booleanType,
            String textType,
            Map<TableName, TableForm> made,
            Map<TableName, TableForm> declared) {
        this.textType = textType;
        this.context = context;
        this.integerType = integerType;
        this.booleanType = booleanType;
        this.made = made;
        this.declared = declared;
        batch.works().forEach(work -> built.add(work.model().name()));
        Map<TableName, TableForm> changing = new HashMap<>(made);
        changing.keySet().retainAll(built);
        this.reshapings = Reshapings.of(context.graph(), changing, declared);
    }

    /** Creates a dimension's table, without members. */
    protected abstract List<String> create(DimensionModel dimension, Map<String, String> columns, Set<String> notNull);

    /** Creates a fact's table, without rows. */
    protected abstract List<String> create(FactModel fact, Map<String, String> columns, Set<String> notNull);

    /**
     * What makes the columns of a table those that are wanted, if they do not come into their order by being added last, or
     * another one is the key.
     *
     * @param model the model of the table
     * @param present the columns and types that the table has
     * @param wanted the columns and types that it is to have, in their order
     * @param renamed the names that columns have in the table, by those that they are to have
     * @param altered the statements that rename, drop and convert columns
     * @param notNull the columns that have a value in every row
     */
    protected record Reordering(
            Model model,
            Map<String, String> present,
            Map<String, String> wanted,
            Map<String, String> renamed,
            List<String> altered,
            Set<String> notNull) {
        /** Returns the name that a column has in the table; empty if it has none. */
        public Optional<String> nameBefore(String column) {
            String name = renamed.getOrDefault(column, column);
            return present.containsKey(name) ? Optional.of(name) : Optional.empty();
        }
    }

    /** Returns the statements that give a table its columns in their order. */
    protected abstract List<String> reorder(Reordering reordering);

    /** Returns what must be done before a table can be dropped. */
    protected List<String> beforeDrop(TableName table) {
        return List.of();
    }

    /**
     * Returns what must be done before members of a dimension can go.
     *
     * @param emptied the tables whose rows go before them
     */
    protected List<String> beforeMembersGo(TableName dimension, Set<TableName> emptied) {
        return List.of();
    }

    /**
     * Returns what is to be done so that every table is there, and those that a batch builds have their declared columns.
     *
     * @param existing the columns and types of the tables that exist
     */
    public final List<String> statements(Map<TableName, Map<String, String>> existing) {
        List<String> statements = new ArrayList<>(statements(concerned(existing.keySet()), existing));
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
    public final List<Model> concerned(Set<TableName> existing) {
        return context.graph().models().stream()
                .filter(model ->
                        built.contains(model.name()) || (!existing.contains(model.name()) && !isView(model.name())))
                .toList();
    }

    /** Whether a table's name is, as far as is known, that of a view. */
    private boolean isView(TableName name) {
        TableForm form = made.get(name);
        return form != null && DataSetModel.isView(form.kind());
    }

    /** Returns what is to be done for some models; see {@link #statements(Map)}. */
    public final List<String> statements(List<? extends Model> models, Map<TableName, Map<String, String>> existing) {
        List<String> statements = new ArrayList<>(changes(models, existing));
        for (Model model : models) {
            TableForm form = declared.get(model.name());
            TableForm before = made.get(model.name());
            boolean isMade = built.contains(model.name())
                    || (before == null && !existing.containsKey(model.name()) && !(model instanceof DataSetModel));
            if (form != null && isMade && (before == null || !before.isSameAs(form))) {
                statements.addAll(Forms.record(model.name(), form));
            }
        }
        return statements;
    }

    /** Returns what is to be done for some models, without noting that it is done. */
    public final List<String> changes(List<? extends Model> models, Map<TableName, Map<String, String>> existing) {
        List<String> statements = new ArrayList<>();
        Set<String> schemas = new HashSet<>();
        for (Model model : models) {
            String schema = model.name().schema();
            boolean exists =
                    existing.keySet().stream().anyMatch(table -> table.schema().equals(schema));
            if (model.hasTable() && !exists && schemas.add(schema)) {
                statements.add("CREATE SCHEMA IF NOT EXISTS "
                        + SqlNames.quoted(model.name().schema()));
            }
        }
        statements.addAll(makeRoom(models, existing));
        Map<TableName, Map<String, String>> left = new HashMap<>(existing);
        left.keySet().removeAll(dropped(models));
        for (Model model : models) {
            if (model instanceof DimensionModel dimension) {
                statements.addAll(dimension(dimension, left));
            }
        }
        for (Model model : models) {
            if (model instanceof FactModel fact) {
                statements.addAll(fact(fact, left.get(fact.name())));
            }
        }
        return statements;
    }

    /**
     * Returns the tables that are emptied, with those that keep what was observed of their members: what cannot stay as it
     * is, and what refers to members that go. It is built anew.
     */
    public final Set<TableName> emptied(List<? extends Model> models) {
        Set<TableName> emptied = new LinkedHashSet<>();
        reshapings.emptied(models.stream().map(Model::name).toList()).forEach(table -> {
            emptied.add(table);
            emptied.add(HistorySql.observations(table));
        });
        return emptied;
    }

    /** Returns the tables and views of some models that cannot be altered, so that they are dropped and made anew. */
    public final Set<TableName> dropped(List<? extends Model> models) {
        Set<TableName> dropped = new HashSet<>();
        for (Model model : models) {
            reshapings
                    .find(model.name())
                    .filter(Reshaping::isMadeAnew)
                    .ifPresent(reshaping ->
                            dropped.addAll(List.of(reshaping.table(), HistorySql.observations(reshaping.table()))));
        }
        return dropped;
    }

    /** Returns how a table changes; empty if it does not, or is not there. */
    public final Optional<Reshaping> reshaping(TableName table) {
        return reshapings.find(table);
    }

    private List<String> makeRoom(List<? extends Model> models, Map<TableName, Map<String, String>> existing) {
        Set<TableName> dropped = dropped(models);
        List<String> statements = new ArrayList<>();
        Set<TableName> emptied = emptied(models);
        for (TableName table : emptied) {
            if (dropped.contains(table) && isView(table)) {
                statements.add("DROP VIEW IF EXISTS " + SqlNames.quoted(table));
            } else if (dropped.contains(table) && existing.containsKey(table)) {
                statements.addAll(beforeDrop(table));
                statements.add("DROP TABLE " + SqlNames.quoted(table));
            } else if (existing.containsKey(table)) {
                statements.addAll(beforeMembersGo(table, emptied));
                statements.add("DELETE FROM " + SqlNames.quoted(table));
            }
            TableName awaited = AwaitedMembers.table(table);
            boolean isDimension = context.graph()
                    .find(table)
                    .filter(DimensionModel.class::isInstance)
                    .isPresent();
            if (!isDimension && existing.containsKey(awaited)) {
                statements.add("DROP TABLE " + SqlNames.quoted(awaited));
            }
            if (!HistorySql.isObservations(table)) {
                statements.add(
                        "DELETE FROM asterism.build_state WHERE table_name = " + SqlNames.literal(table.toString()));
            }
        }
        return statements;
    }

    private List<String> dimension(DimensionModel dimension, Map<TableName, Map<String, String>> existing) {
        TableShape shape = context.shapes().of(dimension);
        Map<String, String> wanted = DimensionColumns.of(dimension, shape, integerType, booleanType);
        Set<String> promised = new HashSet<>(dimension.naturalKey());
        promised.add(dimension.key());
        List<String> statements = new ArrayList<>();
        Map<String, String> present = existing.get(dimension.name());
        if (present == null) {
            statements.addAll(create(dimension, wanted, promised));
            statements.addAll(comments(dimension, wanted.keySet()));
        } else {
            boolean losesUnknown = reshapings
                    .find(dimension.name())
                    .filter(Reshaping::hasLostTheUnknownMember)
                    .isPresent();
            if (losesUnknown) {
                statements.addAll(beforeMembersGo(dimension.name(), emptied(List.of(dimension))));
                statements.add("DELETE FROM " + SqlNames.quoted(dimension.name()) + " WHERE "
                        + SqlNames.quoted(dimension.key()) + " = " + DimensionModel.UNKNOWN_KEY);
            }
            statements.addAll(evolve(dimension, present, wanted, promised));
        }
        Map<String, String> observed = existing.get(HistorySql.observations(dimension));
        if (dimension.day().isPresent()) {
            statements.addAll(observations(dimension, shape, observed));
        } else if (observed != null) {
            statements.add("DROP TABLE " + SqlNames.quoted(HistorySql.observations(dimension)));
        }
        return statements;
    }

    private List<String> observations(
            DimensionModel dimension, TableShape shape, @Nullable Map<String, String> present) {
        TableName table = HistorySql.observations(dimension);
        Map<String, String> wanted = new LinkedHashMap<>();
        shape.columns().forEach(column -> wanted.put(column.name(), column.type()));
        if (present != null) {
            Map<String, String> renamed = new HashMap<>(renamed(dimension));
            reshapings
                    .find(dimension.name())
                    .ifPresent(reshaping -> renamed.put(
                            reshaping.now().day(), reshaping.before().day()));
            List<String> statements = alter(table, present, wanted, renamed);
            statements.addAll(add(table, present, wanted, renamed));
            return statements;
        }
        List<String> definitions = new ArrayList<>();
        wanted.forEach((name, type) -> definitions.add(SqlNames.quoted(name) + " " + type));
        return List.of("CREATE TABLE %s (%s)".formatted(SqlNames.quoted(table), String.join(", ", definitions)));
    }

    private List<String> fact(FactModel fact, @Nullable Map<String, String> existing) {
        TableShape shape = context.shapes().of(fact);
        Map<String, String> wanted = new LinkedHashMap<>();
        shape.columns().forEach((ShapeColumn column) -> wanted.put(column.name(), column.type()));
        Set<String> promised = new HashSet<>(fact.grain());
        promised.addAll(shape.references().keySet());
        if (existing != null) {
            return evolve(fact, existing, wanted, promised);
        }
        List<String> statements = new ArrayList<>(create(fact, wanted, promised));
        statements.addAll(comments(fact, wanted.keySet()));
        return statements;
    }

    private Map<String, String> renamed(Model model) {
        return reshapings.find(model.name()).map(Reshaping::renamed).orElse(Map.of());
    }

    /** The table of a model as it is now declared, with its descriptions where anything about it changes. */
    private List<String> evolve(
            Model model, Map<String, String> present, Map<String, String> wanted, Set<String> promised) {
        Map<String, String> renamed = renamed(model);
        List<String> altered = alter(model.name(), present, wanted, renamed);
        List<String> statements = new ArrayList<>(altered);
        boolean hasAnotherKey = model instanceof DimensionModel dimension && hasAnotherKey(dimension);
        if (isLastAdded(present, wanted, renamed) && !hasAnotherKey) {
            statements.addAll(add(model.name(), present, wanted, renamed));
        } else {
            statements = new ArrayList<>(reorder(new Reordering(
                    model, present, wanted, renamed, altered, notNull(model, present, wanted, promised))));
        }
        if (!statements.isEmpty()) {
            statements.addAll(comments(model, wanted.keySet()));
        }
        return statements;
    }

    /** Returns whether another column is a dimension's key than was. */
    protected final boolean hasAnotherKey(DimensionModel dimension) {
        return reshapings
                .find(dimension.name())
                .filter(reshaping -> {
                    String before = reshaping.before().key();
                    String key = dimension.ownKey().orElse("");
                    return !before.equals(reshaping.renamed().getOrDefault(key, key));
                })
                .isPresent();
    }

    /** Whether the columns come into their order if those that are new are added last. */
    private static boolean isLastAdded(
            Map<String, String> present, Map<String, String> wanted, Map<String, String> renamed) {
        List<String> stay = new ArrayList<>();
        for (String name : present.keySet()) {
            nameNow(name, wanted, renamed).ifPresent(stay::add);
        }
        return stay.equals(List.copyOf(wanted.keySet()).subList(0, stay.size()));
    }

    /** The columns that are sure to have a value in every row that is there. */
    private Set<String> notNull(
            Model model, Map<String, String> present, Map<String, String> wanted, Set<String> promised) {
        Set<String> before = new HashSet<>();
        reshapings.find(model.name()).map(Reshaping::before).ifPresent(form -> {
            before.addAll(form.grain());
            before.addAll(form.naturalKey());
            before.addAll(form.references().keySet());
        });
        if (model instanceof DimensionModel dimension) {
            before.add(dimension.key());
        }
        boolean isEmptied = emptied(List.of(model)).contains(model.name());
        Map<String, String> renamed = renamed(model);
        Set<String> notNull = new HashSet<>(promised);
        notNull.removeIf(column -> {
            String old = renamed.getOrDefault(column, column);
            boolean isKept = before.contains(old)
                    && present.containsKey(old)
                    && Objects.equals(present.get(old), wanted.get(column));
            return !isEmptied && !isKept;
        });
        return notNull;
    }

    private static Optional<String> nameNow(String old, Map<String, String> wanted, Map<String, String> renamed) {
        return renamed.entrySet().stream()
                .filter(entry -> entry.getValue().equals(old))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> wanted.containsKey(old) ? Optional.of(old) : Optional.empty());
    }

    /** What renames, drops and converts columns. */
    private List<String> alter(
            TableName table, Map<String, String> present, Map<String, String> wanted, Map<String, String> renamed) {
        List<String> statements = new ArrayList<>();
        String alter = "ALTER TABLE " + SqlNames.quoted(table);
        present.forEach((old, type) -> {
            Optional<String> name = nameNow(old, wanted, renamed);
            if (name.isEmpty()) {
                statements.add(alter + " DROP COLUMN " + SqlNames.quoted(old));
            } else if (!name.get().equals(old)) {
                statements.add(alter + " RENAME COLUMN " + SqlNames.quoted(old) + " TO " + SqlNames.quoted(name.get()));
            }
        });
        present.forEach((old, type) -> nameNow(old, wanted, renamed)
                .filter(name -> !type.equals(wanted.get(name)))
                .ifPresent(name -> statements.addAll(changeType(table, name, wanted.getOrDefault(name, type)))));
        return statements;
    }

    /** A column that is new starts empty: all days of the table are stale and bring its values. */
    private static List<String> add(
            TableName table, Map<String, String> present, Map<String, String> wanted, Map<String, String> renamed) {
        List<String> statements = new ArrayList<>();
        wanted.forEach((name, type) -> {
            if (!present.containsKey(renamed.getOrDefault(name, name))) {
                statements.add(
                        "ALTER TABLE " + SqlNames.quoted(table) + " ADD COLUMN " + SqlNames.quoted(name) + " " + type);
            }
        });
        return statements;
    }

    /** Gives a column another type, and keeps the values that this one has, too, until the days are built again. */
    protected abstract List<String> changeType(TableName table, String column, String type);

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
            fact.measures().forEach((String name, Measure measure) -> descriptions.put(name, measure.comment()));
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
