package dev.asterism.engine.postgres;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Goods;
import dev.asterism.engine.Goods.Members;
import dev.asterism.engine.Mark;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.Target.Range;
import dev.asterism.engine.star.AwaitedMembers;
import dev.asterism.engine.star.HistorySql;
import dev.asterism.engine.star.KeyTable;
import dev.asterism.engine.star.MemberVersionTable;
import dev.asterism.engine.star.Sql;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.StateTable;
import dev.asterism.engine.star.Step;
import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The statements by which a batch is published, made from what the server has and what the batch brings. Three lists:
 * members that go ahead, so that others can refer to them; rows of facts, each {@link Load} by itself; and the one
 * transaction by which everything becomes visible.
 */
final class PostgresDelivery {
    /** The schema of what no reader sees yet. */
    static final String STAGING = "asterism_staging";

    /** Statistics of a dimension are made anew if one of so many members is new; else the server's own upkeep does. */
    private static final long SHARE_TO_ANALYZE = 10;

    private static final String CSV = "FORMAT csv, DELIMITER E'\\t'";

    private final Goods goods;
    private final BuildContext context;
    private final PostgresCatalog before;
    private final PostgresCatalog catalog;
    private final PostgresKeys keys;
    private final PostgresTables tables;
    private final Map<FactModel, Partitions> partitions;
    private final Set<TableName> altered = new HashSet<>();
    private final Set<TableName> remade = new HashSet<>();
    private final Map<TableName, Members> ahead = new LinkedHashMap<>();
    private final List<Load> loads = new ArrayList<>();

    /**
     * @param context the models, with types in the server's words
     * @param partitions the partitions of every fact that the batch builds
     */
    PostgresDelivery(
            Goods goods, BuildContext context, PostgresCatalog catalog, Map<FactModel, Partitions> partitions) {
        this.goods = goods;
        this.context = context;
        this.before = catalog;
        this.partitions = new HashMap<>(partitions);
        this.tables = new PostgresTables(goods, context, catalog, partitions);
        List<Model> concerned = tables.concerned(catalog.tables().keySet());
        altered.addAll(tables.emptied(concerned));
        for (Model model : concerned) {
            boolean isChanged = catalog.has(model.name())
                    && !tables.changes(List.of(model), catalog.types()).isEmpty();
            if (isChanged) {
                altered.add(model.name());
            }
        }
        Set<TableName> dropped = tables.dropped(concerned);
        this.partitions.keySet().removeIf(fact -> dropped.contains(fact.name()));
        remade.addAll(dropped);
        Set<TableName> reordered = tables.reordered(concerned);
        Set<TableName> parents = new HashSet<>();
        context.graph().ofType(FactModel.class).stream()
                .map(FactModel::name)
                .filter(reordered::contains)
                .forEach(parents::add);
        remade.addAll(parents);
        this.catalog = afterRenames(catalog, concerned)
                .without(dropped)
                .withoutKeysOf(parents)
                .withoutIndexesOf(reordered);
        this.keys = new PostgresKeys(context, this.catalog);
        for (Members members : goods.members()) {
            TableName table = members.dimension().name();
            boolean hasVersions = members.dimension().history() == DimensionModel.History.TYPE_2;
            boolean isNew = !catalog.has(table) && !dropped.contains(table);
            boolean isExtended = !altered.contains(table)
                    && !hasVersions
                    && members.removed().count() == 0;
            if ((isNew || isExtended) && !members.dimension().isAccumulating()) {
                ahead.put(table, members);
            }
        }
        for (ModelWork work : goods.batch().works()) {
            if (work.model() instanceof FactModel fact && !work.days().isEmpty()) {
                addLoads(fact, work.days().navigableKeySet());
            }
        }
    }

