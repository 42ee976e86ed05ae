package dev.asterism.run;

import dev.asterism.InputException;
import dev.asterism.Suggestion;
import dev.asterism.config.Settings;
import dev.asterism.engine.WarehouseBuilder;
import dev.asterism.lake.Day;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.Pipelines;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.BuildState.Built;
import dev.asterism.plan.TableForm;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The removal of a table that no model declares; holds the warehouse from the look at the table until it is gone. */
public final class TableRemoval implements AutoCloseable {
    private final WarehouseBuilder engine;
    private final TableName table;
    private final String described;

    private TableRemoval(WarehouseBuilder engine, TableName table, String described) {
        this.engine = engine;
        this.table = table;
        this.described = described;
    }

    /**
     * Finds the table.
     *
     * @param name its name as it was written
     * @throws InputException if a model declares the table, or the warehouse does not have it
     */
    public static TableRemoval open(Settings settings, String name) {
        ModelGraph graph = Pipelines.load(settings.pipelinesDir()).graph();
        WarehouseBuilder engine = Engines.forBuilding(settings);
        try {
            BuildState state = engine.buildState();
            Set<TableName> without = new TreeSet<>(state.days().keySet());
            without.addAll(state.wholes().keySet());
            state.forms().forEach((table, form) -> {
                if (!form.columns().isEmpty()) {
                    without.add(table);
                }
            });
            Optional<TableName> found = without.stream()
                    .filter(table -> table.toString().equals(name))
                    .findFirst();
            graph.models().stream()
                    .filter(model -> model.hasTable() && model.name().toString().equals(name))
                    .findFirst()
                    .ifPresent(TableRemoval::refuse);
            without.removeIf(table -> graph.find(table).filter(Model::hasTable).isPresent());
            TableName table = found.orElseThrow(() -> unknown(name, without));
            return new TableRemoval(engine, table, described(state, table));
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }

    private static void refuse(Model model) {
        throw new InputException(model.file().start().file() + " declares " + model.name()
                + ", which a run would build again. Remove the model first, then drop its table.");
    }

    private static InputException unknown(String name, Set<TableName> without) {
        List<String> names = without.stream().map(TableName::toString).toList();
        return new InputException("The warehouse has no table '" + name + "'." + Suggestion.didYouMean(name, names)
                + (names.isEmpty()
                        ? " Every table in it has a model."
                        : " Tables without a model: " + String.join(", ", names) + "."));
    }

    private static String described(BuildState state, TableName table) {
        NavigableMap<Day, Built> days = state.days().getOrDefault(table, Collections.emptyNavigableMap());
        long rows = days.values().stream().mapToLong(Built::rows).sum();
        String kind = Optional.ofNullable(state.forms().get(table))
                .map(TableForm::kind)
                .map(word -> word.replace('_', ' '))
                .orElse("table");
        String extent = days.isEmpty() ? "" : " of " + days.size() + (days.size() == 1 ? " day" : " days");
        return "the " + kind + " " + table + extent
                + (rows == 0 ? "" : " with " + rows + (rows == 1 ? " row" : " rows"));
    }

    /** Returns what would be removed, such as "the fact shop.sales of 3 days with 400 rows". */
    public String described() {
        return described;
    }

    /** Removes it. */
    public void execute() {
        engine.drop(table);
    }

    @Override
    public void close() {
        engine.close();
    }
}
