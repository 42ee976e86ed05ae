package dev.asterism.engine.duckdb;

import dev.asterism.model.DimensionModel;
import dev.asterism.model.DimensionModel.History;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The SELECTs that a model's statement consists of, each with the tables that it reads and how dimensions are joined. Names
 * are in lower case.
 */
final class ParsedSelect {
    private static final Set<String> JOINS = Set.of("INNER", "LEFT", "RIGHT", "SEMI", "ANTI");

    private final Map<String, Object> root;
    private final Map<String, Model> models;
    private final Function<Model, List<String>> columns;
    private final Map<String, Map<String, Object>> commonTables = new LinkedHashMap<>();
    private final List<Object> commonTableMaps = new ArrayList<>();
    private final IdentityHashMap<Map<String, Object>, Scope> scopes = new IdentityHashMap<>();

    /**
     * @param root the statement's node
     * @param models the models that it reads, by name in lower case
     * @param columns gives the names of all columns of a table
     */
    ParsedSelect(Map<String, Object> root, Map<String, Model> models, Function<Model, List<String>> columns) {
        this.root = root;
        this.models = models;
        this.columns = columns;
        for (Map<String, Object> object : SyntaxTree.within(root)) {
            SyntaxTree.objects(SyntaxTree.object(object.get("cte_map")).get("map"))
                    .forEach(entry -> {
                        Map<String, Object> value = SyntaxTree.object(entry.get("value"));
                        commonTableMaps.add(entry);
                        commonTables.merge(
                                lower(SyntaxTree.text(entry, "key")),
                                SyntaxTree.texts(value.get("aliases")).isEmpty()
                                        ? SyntaxTree.object(value.get("query_node"))
                                        : Map.of(),
                                (one, other) -> Map.of());
                    });
        }
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    Map<String, Object> root() {
        return root;
    }

    /** Every SELECT of the statement, also those within others. */
    List<Scope> scopes() {
        return SyntaxTree.within(root).stream()
                .filter(object -> SyntaxTree.text(object, "type").equals("SELECT_NODE"))
                .map(this::scope)
                .toList();
    }

    /** The tables of one SELECT. */
    Scope scope(Map<String, Object> select) {
        return scopes.computeIfAbsent(select, Scope::new);
    }

    /**
     * A table in FROM.
     *
     * @param node its place in the tree
     * @param alias the name by which its columns are qualified
     * @param model the model of the table; empty for anything else
     * @param query the query in its place; empty if there is none, or its columns are named anew
     */
    record Leaf(Map<String, Object> node, String alias, Optional<Model> model, Optional<Map<String, Object>> query) {}

    /**
     * How a dimension is joined.
     *
     * @param columns the columns by which members are found
     * @param values what they are compared with, in the same order
     * @param instant the day whose version is meant
     * @param isByGivenKey whether they are found by a key that the builder gave, which never points nowhere
     * @param others what it is joined to
     * @param mayDropRows whether rows without a member are lost
     * @param consumed the names of columns in the tree that are accounted for
     */
    record Join(
            List<String> columns,
            List<Map<String, Object>> values,
            Optional<Map<String, Object>> instant,
            boolean isByGivenKey,
            Map<String, Object> others,
            boolean mayDropRows,
            List<Map<String, Object>> consumed) {}

    /** One SELECT. */
    final class Scope {
        private final Map<String, Object> select;
        private final List<Leaf> leaves = new ArrayList<>();
        private final List<Map<String, Object>> joins = new ArrayList<>();
        private final IdentityHashMap<Map<String, Object>, Optional<Join>> joined = new IdentityHashMap<>();

        private Scope(Map<String, Object> select) {
            this.select = select;
            addTables(SyntaxTree.object(select.get("from_table")));
        }

        ParsedSelect statement() {
            return ParsedSelect.this;
        }

        Map<String, Object> select() {
            return select;
        }

        List<Leaf> leaves() {
            return leaves;
        }

        List<Map<String, Object>> joins() {
            return joins;
        }

        private void addTables(Map<String, Object> table) {
            String type = SyntaxTree.text(table, "type");
            if (type.equals("JOIN")) {
                joins.add(table);
                addTables(SyntaxTree.object(table.get("left")));
                addTables(SyntaxTree.object(table.get("right")));
                return;
            }
            boolean isRenamed =
                    !SyntaxTree.texts(table.get("column_name_alias")).isEmpty();
            String alias = lower(SyntaxTree.text(table, "alias"));
            Optional<Map<String, Object>> query = Optional.empty();
            Optional<Model> model = Optional.empty();
            if (type.equals("BASE_TABLE")) {
                String name = lower(SyntaxTree.text(table, "table_name"));
                String schema = lower(SyntaxTree.text(table, "schema_name"));
                alias = alias.isEmpty() ? name : alias;
                if (schema.isEmpty()) {
                    query = Optional.ofNullable(commonTables.get(name));
                } else {
                    model = Optional.ofNullable(models.get(schema + "." + name));
                }
            } else if (type.equals("SUBQUERY")) {
                query = Optional.of(SyntaxTree.object(
                        SyntaxTree.object(table.get("subquery")).get("node")));
            }
            leaves.add(new Leaf(table, alias, model, isRenamed ? Optional.empty() : query));
        }

        /** The columns that a table in FROM has, as far as that is known. */
        List<String> columns(Leaf leaf) {
            if (leaf.model().isPresent()) {
                return columns.apply(leaf.model().get());
            }
            return leaf.query().map(query -> SyntaxTree.objects(query.get("select_list"))).orElse(List.of()).stream()
                    .map(ParsedSelect::name)
                    .toList();
        }

        /** Whether the name of a column may mean one of a table in FROM. */
        private boolean means(Leaf leaf, Map<String, Object> reference) {
            List<String> names = SyntaxTree.texts(reference.get("column_names"));
            String first = lower(names.get(0));
            if (names.size() > 1
                    && leaves.stream().anyMatch(other -> other.alias().equals(first))) {
                return leaf.alias().equals(first);
            }
            return columns(leaf).contains(first);
        }

        private boolean isAbout(Leaf leaf, @Nullable Object expression) {
            return SyntaxTree.within(expression).stream().anyMatch(object -> isColumn(object) && means(leaf, object));
        }

        /**
         * The columns of a table in FROM that are read, but for some places; all columns if the SELECT reads whatever there
         * is.
         */
        NavigableSet<String> columnsRead(Leaf leaf, List<Map<String, Object>> except) {
            Set<Map<String, Object>> passed = Collections.newSetFromMap(new IdentityHashMap<>());
            passed.addAll(except);
            List<String> all = columns(leaf);
            NavigableSet<String> read = new TreeSet<>();
            for (Map<String, Object> object : outward(select, List.of())) {
                if (passed.contains(object)) {
                    continue;
                }
                if (SyntaxTree.text(object, "class").equals("STAR")) {
                    String relation = lower(SyntaxTree.text(object, "relation_name"));
                    if (relation.isEmpty() || relation.equals(leaf.alias())) {
                        read.addAll(all);
                    }
                } else if (isColumn(object)) {
                    List<String> names = SyntaxTree.texts(object.get("column_names"));
                    String last = lower(names.get(names.size() - 1));
                    if (means(leaf, object)) {
                        String first = lower(names.get(0));
                        read.add(names.size() > 1 && leaf.alias().equals(first) ? lower(names.get(1)) : first);
                    } else if (names.size() == 1
                            && leaf.alias().equals(last)
                            && leaves.stream().noneMatch(other -> columns(other).contains(last))) {
                        read.addAll(all);
                    }
                }
            }
            for (Map<String, Object> join : joins) {
                if (SyntaxTree.text(join, "ref_type").equals("NATURAL")) {
                    read.addAll(all);
                }
                SyntaxTree.texts(join.get("using_columns")).stream()
                        .map(ParsedSelect::lower)
                        .filter(all::contains)
                        .forEach(read::add);
            }
            return read;
        }

        /** The objects of a part of this SELECT without the names that mean something in a SELECT within it. */
        private List<Map<String, Object>> outward(@Nullable Object part, List<Scope> inner) {
            List<Map<String, Object>> objects = new ArrayList<>();
            if (part instanceof List<?> list) {
                list.forEach(item -> objects.addAll(outward(item, inner)));
            } else if (part instanceof Map) {
                Map<String, Object> object = SyntaxTree.object(part);
                List<Scope> scopes = inner;
                if (!isSame(object, select) && SyntaxTree.text(object, "type").equals("SELECT_NODE")) {
                    scopes = new ArrayList<>(inner);
                    scopes.add(scope(object));
                }
                if (scopes.stream().noneMatch(scope -> scope.explains(object))) {
                    objects.add(object);
                }
                for (Object value : object.values()) {
                    objects.addAll(outward(value, scopes));
                }
            }
            return objects;
        }

        /** Whether a name, or a star, within this SELECT means something of its own tables. */
        private boolean explains(Map<String, Object> object) {
            if (SyntaxTree.text(object, "class").equals("STAR")) {
                String relation = lower(SyntaxTree.text(object, "relation_name"));
                return relation.isEmpty()
                        || leaves.stream().anyMatch(leaf -> leaf.alias().equals(relation));
            }
            return isColumn(object) && leaves.stream().anyMatch(leaf -> means(leaf, object));
        }

        /** How a dimension is joined; empty if not by its natural key or its key. */
        Optional<Join> join(Leaf leaf, DimensionModel dimension) {
            return joined.computeIfAbsent(
                    leaf.node(),
                    unknown -> joins.stream()
                            .filter(join ->
                                    isSame(join.get("left"), leaf.node()) || isSame(join.get("right"), leaf.node()))
                            .findFirst()
                            .flatMap(join -> joined(join, leaf, dimension)));
        }

        private Optional<Join> joined(Map<String, Object> join, Leaf leaf, DimensionModel dimension) {
            String type = SyntaxTree.text(join, "join_type");
            String kind = SyntaxTree.text(join, "ref_type");
            boolean isRight = isSame(join.get("right"), leaf.node());
            boolean keepsMembers = type.equals(isRight ? "RIGHT" : "LEFT");
            boolean isOneSided = !isRight && (type.equals("SEMI") || type.equals("ANTI"));
            if (!JOINS.contains(type)
                    || keepsMembers
                    || isOneSided
                    || !(kind.equals("REGULAR") || kind.equals("CROSS"))) {
                return Optional.empty();
            }
            List<Map<String, Object>> conditions = new ArrayList<>();
            addConditions(SyntaxTree.object(join.get("condition")), conditions);
            if (type.equals("INNER")) {
                addConditions(SyntaxTree.object(select.get("where_clause")), conditions);
            }
            Map<String, Object> others = SyntaxTree.object(join.get(isRight ? "left" : "right"));
            Conditions of = new Conditions(this, leaf, conditions, SyntaxTree.texts(join.get("using_columns")));
            boolean mayDropRows = type.equals("INNER") || type.equals("SEMI");
            String key = lower(dimension.key());
            Optional<Map<String, Object>> byKey = of.equal(key);
            if (byKey.isPresent()) {
                return Optional.of(new Join(
                        List.of(key),
                        List.of(byKey.get()),
                        Optional.empty(),
                        dimension.ownKey().isEmpty(),
                        others,
                        mayDropRows,
                        of.consumed()));
            }
            List<String> naturalKey =
                    dimension.naturalKey().stream().map(ParsedSelect::lower).toList();
            List<Map<String, Object>> values = new ArrayList<>();
            for (String column : naturalKey) {
                of.equal(column).ifPresent(values::add);
            }
            if (values.size() < naturalKey.size()) {
                return Optional.empty();
            }
            Optional<Map<String, Object>> instant =
                    dimension.history() == History.TYPE_2 ? of.instant() : Optional.empty();
            return Optional.of(new Join(naturalKey, values, instant, false, others, mayDropRows, of.consumed()));
        }

        private static void addConditions(Map<String, Object> condition, List<Map<String, Object>> conditions) {
            if (SyntaxTree.text(condition, "type").equals("CONJUNCTION_AND")) {
                SyntaxTree.objects(condition.get("children")).forEach(child -> addConditions(child, conditions));
            } else if (!condition.isEmpty()) {
                conditions.add(condition);
            }
        }

        /** The conditions of WHERE. */
        List<Map<String, Object>> conditions() {
            List<Map<String, Object>> conditions = new ArrayList<>();
            addConditions(SyntaxTree.object(select.get("where_clause")), conditions);
            return conditions;
        }

        /** A query of the values that are looked for. */
        Map<String, Object> keys(Join join) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < join.values().size(); i++) {
                list.add(named(join.values().get(i), "key " + (i + 1)));
            }
            join.instant().ifPresent(instant -> list.add(named(instant, "instant")));
            Map<String, Object> query = new LinkedHashMap<>();
            query.put("type", "SELECT_NODE");
            query.put("modifiers", List.of(Map.of("type", "DISTINCT_MODIFIER", "distinct_on_targets", List.of())));
            query.put("cte_map", Map.of("map", commonTableMaps));
            query.put("select_list", list);
            query.put("from_table", join.others());
            query.put("where_clause", null);
            query.put("group_expressions", List.of());
            query.put("group_sets", List.of());
            query.put("aggregate_handling", "STANDARD_HANDLING");
            query.put("having", null);
            query.put("sample", null);
            query.put("qualify", null);
            return query;
        }