    /** The catalog in which columns have the names that they get before anything else is done to their tables. */
    private PostgresCatalog afterRenames(PostgresCatalog catalog, List<Model> models) {
        PostgresCatalog renamed = catalog;
        for (Model model : models) {
            Map<String, String> names = new HashMap<>();
            tables.reshaping(model.name())
                    .ifPresent(reshaping -> reshaping.renamed().forEach((name, old) -> names.put(old, name)));
            renamed = renamed.renaming(model.name(), names);
        }
        return renamed;
    }

    /** Whether a table loses or gains columns, so that views that read it are in the way. */
    boolean altersTables() {
        return !altered.isEmpty();
    }

    /** The tables and views that are dropped and made again, so that nobody may read them any more. */
    Set<TableName> remade() {
        return remade;
    }

    /** The tables that are made; views are not among them. */
    Set<TableName> made() {
        return context.graph().models().stream()
                .filter(model -> model instanceof DimensionModel || model instanceof FactModel)
                .map(Model::name)
                .filter(table -> !catalog.has(table) || remade.contains(table))
                .collect(Collectors.toSet());
    }

    /** The rows of facts. */
    List<Load> loads() {
        return loads;
    }

    /**
     * Returns what makes new members visible: nothing refers to them yet. What changes of other members, and new versions,
     * is left to {@link #publication}.
     */
    List<Step> members() {
        List<Step> steps = new ArrayList<>();
        Map<TableName, Set<Range>> changes = new HashMap<>();
        Set<String> schemas = new HashSet<>(catalog.schemas());
        for (Members members : ahead.values()) {
            DimensionModel dimension = members.dimension();
            boolean isNew = !catalog.has(dimension.name());
            if (isNew) {
                steps.addAll(tables(List.of(dimension), schemas));
            } else if (members.added().count() > 0) {
                steps.addAll(keys.before(dimension, members.longestNaturalKey()));
            }
            if (members.added().count() > 0) {
                steps.add(copy(
                        dimension.name(), members.columns(), members.added().file()));
                steps.addAll(KeyTable.record(dimension, members.lastKey()));
                changes.put(
                        dimension.name(),
                        isNew ? Set.of(Range.ALL) : goods.changes().getOrDefault(dimension.name(), Set.of(Range.ALL)));
            }
            if (isNew) {
                steps.addAll(keys.ofNew(dimension, members.longestNaturalKey()));
            } else if (members.added().count() > 0) {
                steps.addAll(keys.after(dimension, members.longestNaturalKey()));
            }
            if (members.added().count() * SHARE_TO_ANALYZE > members.lastKey()) {
                steps.add(Step.execute("ANALYZE " + SqlNames.quoted(dimension.name())));
            }
        }
        if (!changes.isEmpty()) {
            Mark mark = goods.mark();
            steps.addAll(PublicationLog.record(new Mark(mark.number() - 1, mark.token() + " members"), changes));
        }
        return steps;
    }

    /**
     * Returns what creates tables, or changes them.
     *
     * @param schemas the schemas that exist, to which those are added that are created
     */
    private List<Step> tables(List<? extends Model> models, Set<String> schemas) {
        List<Step> steps = new ArrayList<>();
        for (String statement : tables.statements(models, before.types())) {
            boolean isThere = models.stream()
                    .map(model -> model.name().schema())
                    .filter(schemas::contains)
                    .anyMatch(schema -> statement.equals(createSchema(schema)));
            if (!isThere) {
                steps.add(Step.execute(statement));
            }
        }
        models.forEach(model -> schemas.add(model.name().schema()));
        return steps;
    }

    private static String createSchema(String schema) {
        return "CREATE SCHEMA IF NOT EXISTS " + SqlNames.quoted(schema);
    }

