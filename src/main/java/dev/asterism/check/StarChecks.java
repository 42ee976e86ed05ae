package dev.asterism.check;

import dev.asterism.InputException;
import dev.asterism.catalog.CheckResult;
import dev.asterism.engine.BuildContext;
import dev.asterism.engine.QueryResult;
import dev.asterism.engine.WarehouseReader;
import dev.asterism.lake.Day;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.PlanRequest;
import dev.asterism.plan.Selection;
import dev.asterism.plan.Staleness;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Runs all checks over the published stars. Changes nothing; the totals of files are compared by reading the files.
 *
 * <p>Not thread-safe.
 */
public final class StarChecks {
    private final Warehouse warehouse;
    private final Staleness staleness;
    private final ModelGraph graph;
    private final PlanRequest request;
    private final Consumer<String> progress;
    private final FileTotals files;

    /**
     * @param engine the warehouse, open for reading
     * @param request which tables, checks and days to look at
     * @param progress told what is being done
     * @throws InputException where nothing is built, or the range has no days
     */
    public StarChecks(
            WarehouseReader engine,
            BuildContext context,
            Staleness staleness,
            PlanRequest request,
            Consumer<String> progress) {
        this.warehouse = new Warehouse(engine, context, engine.buildState(), request::includes);
        this.staleness = staleness;
        this.graph = context.graph();
        this.request = request;
        this.progress = progress;
        this.files = new FileTotals(warehouse, staleness.lake(), progress);
        request.requireRangeWithin(staleness.allDays());
        if (warehouse.built().days().isEmpty() && warehouse.built().wholes().isEmpty()) {
            throw new InputException("There are no stars to check yet. Build them with 'asterism run'.");
        }
    }

    /** The results in the order of the graph: first of each table, then of the checks that have a model file. */
    public List<CheckResult> run() {
        Set<TableName> selected = Selection.of(graph, request.selectors(), request.excludes());
        Set<TableName> excluded = Selection.excluded(graph, request.excludes());
        List<CheckResult> results = new ArrayList<>();
        for (Model model : graph.models()) {
            if (selected.contains(model.name())) {
                progress.accept("checking " + model.name());
                if (model instanceof FactModel fact) {
                    results.addAll(new FactChecks(warehouse, staleness, files, fact).run());
                } else if (model instanceof DimensionModel dimension) {
                    results.addAll(new DimensionChecks(warehouse, dimension).run());
                }
            }
        }
        for (CheckModel check : graph.ofType(CheckModel.class)) {
            boolean readsSelected = check.reads().stream().anyMatch(selected::contains);
            if ((readsSelected || selected.contains(check.name())) && !excluded.contains(check.name())) {
                progress.accept("checking " + check.name());
                results.add(answer(check));
            }
        }
        return results;
    }

    private CheckResult answer(CheckModel check) {
        NavigableSet<Day> days = new TreeSet<>();
        for (Model upstream : graph.upstream(check)) {
            Optional<String> missing = upstream instanceof SourceModel
                    ? Optional.of("it reads " + upstream.name() + ", whose rows exist only while a batch is built")
                    : upstream instanceof FactModel || upstream instanceof DimensionModel
                            ? Optional.of(upstream.name() + " is not built yet")
                                    .filter(text -> !warehouse.has(upstream.name()))
                            : Optional.empty();
            if (missing.isPresent()) {
                return ModelCheck.skipped(check, days, missing.get());
            }
            days.addAll(warehouse.days(upstream));
        }
        String found = "FROM (" + warehouse.relations().select(check, days) + "\n) AS found";
        try {
            long rows = Long.parseLong(warehouse
                    .query("SELECT count(*) " + found, row -> Warehouse.text(row, 0))
                    .get(0));
            return rows == 0
                    ? ModelCheck.passed(check, days)
                    : ModelCheck.found(
                            check,
                            days,
                            rows,
                            warehouse
                                    .query("SELECT * " + found + " LIMIT 1", StarChecks::describe)
                                    .get(0));
        } catch (InputException failure) {
            return ModelCheck.unanswered(check, days, String.valueOf(failure.getMessage()));
        }
    }

    private static String describe(QueryResult row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.columns().size(); i++) {
            values.add(row.columns().get(i) + " = " + Warehouse.text(row, i));
        }
        return String.join(", ", values);
    }
}
