package dev.asterism.engine.postgres;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Goods;
import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.postgres.PostgresCatalog.ForeignKey;
import dev.asterism.engine.star.Forms;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tables in PostgreSQL: facts in partitions of days, with a small index on the day, by which a day is found within a
 * {@link Partition}. Keys come from {@link PostgresKeys}. Members are never deleted while facts refer to them, so no foreign
 * key needs an index of its own.
 */
final class PostgresTables extends TableChanges {
    /** What the names of columns begin with while they are on their way to another place. */
    private static final String MOVED = "moved column ";

    private static final String DETACH = " DETACH PARTITION ";

    private final PostgresCatalog catalog;
    private final Map<FactModel, Partitions> partitions;

    /**
     * @param goods the batch, with types in the workshop's words
     * @param context the same models with types in the server's words
     * @param partitions the partitions of every fact that the batch builds
     */
    PostgresTables(Goods goods, BuildContext context, PostgresCatalog catalog, Map<FactModel, Partitions> partitions) {
        super(
                context,
                goods.batch(),
                PostgresTypes.INTEGER,
                PostgresTypes.BOOLEAN,
                PostgresTypes.TEXT,
                catalog.forms(),
                Forms.declared(goods.context().graph(), goods.context().shapes()));
        this.catalog = catalog;
        this.partitions = partitions;
    }

    @Override
    protected List<String> create(DimensionModel dimension, Map<String, String> columns, Set<String> notNull) {
        Set<String> promised = new HashSet<>(notNull);
        promised.remove(dimension.key());
        return List.of("CREATE TABLE %s (%s)"
                .formatted(SqlNames.quoted(dimension.name()), definitions(columns, promised, "")));
    }

    @Override
    protected List<String> create(FactModel fact, Map<String, String> columns, Set<String> notNull) {
        String table = SqlNames.quoted(fact.name());
        return List.of(
                "CREATE TABLE %s (%s) PARTITION BY RANGE (%s)"
                        .formatted(table, definitions(columns, notNull, ""), SqlNames.quoted(fact.day())),
                indexOnDay(fact, fact.name(), ""));
    }

    /**
     * The statement that indexes the day of a fact, or of one of its partitions.
     *
     * @param name the index's name; empty lets the server choose
     */
    static String indexOnDay(FactModel fact, TableName table, String name) {
        return "CREATE INDEX " + (name.isEmpty() ? "" : SqlNames.quoted(name) + " ") + "ON " + SqlNames.quoted(table)
                + " USING brin (" + SqlNames.quoted(fact.day()) + ") WITH (pages_per_range = 16)";
    }

    @Override
    protected List<String> beforeDrop(TableName table) {
        return dropKeysTo(table);
    }

    /** What no model makes any more keeps its rows, but not its references to members. */
    @Override
    protected List<String> beforeMembersGo(TableName dimension, Set<TableName> emptied) {
        return drop(keysTo(dimension).stream()
                .filter(key -> !emptied.contains(key.getKey()))
                .toList());
    }

    private List<String> dropKeysTo(TableName dimension) {
        return drop(keysTo(dimension));
    }

    private static List<String> drop(List<Map.Entry<TableName, ForeignKey>> keys) {
        return keys.stream()
                .map(key -> "ALTER TABLE IF EXISTS " + SqlNames.quoted(key.getKey()) + " DROP CONSTRAINT IF EXISTS "
                        + SqlNames.quoted(key.getValue().name()))
                .toList();
    }

    /** The foreign keys that refer to a dimension, with their tables. */
    private List<Map.Entry<TableName, ForeignKey>> keysTo(TableName dimension) {
        List<Map.Entry<TableName, ForeignKey>> referring = new ArrayList<>();
        new TreeMap<>(catalog.foreignKeys())
                .forEach((table, keys) -> keys.stream()
                        .filter(key -> key.referenced().equals(dimension))
                        .forEach(key -> referring.add(Map.entry(table, key))));
        return referring;
    }

    /**
     * The tables whose columns come into another order, so that they lose their indexes; facts also lose their foreign keys.
     */
    Set<TableName> reordered(List<? extends Model> models) {
        return models.stream()
                .filter(model -> catalog.has(model.name())
                        && !dropped(List.of(model)).contains(model.name())
                        && changes(List.of(model), catalog.types()).stream()
                                .anyMatch(statement -> statement.contains(MOVED) || statement.contains(DETACH)))
                .map(Model::name)
                .collect(Collectors.toSet());
    }

    /**
     * The server adds columns last only. Those of a dimension that are in the way are copied behind the others; a fact's
     * partitions, whose own order nobody sees, get another parent.
     */
    @Override
    protected List<String> reorder(Reordering reordering) {
        List<String> statements = new ArrayList<>(reordering.altered());
        if (reordering.model() instanceof DimensionModel dimension) {
            return move(dimension, reordering);
        } else if (reordering.model() instanceof FactModel fact) {
            statements.addAll(changeParent(fact, reordering));
        }
        return statements;
    }