    private void addLoads(FactModel fact, NavigableSet<Day> days) {
        Partitions existing = partitions.getOrDefault(fact, Partitions.none(fact));
        List<String> columns = context.shapes().of(fact).names();
        List<String> order = order(context, fact);
        NavigableSet<Day> held = new TreeSet<>(days);
        for (Partition partition : existing.missing(days)) {
            NavigableSet<Day> own = partition.of(days);
            held.removeAll(own);
            TableName table = new TableName(STAGING, partition.table().name());
            loads.add(new Load(
                    fact,
                    partition,
                    table,
                    create(fact, table, "", ", CONSTRAINT " + Load.BOUNDS + " CHECK (" + partition.holds(fact) + ")"),
                    copyRows(fact, table, goods.rows(fact, own, columns, order)),
                    keys.indexesOfPartition(fact, table, table.name()),
                    "ANALYZE " + SqlNames.quoted(table)));
        }
        for (Partition partition : existing.holding(held)) {
            NavigableSet<Day> own = partition.of(held);
            TableName table = new TableName(STAGING, "rows " + loads.size());
            loads.add(new Load(
                    fact,
                    partition,
                    table,
                    create(fact, table, "UNLOGGED ", ""),
                    copyRows(fact, table, goods.rows(fact, own, columns, order)),
                    List.of(),
                    "ANALYZE " + SqlNames.quoted(table)));
        }
    }

    /**
     * Returns what creates a table for rows of a fact.
     *
     * @param constraint a constraint to add; may be empty
     */
    private String create(FactModel fact, TableName table, String kind, String constraint) {
        Map<String, HeldColumn> held = new HashMap<>();
        catalog.tables().getOrDefault(fact.name(), List.of()).forEach(column -> held.put(column.name(), column));
        TableShape shape = context.shapes().of(fact);
        Set<String> promised = new HashSet<>(fact.grain());
        promised.addAll(shape.references().keySet());
        return "CREATE " + kind + "TABLE " + SqlNames.quoted(table) + " ("
                + shape.columns().stream()
                        .map(column -> {
                            HeldColumn known = held.get(column.name());
                            boolean notNull = held.isEmpty()
                                    ? promised.contains(column.name())
                                    : known != null
                                            && known.notNull()
                                            && known.type().equals(column.type());
                            return SqlNames.quoted(column.name()) + " " + column.type() + (notNull ? " NOT NULL" : "");
                        })
                        .collect(Collectors.joining(", "))
                + constraint + ")";
    }

    /** By days, and within a day by the first dimension of the grain, so that those of one member lie together. */
    static List<String> order(BuildContext context, FactModel fact) {
        TableShape shape = context.shapes().of(fact);
        List<String> order = new ArrayList<>(List.of(fact.day()));
        fact.grain().stream()
                .filter(column ->
                        !column.equals(fact.day()) && shape.references().containsKey(column))
                .findFirst()
                .ifPresent(order::add);
        return order;
    }

    /**
     * Returns what makes the batch visible, in one transaction.
     *
     * @param views what happens to views
     * @param grants what makes new tables readable for others
     */
    List<Step> publication(Views views, List<Step> grants) {
        Set<TableName> created = new LinkedHashSet<>(ahead.keySet());
        List<Model> concerned = tables.concerned(before.tables().keySet()).stream()
                .filter(model -> !created.contains(model.name()))
                .toList();
        List<Step> steps = new ArrayList<>(views.drop());
        Set<String> schemas = new HashSet<>(catalog.schemas());
        created.forEach(table -> schemas.add(table.schema()));
        steps.addAll(tables(concerned, schemas));
        for (Model model : concerned) {
            if (model instanceof DimensionModel dimension && !catalog.has(dimension.name()) && !hasMembers(dimension)) {
                steps.addAll(keys.ofNew(dimension, 0));
            } else if (model instanceof FactModel fact && !catalog.has(fact.name())) {
                steps.addAll(keys.ofNew(fact));
            }
        }
        goods.members().forEach(members -> steps.addAll(changed(members)));
        for (ModelWork work : goods.batch().works()) {
            if (work.model() instanceof FactModel fact) {
                steps.addAll(replace(fact, work));
            }
        }
        goods.members().forEach(members -> steps.addAll(removed(members)));
        steps.addAll(awaited());
        steps.addAll(views.create());
        steps.addAll(grants);
        steps.addAll(MemberVersionTable.replace(goods.memberVersions()));
        steps.addAll(StateTable.record(context, goods.batch(), goods.rows(), goods.memberVersions()));
        steps.addAll(PublicationLog.record(goods.mark(), late()));
        return steps;
    }

