package dev.asterism.engine.duckdb;

import dev.asterism.engine.Shapes;
import dev.asterism.engine.duckdb.ParsedSelect.Join;
import dev.asterism.engine.duckdb.ParsedSelect.Leaf;
import dev.asterism.engine.duckdb.ParsedSelect.Scope;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows expressions to the columns of sources and facts from which they are made, through subqueries and joined
 * dimensions. So it can be proven that a dimension takes its members from the very rows that look for them.
 */
final class Lineage {
    private static final Set<String> PLACES = Set.of("query_location", "query_location_length", "alias");
    private static final Set<String> NOT_OF_ONE_ROW =
            Set.of("SUBQUERY", "WINDOW", "STAR", "LAMBDA", "PARAMETER", "DEFAULT");

    private final SqlSession session;
    private final ModelGraph graph;
    private final Shapes shapes;
    private final Set<String> aggregates;
    private final Map<TableName, Optional<ParsedSelect>> parsed = new HashMap<>();

    Lineage(SqlSession session, ModelGraph graph, Shapes shapes) throws SQLException {
        this.session = session;
        this.graph = graph;
        this.shapes = shapes;
        this.aggregates = Set.copyOf(session.query(
                "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'",
                row -> row.getString(1)));
    }

    /** Returns the statement of a model; empty if DuckDB cannot say what it consists of. */
    Optional<ParsedSelect> parsed(Model model) throws SQLException {
        Optional<ParsedSelect> known = parsed.get(model.name());
        if (known == null) {
            known = SyntaxTree.of(session, model.file().sql().text())
                    .map(root -> new ParsedSelect(root, ParsedSelect.byName(graph.upstream(model)), this::columns));
            parsed.put(model.name(), known);
        }
        return known;
    }

    /** The names of all columns of a table, in lower case. */
    List<String> columns(Model model) {
        List<String> names = model instanceof DimensionModel dimension
                ? List.copyOf(DimensionColumns.of(dimension, shapes.of(dimension), "INTEGER", "BOOLEAN")
                        .keySet())
                : shapes.of(model).names();
        return names.stream().map(ParsedSelect::lower).toList();
    }

    /** Whether an expression is the day of a row of a source or fact. */
    boolean isDay(Scope scope, Map<String, Object> expression) {
        Optional<String> origin = new Tracing().origin(scope, expression);
        return origin.isPresent()
                && graph.models().stream()
                        .anyMatch(model -> (model instanceof SourceModel source
                                        && origin.get().equals(column(source, source.day())))
                                || (model instanceof FactModel fact
                                        && origin.get().equals(column(fact, fact.day()))));
    }

    /** Whether every row that looks for a member brings it: the dimension has one for each row, by the same expressions. */
    boolean brings(DimensionModel dimension, Scope scope, Join join) throws SQLException {
        List<String> naturalKey =
                dimension.naturalKey().stream().map(ParsedSelect::lower).toList();
        if (!graph.isBuiltByDay(dimension) || !join.columns().equals(naturalKey)) {
            return false;
        }
        Tracing tracing = new Tracing();
        Optional<List<String>> wanted = tracing.origins(scope, join.values());
        Optional<ParsedSelect> members = parsed(dimension);
        if (wanted.isEmpty() || tracing.rows.size() != 1 || members.isEmpty()) {
            return false;
        }
        List<Map<String, Object>> branches = branches(members.get().root());
        // The first SELECT of a union names the columns of all.
        List<String> names = branches.stream().findFirst().map(Lineage::items).orElse(List.of()).stream()
                .map(ParsedSelect::name)
                .toList();
        List<Integer> places = naturalKey.stream().map(names::indexOf).toList();
        return branches.stream().anyMatch(branch -> gives(members.get().scope(branch), places, wanted.get()));
    }

    private static List<Map<String, Object>> items(Map<String, Object> select) {
        return SyntaxTree.objects(select.get("select_list"));
    }

    /** The SELECTs of which a statement is a union. */
    private static List<Map<String, Object>> branches(Map<String, Object> node) {
        String type = SyntaxTree.text(node, "type");
        List<Map<String, Object>> branches = new ArrayList<>();
        if (type.equals("SELECT_NODE")) {
            branches.add(node);
        } else if (type.equals("SET_OPERATION_NODE")
                && SyntaxTree.text(node, "setop_type").equals("UNION")
                && modifiersKeepRows(node)) {
            SyntaxTree.objects(node.get("children")).forEach(child -> branches.addAll(branches(child)));
        }
        return branches;
    }

