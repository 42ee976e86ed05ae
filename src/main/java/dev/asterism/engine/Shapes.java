package dev.asterism.engine;

import dev.asterism.Suggestion;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Reconciliation;
import dev.asterism.model.TableName;
import dev.asterism.plan.MemberUse;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The columns of every table, as an engine bound them, held against what the models' headers say. Immutable. */
public final class Shapes {
    private static final Set<String> COLUMNS_OF_HISTORY = Set.of("valid_from", "valid_to", "is_current");

    private static final Set<String> TYPES_OF_DAYS = Set.of("INTEGER", "BIGINT");

    private final Map<TableName, TableShape> shapes;
    private final Map<TableName, String> unproven;
    private final Map<TableName, List<MemberUse>> uses;

    private Shapes(
            Map<TableName, TableShape> shapes, Map<TableName, String> unproven, Map<TableName, List<MemberUse>> uses) {
        this.shapes = Map.copyOf(shapes);
        this.unproven = Map.copyOf(unproven);
        this.uses = Map.copyOf(uses);
    }

    /**
     * Holds the columns of every model against its header.
     *
     * @param columns the columns of every model's result
     * @throws dev.asterism.InputException where a header names a column that the SELECT does not give, with file and
     *     line
     */
    public static Shapes of(ModelGraph graph, Map<TableName, List<ShapeColumn>> columns) {
        Map<TableName, TableShape> shapes = new HashMap<>();
        for (Model model : graph.models()) {
            List<ShapeColumn> own = columns.getOrDefault(model.name(), List.of());
            requireDistinctNames(model, own);
            TableShape shape = new TableShape(model.name(), List.copyOf(own), references(graph, model, own));
            requireHeaderColumns(model, shape);
            requireNumberedDay(model, shape);
            requireRenames(model, shape);
            if (model instanceof DimensionModel dimension && graph.isBuiltByDay(model)) {
                requireNoOwnKey(dimension);
                requireDayOfAttributes(dimension, shape);
            } else if (model instanceof DimensionModel dimension
                    && dimension.day().isPresent()) {
                throw model.file()
                        .start()
                        .error("a dimension with a 'day' reads at least one source or fact, which bring its days.");
            } else if (model instanceof FactModel && !graph.isBuiltByDay(model)) {
                throw model.file().start().error("a fact reads at least one source or fact, which bring its days.");
            }
            shapes.put(model.name(), shape);
        }
        graph.ofType(FactModel.class).forEach(fact -> requireReconciledColumns(fact, shapes));
        return new Shapes(shapes, Map.of(), Map.of());
    }

    /**
     * Returns the same, with what keeps the days of some models from being proven independent of each other.
     *
     * @param reasons by table, in words that follow "since"
     */
    public Shapes withUnproven(Map<TableName, String> reasons) {
        return new Shapes(shapes, reasons, uses);
    }

    /**
     * Why a model's SELECT must be handed one day at a time, since it is not proven that what it gives for several days is
     * what it gives for each of them; empty if it may be handed many at once.
     */
    public Optional<String> unproven(Model model) {
        return Optional.ofNullable(unproven.get(model.name()));
    }

    /** No columns of any table, for binding models one after the other. */
    public static Shapes none() {
        return new Shapes(Map.of(), Map.of(), Map.of());
    }

    /** Returns the same with the types in other words. */
    public Shapes withTypes(UnaryOperator<String> words) {
        Map<TableName, TableShape> translated = new HashMap<>();
        shapes.forEach((table, shape) -> translated.put(
                table,
                new TableShape(
                        table,
                        shape.columns().stream()
                                .map(column -> new ShapeColumn(column.name(), words.apply(column.type())))
                                .toList(),
                        shape.references())));
        return new Shapes(translated, unproven, uses);
    }

    /** Returns the same with what tables take from dimensions besides the keys of their own rows, by table. */
    public Shapes withUses(Map<TableName, List<MemberUse>> uses) {
        return new Shapes(shapes, unproven, uses);
    }

    /** What tables take from dimensions besides the keys of their own rows, by table. */
    public Map<TableName, List<MemberUse>> uses() {
        return uses;
    }

    /** What a table takes from dimensions besides the keys of its own rows. */
    public List<MemberUse> uses(Model model) {
        return uses.getOrDefault(model.name(), List.of());
    }