    private List<String> move(DimensionModel dimension, Reordering reordering) {
        List<String> order = List.copyOf(reordering.wanted().keySet());
        List<String> present = new ArrayList<>();
        reordering
                .present()
                .keySet()
                .forEach(old -> order.stream()
                        .filter(name -> reordering.nameBefore(name).equals(Optional.of(old)))
                        .forEach(present::add));
        int staying = 0;
        while (staying < present.size() && present.get(staying).equals(order.get(staying))) {
            staying++;
        }
        String alter = "ALTER TABLE " + SqlNames.quoted(dimension.name());
        List<String> added = new ArrayList<>();
        List<String> copied = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (String name : order.subList(staying, order.size())) {
            boolean isMoved = present.contains(name);
            String moved = isMoved ? MOVED + (copied.size() + 1) : name;
            added.add("ADD COLUMN " + SqlNames.quoted(moved) + " "
                    + reordering.wanted().get(name));
            if (isMoved) {
                copied.add(SqlNames.quoted(moved) + " = " + SqlNames.quoted(name));
                dropped.add("DROP COLUMN " + SqlNames.quoted(name));
                named.add(alter + " RENAME COLUMN " + SqlNames.quoted(moved) + " TO " + SqlNames.quoted(name));
                if (reordering.notNull().contains(name)) {
                    named.add(alter + " ALTER COLUMN " + SqlNames.quoted(name) + " SET NOT NULL");
                }
            }
        }
        String key = dimension.key();
        boolean isKeyMade =
                hasAnotherKey(dimension) || order.subList(staying, order.size()).contains(key);
        List<String> statements = new ArrayList<>(isKeyMade ? dropKeysTo(dimension.name()) : List.of());
        statements.addAll(reordering.altered());
        if (!added.isEmpty()) {
            statements.add(alter + " " + String.join(", ", added));
        }
        if (!copied.isEmpty()) {
            statements.add("UPDATE " + SqlNames.quoted(dimension.name()) + " SET " + String.join(", ", copied));
            statements.add(alter + " " + String.join(", ", dropped));
            statements.addAll(named);
        }
        if (isKeyMade) {
            statements.add(alter + " ADD PRIMARY KEY (" + SqlNames.quoted(key) + ")");
            Set<TableName> emptied = emptied(List.of(dimension));
            keysTo(dimension.name()).stream()
                    .filter(reference -> !emptied.contains(dimension.name()) || emptied.contains(reference.getKey()))
                    .forEach(reference -> statements.add("ALTER TABLE IF EXISTS "
                            + SqlNames.quoted(reference.getKey()) + " ADD CONSTRAINT "
                            + SqlNames.quoted(reference.getValue().name()) + " FOREIGN KEY ("
                            + SqlNames.quoted(reference.getValue().column()) + ") REFERENCES "
                            + SqlNames.quoted(dimension.name()) + " (" + SqlNames.quoted(key) + ")"));
        }
        return statements;
    }

    private List<String> changeParent(FactModel fact, Reordering reordering) {
        String table = SqlNames.quoted(fact.name());
        List<Partition> parts =
                partitions.getOrDefault(fact, Partitions.none(fact)).all();
        // Partitions keep what is declared to them when they leave their parent.
        List<String> statements = new ArrayList<>(new PostgresKeys(context, catalog).before(fact));
        reordering.wanted().forEach((name, type) -> {
            if (reordering.nameBefore(name).isEmpty()) {
                statements.add("ALTER TABLE " + table + " ADD COLUMN " + SqlNames.quoted(name) + " " + type);
            }
        });
        parts.forEach(part -> statements.add("ALTER TABLE " + table + DETACH + SqlNames.quoted(part.table())));
        statements.add("DROP TABLE " + table);
        Map<String, HeldColumn> held = new HashMap<>();
        catalog.tables().getOrDefault(fact.name(), List.of()).forEach(column -> held.put(column.name(), column));
        Set<String> notNull = new HashSet<>();
        reordering
                .wanted()
                .forEach((name, type) -> reordering
                        .nameBefore(name)
                        .map(held::get)
                        .filter(column -> column.notNull() && column.type().equals(type))
                        .ifPresent(column -> notNull.add(name)));
        statements.addAll(create(fact, reordering.wanted(), notNull));
        parts.forEach(part -> statements.add(part.attach(fact)));
        return statements;
    }

    /** Keeps the values that the new type has, too, until the days are built again, and members under their keys. */
    @Override
    protected List<String> changeType(TableName table, String column, String type) {
        String function = "pg_temp." + SqlNames.quoted("try cast to " + type);
        String alter = "ALTER TABLE " + SqlNames.quoted(table) + " ALTER COLUMN " + SqlNames.quoted(column);
        return List.of(
                """
                CREATE OR REPLACE FUNCTION %1$s(value text) RETURNS %2$s LANGUAGE plpgsql IMMUTABLE AS $cast$
                BEGIN
                  RETURN CAST(value AS %2$s);
                EXCEPTION WHEN OTHERS THEN
                  RETURN NULL;
                END $cast$""".formatted(function, type),
                alter + " DROP NOT NULL",
                "%s TYPE %s USING %s(CAST(%s AS text))".formatted(alter, type, function, SqlNames.quoted(column)));
    }
}