        private static Map<String, Object> named(Map<String, Object> expression, String alias) {
            Map<String, Object> named = new LinkedHashMap<>(expression);
            named.put("alias", alias);
            return named;
        }
    }

    /** The conditions by which a dimension is joined. */
    private static final class Conditions {
        private final Scope scope;
        private final Leaf leaf;
        private final List<Map<String, Object>> conditions;
        private final List<String> using;
        private final List<Map<String, Object>> consumed = new ArrayList<>();

        Conditions(Scope scope, Leaf leaf, List<Map<String, Object>> conditions, List<String> using) {
            this.scope = scope;
            this.leaf = leaf;
            this.conditions = conditions;
            this.using = using.stream().map(ParsedSelect::lower).toList();
        }

        List<Map<String, Object>> consumed() {
            return consumed;
        }

        /** What a column of the dimension must be equal to. */
        Optional<Map<String, Object>> equal(String column) {
            if (using.contains(column)) {
                Map<String, Object> other = new LinkedHashMap<>();
                other.put("class", "COLUMN_REF");
                other.put("type", "COLUMN_REF");
                other.put("alias", "");
                other.put("column_names", List.of(column));
                return Optional.of(other);
            }
            return conditions.stream()
                    .filter(condition -> SyntaxTree.text(condition, "type").equals("COMPARE_EQUAL"))
                    .flatMap(condition -> opposite(condition, column).stream())
                    .findFirst();
        }

        /** The other side of a comparison with a column of the dimension. */
        private Optional<Map<String, Object>> opposite(Map<String, Object> comparison, String column) {
            Map<String, Object> left = SyntaxTree.object(comparison.get("left"));
            Map<String, Object> right = SyntaxTree.object(comparison.get("right"));
            return is(left, column) ? value(left, right) : is(right, column) ? value(right, left) : Optional.empty();
        }

        private Optional<Map<String, Object>> value(Map<String, Object> column, Map<String, Object> value) {
            boolean isPlain = SyntaxTree.within(value).stream()
                    .noneMatch(object -> SyntaxTree.text(object, "class").equals("SUBQUERY"));
            if (!isPlain || scope.isAbout(leaf, value)) {
                return Optional.empty();
            }
            consumed.add(column);
            return Optional.of(value);
        }

        private boolean is(Map<String, Object> expression, String column) {
            if (!isColumn(expression) || !scope.means(leaf, expression)) {
                return false;
            }
            List<String> names = SyntaxTree.texts(expression.get("column_names"));
            return lower(names.get(names.size() - 1)).equals(column);
        }

        /** The day that must lie within the days on which a version is valid. */
        Optional<Map<String, Object>> instant() {
            for (Map<String, Object> condition : conditions) {
                Map<String, Object> lower = SyntaxTree.object(condition.get("lower"));
                Map<String, Object> upper = SyntaxTree.object(condition.get("upper"));
                Map<String, Object> input = SyntaxTree.object(condition.get("input"));
                if (SyntaxTree.text(condition, "type").equals("COMPARE_BETWEEN")
                        && is(lower, "valid_from")
                        && is(upper, "valid_to")
                        && !scope.isAbout(leaf, input)) {
                    consumed.add(lower);
                    consumed.add(upper);
                    return Optional.of(input);
                }
            }
            Optional<Map<String, Object>> from =
                    bound("valid_from", "COMPARE_LESSTHANOREQUALTO", "COMPARE_GREATERTHANOREQUALTO");
            Optional<Map<String, Object>> to =
                    bound("valid_to", "COMPARE_GREATERTHANOREQUALTO", "COMPARE_LESSTHANOREQUALTO");
            return from.isPresent() && to.isPresent() && isAlike(from.get(), to.get()) ? from : Optional.empty();
        }

        /** @param onTheLeft how the column is compared if it stands on the left */
        private Optional<Map<String, Object>> bound(String column, String onTheLeft, String onTheRight) {
            return conditions.stream()
                    .filter(condition -> SyntaxTree.text(condition, "type")
                            .equals(is(SyntaxTree.object(condition.get("left")), column) ? onTheLeft : onTheRight))
                    .flatMap(condition -> opposite(condition, column).stream())
                    .findFirst();
        }

        private static boolean isAlike(Map<String, Object> one, Map<String, Object> other) {
            return isColumn(one)
                    && isColumn(other)
                    && SyntaxTree.texts(one.get("column_names")).equals(SyntaxTree.texts(other.get("column_names")));
        }
    }

    /** Whether both are the same place in the tree, not just alike. */
    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        return one == other;
    }

    static boolean isColumn(Map<String, Object> object) {
        return SyntaxTree.text(object, "class").equals("COLUMN_REF")
                && !SyntaxTree.texts(object.get("column_names")).isEmpty();
    }

    /** The name of what an item of a SELECT gives. */
    static String name(Map<String, Object> item) {
        String alias = lower(SyntaxTree.text(item, "alias"));
        List<String> names = SyntaxTree.texts(item.get("column_names"));
        return alias.isEmpty() && isColumn(item) ? lower(names.get(names.size() - 1)) : alias;
    }

    /** The models that a statement reads, by name in lower case. */
    static Map<String, Model> byName(Iterable<Model> models) {
        Map<String, Model> byName = new HashMap<>();
        models.forEach(model -> byName.put(lower(model.name().toString()), model));
        return byName;
    }

    /** Names a table in lower case. */
    static String lower(TableName table) {
        return lower(table.toString());
    }
}
