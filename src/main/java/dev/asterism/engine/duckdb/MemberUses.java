package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Shapes;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.Relations;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.DimensionModel.History;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.SqlText;
import dev.asterism.model.TableName;
import dev.asterism.plan.MemberLookup;
import dev.asterism.plan.MemberUse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds out what tables that are built by day take from dimensions: nothing but the keys of members that the rows of the
 * day bring, which is proven by comparing both SELECTs; or members that rows look for and that may come later; or
 * attributes; or, if the SELECT does not tell, everything.
 *
 * <p>What is not recognised counts as more than it is, never as less: then days are built again more often than they need
 * be.
 */
final class MemberUses {
    private final SqlSession session;
    private final ModelGraph graph;
    private final Shapes shapes;
    private final Relations relations;
    private final Lineage lineage;

    private MemberUses(SqlSession session, BuildContext context) throws SQLException {
        this.session = session;
        this.graph = context.graph();
        this.shapes = context.shapes();
        this.relations = new Relations(context, SourceModel::toString);
        this.lineage = new Lineage(session, graph, shapes);
    }

    /**
     * Returns the uses of all tables that are built by day, by table.
     *
     * @param session a database with an empty table for each model
     * @throws dev.asterism.InputException if a table looks for members of a dimension of which it cannot be known when they
     *     come or go
     */
    static Map<TableName, List<MemberUse>> of(SqlSession session, BuildContext context) throws SQLException {
        MemberUses uses = new MemberUses(session, context);
        Map<TableName, List<MemberUse>> byTable = new HashMap<>();
        for (Model model : context.graph().models()) {
            if (context.graph().isBuiltByDay(model)) {
                List<MemberUse> own = uses.of(model);
                if (!own.isEmpty()) {
                    byTable.put(model.name(), own);
                }
            }
        }
        return byTable;
    }

    /** What is found of one dimension, over all places at which it is read. */
    private static final class Found {
        private final NavigableSet<String> attributes = new TreeSet<>();
        private final Map<String, MemberLookup> lookups = new LinkedHashMap<>();
        private boolean members;
    }

    private List<MemberUse> of(Model model) throws SQLException {
        Map<TableName, Found> found = new TreeMap<>();
        graph.upstream(model).stream()
                .filter(DimensionModel.class::isInstance)
                .forEach(dimension -> found.put(dimension.name(), new Found()));
        if (found.isEmpty()) {
            return List.of();
        }
        Optional<ParsedSelect> parsed = lineage.parsed(model);
        if (parsed.isEmpty()) {
            found.forEach((dimension, use) -> everything((DimensionModel) graph.get(dimension), use));
        } else {
            for (ParsedSelect.Scope scope : parsed.get().scopes()) {
                for (ParsedSelect.Leaf leaf : scope.leaves()) {
                    if (leaf.model().orElse(null) instanceof DimensionModel dimension) {
                        Found use = found.get(dimension.name());
                        if (use != null) {
                            add(model, scope, leaf, dimension, use);
                        }
                    }
                }
            }
        }
        List<MemberUse> uses = new ArrayList<>();
        found.forEach((dimension, use) -> {
            if (use.members || !use.attributes.isEmpty() || !use.lookups.isEmpty()) {
                MemberUse whole =
                        new MemberUse(dimension, use.attributes, use.members, List.copyOf(use.lookups.values()));
                requireKnownDays(model, whole);
                uses.add(whole);
            }
        });
        return uses;
    }

    private void everything(DimensionModel dimension, Found use) {
        use.members = true;
        use.attributes.addAll(attributes(dimension));
    }

    /** What one place at which a dimension is read means. */
    private void add(Model model, ParsedSelect.Scope scope, ParsedSelect.Leaf leaf, DimensionModel dimension, Found use)
            throws SQLException {
        Optional<ParsedSelect.Join> join = scope.join(leaf, dimension);
        if (join.isEmpty()) {
            use.members = true;
        }
        NavigableSet<String> read =
                scope.columnsRead(leaf, join.map(ParsedSelect.Join::consumed).orElse(List.of()));
        boolean hasVersions = dimension.history() == History.TYPE_2;
        if (hasVersions) {
            boolean isOfOneVersion = join.isPresent()
                    && (join.get().instant().isPresent() || join.get().isByGivenKey())
                    && read.stream().noneMatch(DimensionColumns::isOfHistory);
            use.members |= !isOfOneVersion;
        } else {
            attributes(dimension).stream().filter(read::contains).forEach(use.attributes::add);
        }
        if (join.isEmpty() || join.get().isByGivenKey()) {
            return;
        }
        boolean isOfItsDay = join.get().instant().isEmpty()
                || lineage.isDay(scope, join.get().instant().get());
        if (!(isOfItsDay && lineage.brings(dimension, scope, join.get()))) {
            Optional<MemberLookup> lookup = lookup(model, scope, join.get());
            lookup.ifPresentOrElse(
                    found -> use.lookups.put(found.columns() + found.keys().text(), found), () -> use.members = true);
        }
    }

    private List<String> attributes(DimensionModel dimension) {
        List<String> attributes = new ArrayList<>(lineage.columns(dimension));
        attributes.removeAll(lower(dimension.naturalKey()));
        attributes.remove(ParsedSelect.lower(dimension.key()));
        attributes.removeIf(column -> dimension.history() == History.TYPE_2 && DimensionColumns.isOfHistory(column));
        return attributes;
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(ParsedSelect::lower).toList();
    }

    /** The SELECT of what rows look for; empty if it cannot be said apart from the statement around it. */
    private Optional<MemberLookup> lookup(Model model, ParsedSelect.Scope scope, ParsedSelect.Join join)
            throws SQLException {
        SqlText keys;
        try {
            keys = new SqlText(model.file().start().file(), SyntaxTree.text(session, scope.keys(join)));
            session.query("DESCRIBE " + relations.selectAll(keys), row -> row.getString(1));
        } catch (SQLException notApart) {
            return Optional.empty();
        }
        return Optional.of(new MemberLookup(join.columns(), keys, join.instant().isPresent()));
    }

    private void requireKnownDays(Model model, MemberUse use) {
        DimensionModel dimension = (DimensionModel) graph.get(use.dimension());
        if (use.isOfOtherMembers()
                && graph.isBuiltByDay(dimension)
                && dimension.day().isEmpty()) {
            throw model.file()
                    .sql()
                    .positionOf(dimension.name())
                    .error("this looks for members of " + dimension.name()
                            + " that the rows of a day need not bring, and "
                            + dimension.name() + " does not say on which days its members were seen; so it could not be"
                            + " known when they come or go. Either let " + dimension.name()
                            + " take its members from what is read here, too, by the same expressions, or let it give the"
                            + " day of its rows and name that column in its header under 'day'.");
        }
    }
}