    private boolean hasMembers(DimensionModel dimension) {
        return goods.members().stream().anyMatch(members -> members.dimension().equals(dimension));
    }

    /** What the publication changes of members and observations, apart from the members that went ahead. */
    private Map<TableName, Set<Range>> late() {
        Map<TableName, Set<Range>> late = new HashMap<>(goods.changes());
        ahead.values().forEach(members -> {
            if (members.changed().count() + members.removed().count() == 0) {
                late.remove(members.dimension().name());
            }
        });
        return late;
    }

    /** Replaces for which members the days of the batch have looked. */
    private List<Step> awaited() {
        List<Step> steps = new ArrayList<>(Step.all(tables.awaited(catalog.types())));
        for (ModelWork work : goods.batch().works()) {
            AwaitedMembers.lookups(context, work.model())
                    .forEach(use -> steps.add(AwaitedMembers.forget(use.dimension(), work.model(), work)));
        }
        for (Goods.Awaited awaited : goods.awaited()) {
            if (awaited.rows().count() > 0) {
                steps.add(copy(
                        AwaitedMembers.table(awaited.dimension().name()),
                        awaited.columns(),
                        awaited.rows().file()));
            }
        }
        return steps;
    }

    private List<Step> changed(Members members) {
        DimensionModel dimension = members.dimension();
        List<Step> steps = new ArrayList<>();
        if (members.removed().count() > 0) {
            steps.addAll(keys.without(dimension));
        }
        if (members.changed().count() > 0) {
            String incoming = staged("changed", dimension);
            List<String> attributes = new ArrayList<>(members.columns());
            attributes.remove(dimension.key());
            steps.add(Step.execute("CREATE TEMP TABLE " + incoming + " (LIKE " + SqlNames.quoted(dimension.name())
                    + ") ON COMMIT DROP"));
            steps.add(copy(incoming, members.columns(), members.changed().file()));
            steps.add(Step.execute(Sql.of("""
                    UPDATE {dimension} AS known SET {assignments}
                    FROM {incoming} AS member WHERE known.{key} = member.{key} AND ({differ})""")
                    .with("dimension", SqlNames.quoted(dimension.name()))
                    .with(
                            "assignments",
                            attributes.stream()
                                    .map(SqlNames::quoted)
                                    .map(column -> column + " = member." + column)
                                    .collect(Collectors.joining(", ")))
                    .with("incoming", incoming)
                    .with("key", SqlNames.quoted(dimension.key()))
                    .with("differ", SqlNames.differ("known", "member", attributes))
                    .text()));
        }
        boolean isNew = !catalog.has(dimension.name());
        if (!ahead.containsKey(dimension.name())) {
            if (!isNew) {
                steps.addAll(keys.before(dimension, members.longestNaturalKey()));
            }
            if (members.added().count() > 0) {
                steps.add(copy(
                        dimension.name(), members.columns(), members.added().file()));
            }
            if (isNew) {
                steps.addAll(keys.ofNew(dimension, members.longestNaturalKey()));
            } else if (members.removed().count() == 0) {
                steps.addAll(keys.after(dimension, members.longestNaturalKey()));
            }
        }
        if (dimension.day().isPresent()) {
            steps.addAll(observed(members));
        }
        steps.addAll(KeyTable.record(dimension, members.lastKey()));
        return steps;
    }

    private List<Step> observed(Members members) {
        TableName table = HistorySql.observations(members.dimension());
        List<Step> steps = new ArrayList<>();
        NavigableSet<Day> days = replacedDays(members.dimension());
        if (!days.isEmpty()) {
            String day = SqlNames.quoted(members.dimension().day().orElseThrow());
            steps.add(Step.execute("DELETE FROM " + SqlNames.quoted(table) + " WHERE " + SqlNames.within(day, days)));
        }
        if (members.observed().count() > 0) {
            steps.add(copy(
                    table,
                    context.shapes().of(members.dimension()).names(),
                    members.observed().file()));
        }
        return steps;
    }