    /** The columns of a model's table. */
    public TableShape of(Model model) {
        TableShape shape = shapes.get(model.name());
        if (shape == null) {
            throw new IllegalArgumentException("no columns are known of " + model.name());
        }
        return shape;
    }

    /** What the columns of a fact or dimension refer to, by declaration or by their names. */
    private static Map<String, DimensionModel> references(ModelGraph graph, Model model, List<ShapeColumn> columns) {
        Map<String, DimensionModel> references = new LinkedHashMap<>();
        if (model instanceof FactModel || model instanceof DimensionModel) {
            columns.stream()
                    .map(ShapeColumn::name)
                    .filter(column -> ModelGraph.isReference(model, column) && isKept(model, column))
                    .forEach(column -> references.put(column, referenced(graph, model, column)));
        }
        return references;
    }

    /** The day of a dimension's rows is no column of its table. */
    private static boolean isKept(Model model, String column) {
        return !(model instanceof DimensionModel dimension)
                || dimension.day().filter(column::equals).isEmpty();
    }

    private static DimensionModel referenced(ModelGraph graph, Model model, String column) {
        return graph.referenced(model, column)
                .orElseThrow(() -> model.file()
                        .start()
                        .error("the column '" + column
                                + "' is a foreign key by its name, but there is no single dimension '"
                                + FactModel.referencedName(column)
                                + "' that it could refer to. Name the dimension in the"
                                + " header, as in references: {" + column
                                + ": schema.table}, or the column otherwise."
                                + seedWithoutKey(graph, FactModel.referencedName(column))));
    }

    private static String seedWithoutKey(ModelGraph graph, String name) {
        return graph.ofType(DataSetModel.class).stream()
                .filter(view -> view.isSeed() && view.name().name().equals(name))
                .map(seed -> " The seed " + seed.name() + " could be it if its header had a 'natural_key'.")
                .findFirst()
                .orElse("");
    }

    private static void requireReferringColumns(Model model, TableShape shape) {
        model.references().forEach((column, reference) -> {
            if (!shape.names().contains(column)) {
                throw reference
                        .where()
                        .error("the header's references names '" + column + "', which the SELECT does not give."
                                + Suggestion.didYouMean(column, shape.names()) + " It gives "
                                + String.join(", ", shape.names()) + ".");
            }
            if (!isKept(model, column)) {
                throw reference
                        .where()
                        .error("'" + column + "' is the day of the rows, which is not kept in the table, so that it"
                                + " cannot refer to a dimension.");
            }
        });
    }

    private static void requireDistinctNames(Model model, List<ShapeColumn> columns) {
        Set<String> names = new LinkedHashSet<>();
        for (ShapeColumn column : columns) {
            if (!names.add(column.name()) && !(model instanceof CheckModel)) {
                throw model.file().start().error("the SELECT gives two columns named '" + column.name() + "'.");
            }
        }
    }

    private static void requireHeaderColumns(Model model, TableShape shape) {
        requireReferringColumns(model, shape);
        if (model instanceof DimensionModel dimension) {
            dimension
                    .naturalKey()
                    .forEach(column ->
                            require(model, shape, dimension.isAccumulating() ? "grain" : "natural_key", column));
            dimension.ownKey().ifPresent(column -> require(model, shape, "key", column));
            dimension.unknown().keySet().forEach(column -> require(model, shape, "unknown", column));
            dimension.day().ifPresent(column -> require(model, shape, "day", column));
            dimension.rules().keySet().forEach(column -> require(model, shape, "attributes", column));
            requireDescribed(model, shape, allOf(dimension.key(), COLUMNS_OF_HISTORY));
            requireNoColumnsOfHistory(dimension, shape);
            if (dimension.ownKey().isEmpty() && shape.names().contains(dimension.key())) {
                throw model.file()
                        .start()
                        .error("the SELECT gives the column '" + dimension.key()
                                + "', which the builder adds. Leave it out, or name it in the header as key.");
            }
        } else if (model instanceof FactModel fact) {
            fact.grain().forEach(column -> require(model, shape, "grain", column));
            fact.measures().keySet().forEach(column -> require(model, shape, "measures", column));
            requireDescribed(model, shape, Set.of());
        } else if (!(model instanceof CheckModel)) {
            requireDescribed(model, shape, Set.of());
        }
    }

