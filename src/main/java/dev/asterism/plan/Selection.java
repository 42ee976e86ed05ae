package dev.asterism.plan;

import dev.asterism.InputException;
import dev.asterism.Suggestion;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Resolves selectors as users of dbt know them: a pipeline ({@code pypi}), a model ({@code pypi/project}) or a table
 * ({@code pypi_dim.project}); {@code +} before it adds everything upstream, after it everything downstream.
 */
public final class Selection {
    private final ModelGraph graph;

    private Selection(ModelGraph graph) {
        this.graph = graph;
    }

    /**
     * The names of the models selected.
     *
     * @param selectors what to take; empty means everything
     * @param excludes what to leave out of that
     * @throws InputException where a selector selects nothing
     */
    public static Set<TableName> of(ModelGraph graph, List<String> selectors, List<String> excludes) {
        Selection selection = new Selection(graph);
        Set<TableName> selected = new TreeSet<>();
        if (selectors.isEmpty()) {
            graph.models().forEach(model -> selected.add(model.name()));
        }
        selectors.forEach(selector -> selected.addAll(selection.resolve(selector)));
        selected.removeAll(excluded(graph, excludes));
        return selected;
    }

    /** The names of the models that are left out; fails as {@link #of} does. */
    public static Set<TableName> excluded(ModelGraph graph, List<String> excludes) {
        Selection selection = new Selection(graph);
        Set<TableName> excluded = new TreeSet<>();
        excludes.forEach(selector -> excluded.addAll(selection.resolve(selector)));
        return excluded;
    }

    /** A table with everything that is made from it. */
    static Set<TableName> withReaders(ModelGraph graph, TableName table) {
        return closure(Set.of(table), graph::readers);
    }

    private Set<TableName> resolve(String selector) {
        boolean withUpstream = selector.startsWith("+");
        boolean withDownstream = selector.endsWith("+") && selector.length() > 1;
        String name = selector.substring(withUpstream ? 1 : 0, selector.length() - (withDownstream ? 1 : 0));
        Set<TableName> named = new TreeSet<>();
        for (Model model : graph.models()) {
            if (namesOf(model).anyMatch(name::equals)) {
                named.add(model.name());
            }
        }
        Set<TableName> selected = new TreeSet<>(named);
        if (withUpstream) {
            selected.addAll(closure(named, this::upstream));
        }
        if (withDownstream) {
            selected.addAll(closure(named, graph::readers));
        }
        if (selected.isEmpty()) {
            List<String> names = graph.models().stream()
                    .flatMap(Selection::namesOf)
                    .distinct()
                    .sorted()
                    .toList();
            throw new InputException("'" + name + "' selects nothing." + Suggestion.didYouMean(name, names)
                    + " A selector is a pipeline such as pypi, a model such as pypi/project or a table such as"
                    + " pypi_dim.project, with + before it for what it reads and + after it for what reads it.");
        }
        return selected;
    }

    private static Stream<String> namesOf(Model model) {
        return Stream.of(
                model.file().id().pipeline(),
                model.file().id().toString(),
                model.name().toString());
    }

    private Set<TableName> upstream(TableName table) {
        Set<TableName> names = new TreeSet<>();
        graph.upstream(graph.get(table)).forEach(model -> names.add(model.name()));
        return names;
    }

    private static Set<TableName> closure(Set<TableName> start, Function<TableName, Set<TableName>> next) {
        Set<TableName> reached = new TreeSet<>();
        Deque<TableName> open = new ArrayDeque<>(start);
        while (!open.isEmpty()) {
            TableName table = open.remove();
            if (reached.add(table)) {
                open.addAll(next.apply(table));
            }
        }
        return reached;
    }
}
