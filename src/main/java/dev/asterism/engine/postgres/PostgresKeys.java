package dev.asterism.engine.postgres;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Primary keys, natural keys, grains and foreign keys, declared to the server. A new dimension gets its keys once it is
 * filled, which takes half the time of filling it with them.
 *
 * <p>The server proves the grain of a fact where all of it is days and foreign keys; an index on texts of any length may be
 * refused.
 */
final class PostgresKeys {
    private static final String NATURAL_KEY = "natural_key";
    private static final String GRAIN = "grain";

    private final SqlSession session;
    private final BuildContext context;
    private final Set<DimensionModel> withoutKeys = new LinkedHashSet<>();
    private final Set<DimensionModel> withoutNaturalKey = new LinkedHashSet<>();
    private final Map<FactModel, Map<String, DimensionModel>> missingForeignKeys = new LinkedHashMap<>();
    private final Set<FactModel> withoutForeignKeys = new LinkedHashSet<>();
    private final Set<FactModel> withoutGrain = new LinkedHashSet<>();

    PostgresKeys(SqlSession session, BuildContext context) {
        this.session = session;
        this.context = context;
    }

    /**
     * Notes what is to be declared of tables that are new, and changes what is declared otherwise of those that are built.
     *
     * @param before the tables that were there before the batch
     * @param built the models that the batch builds
     */
    void prepare(Set<TableName> before, Set<Model> built) throws SQLException {
        Map<String, List<String>> unique = uniqueIndexes();
        Map<TableName, List<ForeignKey>> foreignKeys = foreignKeys();
        for (DimensionModel dimension : context.graph().ofType(DimensionModel.class)) {
            if (!before.contains(dimension.name())) {
                withoutKeys.add(dimension);
                if (!built.contains(dimension)) {
                    declare(dimension);
                }
            } else if (built.contains(dimension)) {
                prepareNaturalKey(dimension, unique);
            }
        }
        for (FactModel fact : context.graph().ofType(FactModel.class)) {
            if (!before.contains(fact.name()) || built.contains(fact)) {
                prepareForeignKeys(fact, foreignKeys.getOrDefault(fact.name(), List.of()));
                prepareGrain(fact, unique);
            }
        }
    }

    private void prepareNaturalKey(DimensionModel dimension, Map<String, List<String>> unique) throws SQLException {
        String index = index(dimension.name(), NATURAL_KEY);
        List<String> wanted = hasVersions(dimension) ? List.of() : dimension.naturalKey();
        if (!wanted.equals(unique.getOrDefault(index, List.of()))) {
            session.execute("DROP INDEX IF EXISTS " + index);
            if (!wanted.isEmpty()) {
                withoutNaturalKey.add(dimension);
            }
        }
    }

    /** A column may be new, or refer to another dimension than it did. */
    private void prepareForeignKeys(FactModel fact, List<ForeignKey> declared) throws SQLException {
        Map<String, DimensionModel> missing =
                new LinkedHashMap<>(context.shapes().of(fact).references());
        for (ForeignKey key : declared) {
            DimensionModel wanted = missing.get(key.column());
            if (wanted != null && wanted.name().equals(key.referenced())) {
                missing.remove(key.column());
            } else if (wanted != null) {
                session.execute("ALTER TABLE %s DROP CONSTRAINT %s"
                        .formatted(SqlNames.quoted(fact.name()), SqlNames.quoted(key.name())));
            }
        }
        if (!missing.isEmpty()) {
            missingForeignKeys.put(fact, missing);
        }
    }

    /** Rows of an older definition may break a new grain until all days are built again: then it is tried once more. */
    private void prepareGrain(FactModel fact, Map<String, List<String>> unique) throws SQLException {
        String index = index(fact.name(), GRAIN);
        List<String> columns = grainOf(fact);
        if (columns.equals(unique.getOrDefault(index, List.of()))) {
            if (columns.isEmpty()) {
                withoutGrain.add(fact);
            }
            return;
        }
        session.execute("DROP INDEX IF EXISTS " + index);
        if (columns.isEmpty() || !isKept(unique(fact.name(), GRAIN, columns))) {
            withoutGrain.add(fact);
        }
    }

    /** Declares something that rows of an older definition may break; gives whether they do not. */
    private boolean isKept(String declaration) throws SQLException {
        return Attempt.succeeds(session, PostgresErrors::isBrokenKey, () -> session.execute(declaration));
    }

    /**
     * The grain in the order in which it helps those who follow one member through time: the first dimension, the day, all
     * others. Empty where a server could refuse to index it.
     */
    private List<String> grainOf(FactModel fact) {
        Set<String> references = context.shapes().of(fact).references().keySet();
        List<String> others = fact.grain().stream()
                .filter(column -> !column.equals(fact.day()))
                .toList();
        if (!references.containsAll(others)) {
            return List.of();
        }
        List<String> columns = new ArrayList<>(others);
        columns.add(Math.min(1, others.size()), fact.day());
        return columns;
    }

    /** Whether the server refuses rows by which the grain of a fact would occur twice. */
    boolean provesGrain(FactModel fact) {
        return !withoutGrain.contains(fact);
    }

    /** Whether the server refuses rows of a fact that refer to nothing. */
    boolean provesReferences(FactModel fact) {
        return !withoutForeignKeys.contains(fact);
    }

    /** Declares the keys of a dimension that has been filled, where that is due. */
    void declare(DimensionModel dimension) throws SQLException {
        boolean declaresNaturalKey = withoutNaturalKey.remove(dimension);
        if (withoutKeys.remove(dimension)) {
            session.execute(keys(dimension));
        } else if (declaresNaturalKey) {
            // A dimension that kept versions once still has them.
            isKept(unique(dimension.name(), NATURAL_KEY, dimension.naturalKey()));
        }
    }