    /** A day is a number, by which rows are found and partitioned. */
    private static void requireNumberedDay(Model model, TableShape shape) {
        model.dayColumn()
                .flatMap(shape::find)
                .filter(column -> !TYPES_OF_DAYS.contains(column.type()))
                .ifPresent(column -> {
                    throw model.file()
                            .start()
                            .error("the day's column '" + column.name() + "' is of type " + column.type()
                                    + ". Expected INTEGER, since a day is a number yyyymmdd: take the day's column of the"
                                    + " source or fact that is read"
                                    + (column.type().equals("DATE")
                                                    || column.type().startsWith("TIMESTAMP")
                                            ? ", or write CAST(strftime(…, '%Y%m%d') AS integer) AS " + column.name()
                                            : "")
                                    + ".");
                });
    }

    private static void requireRenames(Model model, TableShape shape) {
        model.file().renamedFrom().forEach((name, old) -> {
            require(model, shape, "renamed_from", name);
            if (shape.names().contains(old)) {
                throw model.file()
                        .start()
                        .error("the header's renamed_from says that '" + name + "' was '" + old
                                + "', but the SELECT still gives '" + old + "'. Name a column that it gives no more.");
            }
        });
    }

    /** Members of days are added to, and a key that a file gives could be given to two of them. */
    private static void requireNoOwnKey(DimensionModel dimension) {
        dimension.ownKey().ifPresent(key -> {
            throw dimension
                    .file()
                    .start()
                    .error("'key' is for dimensions that read neither a source nor a fact, such as time.day. This one"
                            + " reads one, so its members get their keys from the builder, in the column "
                            + dimension.name().name() + "_id. Leave 'key' out"
                            + (dimension.naturalKey().contains(key)
                                    ? "."
                                    : ", and make '" + key + "' part of the natural_key."));
        });
    }

    private static void requireNoColumnsOfHistory(DimensionModel dimension, TableShape shape) {
        if (dimension.history() == DimensionModel.History.TYPE_2) {
            COLUMNS_OF_HISTORY.stream()
                    .filter(shape.names()::contains)
                    .findFirst()
                    .ifPresent(column -> {
                        throw dimension
                                .file()
                                .start()
                                .error("the SELECT gives the column '" + column
                                        + "', which the builder adds to a dimension with scd: 2. Leave it out, or give it another"
                                        + " name.");
                    });
        }
    }

    private static Set<String> allOf(String name, Set<String> others) {
        Set<String> all = new LinkedHashSet<>(others);
        all.add(name);
        return all;
    }

    /** The value of an attribute must not depend on the order in which days are built. */
    private static void requireDayOfAttributes(DimensionModel dimension, TableShape shape) {
        List<String> attributes = shape.names().stream()
                .filter(column -> !dimension.naturalKey().contains(column))
                .toList();
        if (dimension.day().isEmpty() && !attributes.isEmpty()) {
            throw dimension
                    .file()
                    .start()
                    .error("the columns " + String.join(", ", attributes)
                            + " are attributes, whose value may differ from day to day. Give the day of the rows as a column"
                            + " and name it in the header under 'day', or make them part of the natural_key.");
        }
    }

    private static void requireDescribed(Model model, TableShape shape, Set<String> added) {
        model.file().columns().keySet().stream()
                .filter(column -> !added.contains(column))
                .forEach(column -> require(model, shape, "columns", column));
    }

    private static void require(Model model, TableShape shape, String key, String column) {
        if (!shape.names().contains(column)) {
            throw model.file()
                    .start()
                    .error("the header's " + key + " names '" + column
                            + "', which the SELECT does not give." + Suggestion.didYouMean(column, shape.names())
                            + " It gives " + String.join(", ", shape.names()) + ".");
        }
    }

    private static void requireReconciledColumns(FactModel fact, Map<TableName, TableShape> shapes) {
        fact.reconciliations().forEach((measure, reconciliation) -> {
            if (reconciliation instanceof Reconciliation.SameTotal total) {
                TableShape shape = shapes.get(total.table());
                Collection<String> names = shape == null ? List.of() : shape.names();
                if (!names.contains(total.column())) {
                    throw fact.file()
                            .start()
                            .error("the measure '" + measure + "' is to be reconciled with "
                                    + total.table() + "." + total.column() + ", which does not exist."
                                    + Suggestion.didYouMean(total.column(), names));
                }
            }
        });
    }
}
