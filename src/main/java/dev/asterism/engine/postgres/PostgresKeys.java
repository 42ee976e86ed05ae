package dev.asterism.engine.postgres;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.postgres.PostgresCatalog.ForeignKey;
import dev.asterism.engine.postgres.PostgresCatalog.Index;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.Step;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Primary keys, natural keys, grains and foreign keys, declared to the server. The workshop has proven them; here they
 * serve readers, and whoever changes tables by hand.
 */
final class PostgresKeys {
    private static final String NATURAL_KEY = "natural_key";
    private static final String GRAIN = "grain";
    private static final String HASH = "hash";

    /** An entry of a sorted index may have a third of a page, 2,704 bytes; the rest is for the entry itself. */
    private static final int LONGEST_SORTED_KEY = 2600;

    private final BuildContext context;
    private final PostgresCatalog catalog;

    PostgresKeys(BuildContext context, PostgresCatalog catalog) {
        this.context = context;
        this.catalog = catalog;
    }

    /**
     * Returns what declares the keys of a new dimension that has been filled.
     *
     * @param longest how many bytes the longest natural key has
     */
    List<Step> ofNew(DimensionModel dimension, long longest) {
        return List.of(
                Step.execute("ALTER TABLE " + SqlNames.quoted(dimension.name()) + " ADD PRIMARY KEY ("
                        + SqlNames.quoted(dimension.key()) + ")"),
                Step.execute(naturalKey(dimension, longest > LONGEST_SORTED_KEY)));
    }

    /**
     * Returns what is to be done to the natural key of a dimension that exists, before members are added: its columns may
     * be others, and a key that is too long for a sorted index needs another one.
     */
    List<Step> before(DimensionModel dimension, long longest) {
        List<Step> steps = new ArrayList<>();
        ofNaturalKey(dimension).forEach((name, index) -> {
            if (!fits(dimension, index, longest)) {
                steps.add(Step.execute("DROP INDEX IF EXISTS " + name));
            }
        });
        return steps;
    }

    /** Returns what declares the natural key of a dimension that exists, if it is not declared; see {@link #before}. */
    List<Step> after(DimensionModel dimension, long longest) {
        boolean isDeclared =
                ofNaturalKey(dimension).values().stream().anyMatch(index -> fits(dimension, index, longest));
        // A dimension that kept versions once still has them.
        return isDeclared ? List.of() : List.of(new Step.Try(naturalKey(dimension, longest > LONGEST_SORTED_KEY)));
    }

    /** Returns what leaves the natural key undeclared, so that members may get that of others which go later. */
    List<Step> without(DimensionModel dimension) {
        return ofNaturalKey(dimension).keySet().stream()
                .map(name -> Step.execute("DROP INDEX IF EXISTS " + name))
                .toList();
    }

    /** Returns what declares the natural key again; see {@link #without}. */
    List<Step> again(DimensionModel dimension, long longest) {
        return List.of(new Step.Try(naturalKey(dimension, longest > LONGEST_SORTED_KEY)));
    }

    private Map<String, Index> ofNaturalKey(DimensionModel dimension) {
        Map<String, Index> indexes = new LinkedHashMap<>();
        catalog.indexes().forEach((name, index) -> {
            boolean isOurs = name.equals(name(dimension.name(), NATURAL_KEY))
                    || index.columns().equals(dimension.naturalKey());
            if (index.table().equals(dimension.name()) && isOurs) {
                indexes.put(name, index);
            }
        });
        return indexes;
    }

    private static boolean fits(DimensionModel dimension, Index index, long longest) {
        if (index.method().equals(HASH)) {
            return index.columns().equals(dimension.naturalKey().subList(0, 1));
        }
        return longest <= LONGEST_SORTED_KEY
                && index.columns().equals(dimension.naturalKey())
                && index.isUnique() != hasVersions(dimension);
    }

    /** A member with versions has its natural key several times; texts that are too long to be sorted are hashed. */
    private static String naturalKey(DimensionModel dimension, boolean isLong) {
        return "CREATE " + (isLong || hasVersions(dimension) ? "" : "UNIQUE ") + "INDEX "
                + SqlNames.quoted(indexName(dimension.name(), NATURAL_KEY)) + " ON "
                + SqlNames.quoted(dimension.name()) + (isLong ? " USING " + HASH : "") + " ("
                + SqlNames.quoted(isLong ? dimension.naturalKey().subList(0, 1) : dimension.naturalKey()) + ")";
    }

    /** Returns what declares the keys of a new fact, before it has partitions. */
    List<Step> ofNew(FactModel fact) {
        List<Step> steps = new ArrayList<>();
        if (!grainOf(fact).isEmpty()) {
            steps.add(Step.execute(grain(fact)));
        }
        steps.addAll(Step.all(referencesOf(fact, fact.name())));
        return steps;
    }