    private NavigableSet<Day> replacedDays(DimensionModel dimension) {
        NavigableSet<Day> days = new TreeSet<>();
        for (ModelWork work : goods.batch().works()) {
            if (work.model().equals(dimension)) {
                days.addAll(work.replaced());
            }
        }
        return days;
    }

    private List<Step> removed(Members members) {
        if (members.removed().count() == 0) {
            return List.of();
        }
        DimensionModel dimension = members.dimension();
        String gone = staged("removed", dimension);
        List<Step> steps = new ArrayList<>(List.of(
                Step.execute("CREATE TEMP TABLE " + gone + " (member bigint) ON COMMIT DROP"),
                copy(gone, List.of("member"), members.removed().file()),
                Step.execute("DELETE FROM " + SqlNames.quoted(dimension.name()) + " WHERE "
                        + SqlNames.quoted(dimension.key()) + " IN (SELECT member FROM " + gone + ")")));
        steps.addAll(keys.again(dimension, members.longestNaturalKey()));
        return steps;
    }

    private List<Step> replace(FactModel fact, ModelWork work) {
        List<Step> steps = new ArrayList<>();
        boolean isNew = !catalog.has(fact.name());
        if (!isNew) {
            steps.addAll(Step.all(keys.before(fact)));
        }
        NavigableSet<Day> replaced = work.replaced();
        String day = SqlNames.quoted(fact.day());
        if (!partitions
                .getOrDefault(fact, Partitions.none(fact))
                .holding(replaced)
                .isEmpty()) {
            steps.add(Step.execute(
                    "DELETE FROM " + SqlNames.quoted(fact.name()) + " WHERE " + SqlNames.within(day, replaced)));
        }
        for (Load load : loads) {
            if (load.fact().equals(fact)) {
                steps.addAll(load.put(context.shapes().of(fact).names(), order(context, fact)));
            }
        }
        if (!isNew) {
            steps.addAll(keys.after(fact));
        }
        return steps;
    }

    /** A temporary table, numbered, as a server would cut a longer name. */
    private String staged(String what, DimensionModel dimension) {
        List<TableName> names = goods.members().stream()
                .map(members -> members.dimension().name())
                .toList();
        return "pg_temp." + SqlNames.quoted(what + " " + names.indexOf(dimension.name()));
    }

    private static Step.Copy copy(TableName table, List<String> columns, Path file) {
        return copy(SqlNames.quoted(table), columns, file);
    }

    /**
     * Copies rows of a fact. Without texts nothing is quoted, so that the format that the server reads faster says the same.
     * Rows are not frozen: a reader whose snapshot is older must not see them.
     */
    private Step.Copy copyRows(FactModel fact, TableName table, Path file) {
        TableShape shape = context.shapes().of(fact);
        boolean hasTexts = shape.columns().stream().anyMatch(column -> column.isText());
        return copy(SqlNames.quoted(table), shape.names(), hasTexts ? CSV : "FORMAT text, NULL ''", file);
    }

    private static Step.Copy copy(String table, List<String> columns, Path file) {
        return copy(table, columns, CSV, file);
    }

    private static Step.Copy copy(String table, List<String> columns, String format, Path file) {
        return new Step.Copy(
                "COPY " + table + " (" + SqlNames.quoted(columns) + ") FROM STDIN WITH (" + format
                        + ", ENCODING 'UTF8')",
                file);
    }

    /** The data sets that the batch builds. */
    static Set<TableName> defined(Batch batch) {
        return batch.works().stream()
                .map(ModelWork::model)
                .filter(DataSetModel.class::isInstance)
                .map(Model::name)
                .collect(Collectors.toSet());
    }
}
