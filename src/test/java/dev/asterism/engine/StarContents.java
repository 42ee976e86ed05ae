package dev.asterism.engine;

import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.run.Inspection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the stars of a warehouse say, whatever keys its members happen to have: every row of every fact, with all that is
 * known of the members it refers to in the place of their keys. Two warehouses built from the same lake have equal
 * contents.
 */
final class StarContents {
    private final Workbench workbench;
    private final ModelGraph graph;
    private final Shapes shapes;

    private StarContents(Workbench workbench, Inspection inspection) {
        this.workbench = workbench;
        this.graph = inspection.survey().pipelines().graph();
        this.shapes = inspection.survey().shapes();
    }

    /** The rows of every fact and accumulating snapshot, in order. */
    static Map<String, List<String>> of(Workbench workbench) {
        try (Inspection inspection = workbench.inspect()) {
            StarContents contents = new StarContents(workbench, inspection);
            Map<String, List<String>> facts = new TreeMap<>();
            contents.graph
                    .ofType(FactModel.class)
                    .forEach(fact -> facts.put(
                            fact.name().toString(),
                            contents.rows(fact, contents.shapes.of(fact).names())));
            contents.graph.ofType(DimensionModel.class).stream()
                    .filter(DimensionModel::isAccumulating)
                    .forEach(snapshot ->
                            facts.put(snapshot.name().toString(), contents.rows(snapshot, contents.columns(snapshot))));
            return facts;
        }
    }

    /** The keys that the builder gave to members without history, by table and natural key. */
    static Map<String, String> keys(Workbench workbench) {
        try (Inspection inspection = workbench.inspect()) {
            StarContents contents = new StarContents(workbench, inspection);
            Map<String, String> keys = new TreeMap<>();
            contents.graph.ofType(DimensionModel.class).stream()
                    .filter(dimension -> dimension.ownKey().isEmpty())
                    .filter(dimension -> dimension.history() == DimensionModel.History.TYPE_1)
                    .forEach(dimension -> keys.putAll(contents.keys(dimension)));
            return keys;
        }
    }

    /** The attributes of all members, by table and natural key; of versions those that are valid on some day. */
    static Map<String, String> members(Workbench workbench) {
        try (Inspection inspection = workbench.inspect()) {
            StarContents contents = new StarContents(workbench, inspection);
            Map<String, String> members = new TreeMap<>();
            contents.graph.ofType(DimensionModel.class).forEach(dimension -> contents.addMembers(dimension, members));
            return members;
        }
    }

    private void addMembers(DimensionModel dimension, Map<String, String> members) {
        Select select = new Select(dimension.name().schema(), dimension.name().name());
        select.addMember("t0", dimension, false);
        int keys = select.columns.size();
        select.addMember("t0", dimension, true);
        boolean hasVersions = dimension.history() == DimensionModel.History.TYPE_2;
        String text = select.text() + (hasVersions ? " WHERE t0.valid_from <= t0.valid_to ORDER BY t0.valid_from" : "");
        for (String row : workbench.rows(text)) {
            List<String> values = List.of(row.split("\\|", -1));
            members.merge(
                    dimension.name() + " " + String.join("|", values.subList(0, keys)),
                    String.join("|", values.subList(keys, values.size())),
                    (one, other) -> one + " then " + other);
        }
    }

    private Map<String, String> keys(DimensionModel dimension) {
        Select select = new Select(dimension.name().schema(), dimension.name().name());
        select.addMember("t0", dimension, false);
        select.columns.add("t0." + SqlNames.quoted(dimension.key()));
        Map<String, String> keys = new TreeMap<>();
        for (String row : workbench.rows(select.text())) {
            int end = row.lastIndexOf('|');
            String member = dimension.name() + " " + row.substring(0, end);
            if (keys.put(member, row.substring(end + 1)) != null) {
                throw new AssertionError("The member is there twice: " + member);
            }
        }
        return keys;
    }

    private List<String> rows(Model model, Collection<String> columns) {
        Select select = new Select(model.name().schema(), model.name().name());
        TableShape shape = shapes.of(model);
        columns.forEach(column -> {
            DimensionModel dimension = shape.references().get(column);
            if (dimension == null) {
                select.columns.add("t0." + SqlNames.quoted(column));
            } else {
                select.join("t0", column, dimension, true);
            }
        });
        return workbench.rows(select.text()).stream().sorted().toList();
    }

    /** The columns of a dimension's table without its key. */
    private Set<String> columns(DimensionModel dimension) {
        Set<String> columns = new TreeSet<>(DimensionColumns.of(dimension, shapes.of(dimension), "integer", "boolean")
                .keySet());
        columns.remove(dimension.key());
        return columns;
    }

    /** A SELECT that grows by joins. */
    private final class Select {
        private final List<String> columns = new ArrayList<>();
        private final StringBuilder from;
        private int tables = 1;

        Select(String schema, String table) {
            from = new StringBuilder(SqlNames.quoted(schema) + "." + SqlNames.quoted(table) + " AS t0");
        }

        /** @param all whether to show the whole member, or just its natural key */
        void join(String table, String column, DimensionModel dimension, boolean all) {
            String alias = "t" + tables++;
            from.append("\n  LEFT JOIN %s AS %s ON %s.%s = %s.%s"
                    .formatted(
                            SqlNames.quoted(dimension.name()),
                            alias,
                            alias,
                            SqlNames.quoted(dimension.key()),
                            table,
                            SqlNames.quoted(column)));
            addMember(alias, dimension, all);
        }

        void addMember(String alias, DimensionModel dimension, boolean all) {
            for (String name : all ? columns(dimension) : new TreeSet<>(dimension.naturalKey())) {
                Optional<DimensionModel> referenced = Optional.ofNullable(
                                shapes.of(dimension).references().get(name))
                        .filter(other -> !other.equals(dimension));
                referenced.ifPresentOrElse(
                        other -> join(alias, name, other, all), () -> columns.add(alias + "." + SqlNames.quoted(name)));
            }
        }

        String text() {
            return "SELECT " + String.join(", ", columns) + "\nFROM " + from;
        }
    }
}