    /** @param places where the columns of the natural key stand in the SELECT; negative for one that is not told apart */
    private boolean gives(Scope scope, List<Integer> places, List<String> wanted) {
        List<Map<String, Object>> all = items(scope.select());
        boolean hasStar =
                all.stream().anyMatch(item -> SyntaxTree.text(item, "class").equals("STAR"));
        if (hasStar || places.stream().anyMatch(place -> place < 0 || place >= all.size())) {
            return false;
        }
        List<Map<String, Object>> items = places.stream().map(all::get).toList();
        Tracing tracing = new Tracing();
        return tracing.origins(scope, items).filter(wanted::equals).isPresent()
                && tracing.rows.size() == 1
                && keepsRows(scope, wanted);
    }

    /** Whether no row is lost that has a value in every wanted expression. */
    private boolean keepsRows(Scope scope, List<String> wanted) {
        Map<String, Object> select = scope.select();
        if (select.get("having") != null
                || select.get("qualify") != null
                || select.get("sample") != null
                || !modifiersKeepRows(select)) {
            return false;
        }
        for (Map<String, Object> condition : scope.conditions()) {
            Optional<String> origin = SyntaxTree.text(condition, "type").equals("OPERATOR_IS_NOT_NULL")
                    ? new Tracing()
                            .origin(
                                    scope,
                                    SyntaxTree.objects(condition.get("children"))
                                            .get(0))
                    : Optional.empty();
            if (origin.isEmpty() || !wanted.contains(origin.get())) {
                return false;
            }
        }
        int rows = 0;
        for (Leaf leaf : scope.leaves()) {
            if (leaf.model().orElse(null) instanceof DimensionModel dimension) {
                Optional<Join> join = scope.join(leaf, dimension);
                Optional<String> key = new Tracing().origin(scope, leaf, ParsedSelect.lower(dimension.key()));
                boolean isFound = key.isPresent() && wanted.stream().anyMatch(value -> value.contains(key.get()));
                if (join.isEmpty() || (join.get().mayDropRows() && !isFound)) {
                    return false;
                }
            } else if (leaf.query().isPresent()
                    && SyntaxTree.text(leaf.query().get(), "type").equals("SELECT_NODE")) {
                rows++;
                if (!keepsRows(scope.statement().scope(leaf.query().get()), wanted)) {
                    return false;
                }
            } else if (leaf.model().isPresent()) {
                rows++;
            } else {
                return false;
            }
        }
        return rows == 1;
    }

    /** DISTINCT loses nothing but repetitions, and an order nothing at all. */
    private static boolean modifiersKeepRows(Map<String, Object> node) {
        return SyntaxTree.objects(node.get("modifiers")).stream().allMatch(modifier -> {
            String type = SyntaxTree.text(modifier, "type");
            return type.equals("ORDER_MODIFIER")
                    || (type.equals("DISTINCT_MODIFIER")
                            && SyntaxTree.objects(modifier.get("distinct_on_targets"))
                                    .isEmpty());
        });
    }

    private static String column(Model model, String column) {
        return "[" + ParsedSelect.lower(model.name()) + "." + ParsedSelect.lower(column) + "]";
    }

    /** Follows some expressions, and notes from which rows they come. */
    private final class Tracing {
        private final Set<Map<String, Object>> rows = Collections.newSetFromMap(new IdentityHashMap<>());

        private Optional<List<String>> origins(Scope scope, List<Map<String, Object>> expressions) {
            List<String> origins = new ArrayList<>();
            for (Map<String, Object> expression : expressions) {
                origin(scope, expression).ifPresent(origins::add);
            }
            return origins.size() == expressions.size() ? Optional.of(origins) : Optional.empty();
        }