    /** Returns what drops the keys of a fact that exists and that its model no longer has, before rows are replaced. */
    List<String> before(FactModel fact) {
        List<String> statements = new ArrayList<>();
        Map<String, DimensionModel> wanted = context.shapes().of(fact).references();
        for (ForeignKey key : catalog.foreignKeys().getOrDefault(fact.name(), List.of())) {
            DimensionModel dimension = wanted.get(key.column());
            if (dimension != null && !dimension.name().equals(key.referenced())) {
                statements.add("ALTER TABLE " + SqlNames.quoted(fact.name()) + " DROP CONSTRAINT "
                        + SqlNames.quoted(key.name()));
            }
        }
        Index index = catalog.indexes().get(name(fact.name(), GRAIN));
        if (index != null && !index.columns().equals(grainOf(fact))) {
            statements.add("DROP INDEX IF EXISTS " + name(fact.name(), GRAIN));
        }
        return statements;
    }

    /** Returns what declares the keys of a fact that exists and lacks them, once its rows are replaced. */
    List<Step> after(FactModel fact) {
        List<Step> steps = new ArrayList<>();
        Map<String, DimensionModel> missing =
                new LinkedHashMap<>(context.shapes().of(fact).references());
        for (ForeignKey key : catalog.foreignKeys().getOrDefault(fact.name(), List.of())) {
            missing.computeIfPresent(
                    key.column(), (column, dimension) -> dimension.name().equals(key.referenced()) ? null : dimension);
        }
        missing.forEach((column, dimension) -> steps.add(new Step.Try(foreignKey(fact.name(), column, dimension))));
        Index index = catalog.indexes().get(name(fact.name(), GRAIN));
        List<String> columns = grainOf(fact);
        if (!columns.isEmpty() && (index == null || !index.columns().equals(columns))) {
            steps.add(new Step.Try(grain(fact)));
        }
        return steps;
    }

    /**
     * Returns what is declared to a filled table before it becomes a partition of a fact: indexes.
     *
     * @param name what their names begin with; empty lets the server choose, which it does badly for two tables at once
     */
    List<String> indexesOfPartition(FactModel fact, TableName partition, String name) {
        List<String> statements = new ArrayList<>(
                List.of(PostgresTables.indexOnDay(fact, partition, name.isEmpty() ? "" : name + Partition.DAY)));
        if (!grainOf(fact).isEmpty()) {
            statements.add("CREATE UNIQUE INDEX "
                    + (name.isEmpty() ? "" : SqlNames.quoted(name + Partition.GRAIN) + " ") + "ON "
                    + SqlNames.quoted(partition) + " (" + SqlNames.quoted(grainOf(fact)) + ")");
        }
        return statements;
    }

    /** Returns what declares and proves all references of a table of rows. */
    List<String> referencesOf(FactModel fact, TableName table) {
        return references(fact).entrySet().stream()
                .map(reference -> foreignKey(table, reference.getKey(), reference.getValue()))
                .toList();
    }

    /** In the order of the dimensions, which is the same for all facts: whoever locks two of them locks the same first. */
    private Map<String, DimensionModel> references(FactModel fact) {
        Map<String, DimensionModel> ordered = new LinkedHashMap<>();
        context.shapes().of(fact).references().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, DimensionModel> reference) ->
                                reference.getValue().name())
                        .thenComparing(Map.Entry::getKey))
                .forEach(reference -> ordered.put(reference.getKey(), reference.getValue()));
        return ordered;
    }

    /**
     * The grain in the order in which it helps those who follow one member through time: the first dimension, the day, all
     * others. Empty if a server could refuse to index it, as it does texts of any length.
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

    private String grain(FactModel fact) {
        return "CREATE UNIQUE INDEX " + SqlNames.quoted(indexName(fact.name(), GRAIN)) + " ON "
                + SqlNames.quoted(fact.name()) + " (" + SqlNames.quoted(grainOf(fact)) + ")";
    }

    private static String foreignKey(TableName table, String column, DimensionModel dimension) {
        return "ALTER TABLE " + SqlNames.quoted(table) + " ADD" + foreignKey(column, dimension);
    }

    private static String foreignKey(String column, DimensionModel dimension) {
        return " FOREIGN KEY (" + SqlNames.quoted(column) + ") REFERENCES " + SqlNames.quoted(dimension.name()) + " ("
                + SqlNames.quoted(dimension.key()) + ")";
    }

    private static boolean hasVersions(DimensionModel dimension) {
        return dimension.history() == DimensionModel.History.TYPE_2;
    }

    /** The full name of one of our indexes, quoted. */
    private static String name(TableName table, String suffix) {
        return fullName(table.schema(), indexName(table, suffix));
    }

    static String fullName(String schema, String index) {
        return SqlNames.quoted(schema) + "." + SqlNames.quoted(index);
    }

    /** A name that says what the index is for, and is the server's own limit long at most. */
    private static String indexName(TableName table, String suffix) {
        String name = table.name() + "_" + suffix;
        if (name.codePoints().allMatch(c -> c < 128) && name.length() <= NameLengths.LONGEST) {
            return name;
        }
        return suffix + "_" + HexFormat.of().toHexDigits(table.name().hashCode());
    }
}
