package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Publication;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.engine.Target;
import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.Target.Range;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.AwaitedMembers;
import dev.asterism.engine.star.Forms;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.StateTable;
import dev.asterism.engine.star.StepRunner;
import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.BuildState;
import dev.asterism.plan.DaysRead;
import dev.asterism.plan.ModelWork;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A batch that is computed in the workshop for a warehouse elsewhere. Of facts the workshop holds the batch's days only:
 * those that it builds, and those that are read and not built, which it fetches.
 */
final class WorkshopBatch extends ForwardingBatch {
    private final Workshop workshop;
    private final SqlSession session;
    private final Target target;
    private final BuildContext context;
    private final Batch batch;
    private final DuckDbBatch computing;
    private final Map<DimensionModel, Long> previousKeys = new HashMap<>();
    private final Set<TableName> altered = new HashSet<>();
    private final Set<TableName> emptied = new HashSet<>();

    WorkshopBatch(Workshop workshop, SqlSession session, Target target, BuildContext context, Batch batch) {
        this(workshop, session, target, context, batch, new DuckDbBatch(session, context, batch));
    }

    private WorkshopBatch(
            Workshop workshop,
            SqlSession session,
            Target target,
            BuildContext context,
            Batch batch,
            DuckDbBatch computing) {
        super(computing);
        this.workshop = workshop;
        this.session = session;
        this.target = target;
        this.context = context;
        this.batch = batch;
        this.computing = computing;
    }

    void begin() throws SQLException {
        session.jdbc().setAutoCommit(false);
        dropFacts();
        Map<TableName, Map<String, String>> before = DuckDbTables.existing(session);
        new StateTable(session).createIfMissing();
        DuckDbTables tables = new DuckDbTables(context, batch, Forms.made(session));
        List<Model> models = tables.concerned(before.keySet());
        emptied.addAll(tables.emptied(models));
        altered.addAll(emptied);
        models.stream()
                .filter(model -> tables.reshaping(model.name()).isPresent())
                .forEach(model -> altered.add(model.name()));
        computing.begin();
        DuckDbTables.existing(session).forEach((table, columns) -> {
            if (before.containsKey(table) && !columns.equals(before.get(table))) {
                altered.add(table);
            }
        });
        fetchFacts();
    }

    private void dropFacts() throws SQLException {
        for (FactModel fact : context.graph().ofType(FactModel.class)) {
            session.execute("DROP TABLE IF EXISTS " + SqlNames.quoted(fact.name()));
        }
    }

    /** What was looked for is noted in the warehouse; here it is only on its way there. */
    private void dropAwaited() throws SQLException {
        for (DimensionModel dimension : context.graph().ofType(DimensionModel.class)) {
            if (AwaitedMembers.isAwaited(context, dimension)) {
                session.execute("DROP TABLE IF EXISTS " + SqlNames.quoted(AwaitedMembers.table(dimension.name())));
            }
        }
    }

    /** Fetches the published days of facts that the batch reads and does not build. */
    private void fetchFacts() throws SQLException {
        boolean seesEarlierDays = batch.works().stream()
                .anyMatch(work -> !work.model().file().earlierDays().isEmpty());
        if (!seesEarlierDays && factsToFetch(batch, BuildState.empty()).isEmpty()) {
            return;
        }
        workshop.settle();
        Map<FactModel, NavigableSet<Day>> wanted = factsToFetch(batch, target.buildState());
        Map<TableName, List<HeldColumn>> held = target.holdings();
        for (Map.Entry<FactModel, NavigableSet<Day>> days : wanted.entrySet()) {
            FactModel fact = days.getKey();
            Set<String> names = new HashSet<>(held.getOrDefault(fact.name(), List.of()).stream()
                    .map(HeldColumn::name)
                    .toList());
            List<HeldColumn> columns = context.shapes().of(fact).columns().stream()
                    .filter(column -> names.contains(column.name()))
                    .map((ShapeColumn column) -> new HeldColumn(column.name(), column.type(), false))
                    .toList();
            if (!columns.isEmpty()) {
                Set<Range> ranges = new HashSet<>(Range.of(fact.day(), days.getValue()));
                Refresh.append(session, target, fact.name(), columns, ranges, workshop.file("fetched"));
            }
        }
    }

    /**
     * The days of facts that some model of a batch reads and that the batch does not build.
     *
     * @param built what the warehouse holds
     */
    private Map<FactModel, NavigableSet<Day>> factsToFetch(Batch of, BuildState built) {
        Map<FactModel, NavigableSet<Day>> wanted = new HashMap<>();
        of.works().forEach(work -> addFacts(work.model(), work.days().navigableKeySet(), wanted, built));
        of.checks().forEach(check -> addFacts(check, of.days(), wanted, built));
        for (ModelWork work : of.works()) {
            if (work.model() instanceof FactModel fact && wanted.containsKey(fact)) {
                wanted.get(fact).removeAll(work.days().keySet());
                wanted.get(fact).removeAll(work.removals());
            }
        }
        wanted.values().removeIf(NavigableSet::isEmpty);
        return wanted;
    }

    private void addFacts(
            Model reader, NavigableSet<Day> days, Map<FactModel, NavigableSet<Day>> wanted, BuildState built) {
        if (reader instanceof DataSetModel && days.isEmpty()) {
            return;
        }
        for (Model upstream : context.graph().upstream(reader)) {
            if (upstream instanceof FactModel fact) {
                wanted.computeIfAbsent(fact, name -> new TreeSet<>())
                        .addAll(DaysRead.of(
                                reader,
                                fact.name(),
                                days,
                                built.daysOf(fact.name()).navigableKeySet()));
            } else if (upstream instanceof DataSetModel) {
                addFacts(upstream, days, wanted, built);
            }
        }
    }

    @Override
    public long extend(DimensionModel dimension, ModelWork work) {
        try {
            Tracking tracking = new Tracking(context, dimension);
            new StepRunner(session).run(tracking.remember());
            previousKeys.put(
                    dimension,
                    session.query(tracking.lastKey(), List.of(dimension.name().toString()), row -> row.getLong(1))
                            .get(0));
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Remembering the members of " + dimension.name(), failure);
        }
        return super.extend(dimension, work);
    }

    /** The view is made in the warehouse. */
    @Override
    public void define(DataSetModel dataSet) {}

    @Override
    public Publication publish(Batch built, Map<FactModel, SortedMap<Day, Long>> rows) {
        try {
            workshop.settle();
            WorkshopGoods goods = new WorkshopGoods(
                    session, context, built, new HashMap<>(rows), workshop.nextMark(), workshop.goods(built.number()));
            for (ModelWork work : built.works()) {
                if (work.model() instanceof DimensionModel dimension) {
                    goods.add(
                            work,
                            new Tracking(context, dimension),
                            previousKeys.getOrDefault(dimension, 0L),
                            altered.contains(dimension.name()));
                }
            }
            emptied.forEach(goods::addEmptied);
            goods.addAwaited();
            Target.Shipment shipment = target.pack(goods);
            dropFacts();
            dropAwaited();
            workshop.expect(goods);
            session.jdbc().commit();
            return workshop.send(shipment, goods);
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Preparing the publication", failure);
        }
    }

    @Override
    public void close() {
        try {
            super.close();
            for (DimensionModel dimension : previousKeys.keySet()) {
                session.execute("DROP TABLE IF EXISTS " + Staging.SCRATCH.table(Tracking.name(dimension)));
            }
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Dropping scratch tables", failure);
        }
    }
}