        /** What an expression says of one row of a source or fact; empty if it says more than that, or if it is not known. */
        private Optional<String> origin(Scope scope, Map<String, Object> expression) {
            if (ParsedSelect.isColumn(expression)) {
                return column(scope, SyntaxTree.texts(expression.get("column_names")));
            }
            String type = SyntaxTree.text(expression, "class");
            boolean isAggregate = aggregates.contains(
                    SyntaxTree.text(expression, "function_name").toLowerCase(Locale.ROOT));
            if (NOT_OF_ONE_ROW.contains(type) || isAggregate) {
                return Optional.empty();
            }
            StringBuilder text = new StringBuilder();
            return append(scope, expression, text) ? Optional.of(text.toString()) : Optional.empty();
        }

        private boolean append(Scope scope, @Nullable Object part, StringBuilder text) {
            if (part instanceof List<?> list) {
                text.append('(');
                for (Object item : list) {
                    if (!append(scope, item, text)) {
                        return false;
                    }
                    text.append(',');
                }
                text.append(')');
                return true;
            }
            if (!(part instanceof Map)) {
                text.append(part);
                return true;
            }
            for (Map.Entry<String, Object> entry : new TreeMap<>(SyntaxTree.object(part)).entrySet()) {
                if (PLACES.contains(entry.getKey())) {
                    continue;
                }
                Object value = entry.getValue();
                text.append(entry.getKey()).append(':');
                Map<String, Object> object = SyntaxTree.object(value);
                if (object.containsKey("class")) {
                    Optional<String> origin = origin(scope, object);
                    if (origin.isEmpty()) {
                        return false;
                    }
                    text.append(origin.get());
                } else if (value instanceof List<?> list) {
                    for (Object item : list) {
                        Map<String, Object> child = SyntaxTree.object(item);
                        Optional<String> origin = child.containsKey("class") ? origin(scope, child) : Optional.of("");
                        if (origin.isEmpty() || (origin.get().isEmpty() && !append(scope, item, text))) {
                            return false;
                        }
                        text.append(origin.get()).append(',');
                    }
                } else if (!append(scope, value, text)) {
                    return false;
                }
                text.append(';');
            }
            return true;
        }

        private Optional<String> column(Scope scope, List<String> names) {
            String first = ParsedSelect.lower(names.get(0));
            if (names.size() == 2) {
                String last = ParsedSelect.lower(names.get(1));
                return scope.leaves().stream()
                        .filter(leaf -> leaf.alias().equals(first))
                        .findFirst()
                        .flatMap(leaf -> origin(scope, leaf, last));
            }
            return names.size() > 2
                    ? Optional.empty()
                    : scope.leaves().stream()
                            .filter(leaf -> scope.columns(leaf).contains(first))
                            .findFirst()
                            .flatMap(leaf -> origin(scope, leaf, first));
        }

        private Optional<String> origin(Scope scope, Leaf leaf, String column) {
            if (leaf.model().orElse(null) instanceof DimensionModel dimension) {
                return ofMember(scope, leaf, dimension, column);
            }
            if (leaf.model().isPresent()) {
                rows.add(leaf.node());
                return Optional.of(Lineage.column(leaf.model().get(), column));
            }
            Optional<Map<String, Object>> query =
                    leaf.query().filter(node -> SyntaxTree.text(node, "type").equals("SELECT_NODE"));
            return query.flatMap(node -> SyntaxTree.objects(node.get("select_list")).stream()
                    .filter(item -> ParsedSelect.name(item).equals(column))
                    .findFirst()
                    .flatMap(item -> origin(scope.statement().scope(node), item)));
        }

        /** A column of a member is told by how the member is found. */
        private Optional<String> ofMember(Scope scope, Leaf leaf, DimensionModel dimension, String column) {
            Optional<Join> joined = scope.join(leaf, dimension);
            Optional<List<String>> values = joined.flatMap(found -> origins(scope, found.values()));
            if (joined.isEmpty() || values.isEmpty()) {
                return Optional.empty();
            }
            Join join = joined.get();
            int place = join.columns().indexOf(column);
            if (place >= 0 && join.mayDropRows()) {
                return Optional.of(values.get().get(place));
            }
            Optional<String> instant = join.instant().flatMap(day -> origin(scope, day));
            if (join.instant().isPresent() != instant.isPresent()) {
                return Optional.empty();
            }
            return Optional.of("[" + column + " of " + ParsedSelect.lower(dimension.name()) + " by "
                    + join.columns() + " = " + values.get()
                    + instant.map(day -> " on " + day).orElse("") + "]");
        }
    }
}