    /** Declares the foreign keys of a fact that are missing. */
    void declare(FactModel fact) throws SQLException {
        Map<String, DimensionModel> missing = missingForeignKeys.getOrDefault(fact, Map.of());
        for (Map.Entry<String, DimensionModel> reference : missing.entrySet()) {
            declare(reference.getValue());
            if (!isKept(foreignKey(fact.name(), reference.getKey(), reference.getValue()))) {
                withoutForeignKeys.add(fact);
            }
        }
        missingForeignKeys.remove(fact);
    }

    /** Declares what is still due. */
    void declareAll() throws SQLException {
        for (DimensionModel dimension : context.graph().ofType(DimensionModel.class)) {
            declare(dimension);
        }
        for (FactModel fact : context.graph().ofType(FactModel.class)) {
            declare(fact);
        }
    }

    /** The statements that declare the keys of a dimension. A member with versions has its natural key several times. */
    static List<String> keys(DimensionModel dimension) {
        String table = SqlNames.quoted(dimension.name());
        return List.of(
                "ALTER TABLE %s ADD PRIMARY KEY (%s)".formatted(table, SqlNames.quoted(dimension.key())),
                hasVersions(dimension)
                        ? "CREATE INDEX ON %s (%s)".formatted(table, SqlNames.quoted(dimension.naturalKey()))
                        : unique(dimension.name(), NATURAL_KEY, dimension.naturalKey()));
    }

    /**
     * The statements that declare the foreign keys of a fact.
     *
     * @param table the fact's, or a partition's
     */
    static List<String> foreignKeys(BuildContext context, FactModel fact, TableName table) {
        List<String> statements = new ArrayList<>();
        context.shapes()
                .of(fact)
                .references()
                .forEach((column, dimension) -> statements.add(foreignKey(table, column, dimension)));
        return statements;
    }

    /** The statements that declare to a filled table, before it becomes a partition of a fact, what the fact has declared. */
    List<String> ofPartition(FactModel fact, TableName partition) {
        List<String> statements = new ArrayList<>(List.of(PostgresTables.indexOnDay(fact, partition)));
        if (provesGrain(fact)) {
            statements.add("CREATE UNIQUE INDEX ON %s (%s)"
                    .formatted(SqlNames.quoted(partition), SqlNames.quoted(grainOf(fact))));
        }
        if (provesReferences(fact)) {
            statements.addAll(foreignKeys(context, fact, partition));
        }
        return statements;
    }

    private static String foreignKey(TableName table, String column, DimensionModel dimension) {
        return "ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (%s)"
                .formatted(
                        SqlNames.quoted(table),
                        SqlNames.quoted(column),
                        SqlNames.quoted(dimension.name()),
                        SqlNames.quoted(dimension.key()));
    }

    private static boolean hasVersions(DimensionModel dimension) {
        return dimension.history() == DimensionModel.History.TYPE_2;
    }

    private static String unique(TableName table, String suffix, List<String> columns) {
        return "CREATE UNIQUE INDEX %s ON %s (%s)"
                .formatted(SqlNames.quoted(indexName(table, suffix)), SqlNames.quoted(table), SqlNames.quoted(columns));
    }

    /** The full name of one of our indexes, quoted. */
    private static String index(TableName table, String suffix) {
        return SqlNames.quoted(table.schema()) + "." + SqlNames.quoted(indexName(table, suffix));
    }

    /** A name that says what the index is for, and is the server's own limit long at most. */
    private static String indexName(TableName table, String suffix) {
        String name = table.name() + "_" + suffix;
        if (name.codePoints().allMatch(c -> c < 128) && name.length() <= NameLengths.LONGEST) {
            return name;
        }
        return String.format(Locale.ROOT, "%s_%08x", suffix, table.name().hashCode());
    }

    /** The columns of the unique indexes of all tables that are no partitions, by full name, quoted. */
    private Map<String, List<String>> uniqueIndexes() throws SQLException {
        Map<String, List<String>> indexes = new HashMap<>();
        session.query(
                """
                SELECT n.nspname, i.relname, a.attname
                FROM pg_index x
                  JOIN pg_class i ON i.oid = x.indexrelid
                  JOIN pg_class c ON c.oid = x.indrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  CROSS JOIN LATERAL unnest(CAST(x.indkey AS int2[])) WITH ORDINALITY AS k(attnum, place)
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                WHERE x.indisunique AND NOT c.relispartition AND c.relkind IN ('r', 'p')
                  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                ORDER BY i.oid, k.place""",
                row -> indexes.computeIfAbsent(
                                SqlNames.quoted(row.getString(1)) + "." + SqlNames.quoted(row.getString(2)),
                                name -> new ArrayList<>())
                        .add(row.getString(3)));
        return indexes;
    }

    /** A declared foreign key of one column. */
    private record ForeignKey(String name, String column, TableName referenced) {}

    /** The foreign keys of all partitioned tables. */
    private Map<TableName, List<ForeignKey>> foreignKeys() throws SQLException {
        Map<TableName, List<ForeignKey>> keys = new HashMap<>();
        session.query(
                """
                SELECT n.nspname, c.relname, k.conname, a.attname, rn.nspname, r.relname
                FROM pg_constraint k
                  JOIN pg_class c ON c.oid = k.conrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_class r ON r.oid = k.confrelid
                  JOIN pg_namespace rn ON rn.oid = r.relnamespace
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
                WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relkind = 'p' AND cardinality(k.conkey) = 1""",
                row -> keys.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), name -> new ArrayList<>())
                        .add(new ForeignKey(
                                row.getString(3),
                                row.getString(4),
                                new TableName(row.getString(5), row.getString(6)))));
        return keys;
    }
}
