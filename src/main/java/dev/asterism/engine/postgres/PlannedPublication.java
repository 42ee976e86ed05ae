package dev.asterism.engine.postgres;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Computing;
import dev.asterism.engine.Goods;
import dev.asterism.engine.Mark;
import dev.asterism.engine.Target.Range;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.AwaitedMembers;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.HistorySql;
import dev.asterism.engine.star.StepPrinter;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.MemberUse;
import dev.asterism.plan.MemberVersions;
import dev.asterism.plan.ModelWork;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The statements of a batch from the first to the last, for people to read: those that compute it and those that publish. */
final class PlannedPublication {
    private final SqlSession session;
    private final Computing computing;
    private final Optional<String> analystRole;

    PlannedPublication(SqlSession session, Computing computing, Optional<String> analystRole) {
        this.session = session;
        this.computing = computing;
        this.analystRole = analystRole;
    }

    List<String> statements(BuildContext context, Batch batch) throws SQLException {
        PostgresCatalog catalog = PostgresCatalog.read(session);
        BuildContext onServer = PostgresTarget.inWordsOfTheServer(context);
        Map<FactModel, Partitions> partitions = new HashMap<>();
        for (ModelWork work : batch.works()) {
            if (work.model() instanceof FactModel fact) {
                partitions.put(fact, Partitions.of(session, fact));
            }
        }
        Goods goods = new Assumed(context, batch);
        PostgresDelivery delivery = new PostgresDelivery(goods, onServer, catalog, partitions);
        List<String> statements = new ArrayList<>(List.of("-- In the workshop, which computes and proves the batch:"));
        statements.addAll(computing.statements(
                context, batch, PostgresTarget.inWordsOfTheWorkshop(catalog.tables()), catalog.forms()));
        statements.add("-- In the warehouse, members that are new go ahead, if there are any:");
        statements.addAll(StepPrinter.print(delivery.members()));
        for (Load load : delivery.loads()) {
            statements.add("-- Over another connection, rows of " + load.fact().name() + " that no reader sees yet:");
            statements.addAll(StepPrinter.print(load.steps()));
        }
        statements.add("-- In the warehouse, the transaction that publishes the batch:");
        statements.addAll(
                StepPrinter.print(PostgresTarget.publication(session, delivery, onServer, goods, analystRole)));
        return statements;
    }

    /** A batch of which it is not known yet what it brings: as if it brought something of everything. */
    private record Assumed(BuildContext context, Batch batch) implements Goods {
        @Override
        public Map<FactModel, SortedMap<Day, Long>> rows() {
            return Map.of();
        }

        @Override
        public Mark mark() {
            return new Mark(0, "chosen when the batch is published");
        }

        @Override
        public Map<TableName, Set<Range>> changes() {
            Map<TableName, Set<Range>> changes = new HashMap<>();
            for (ModelWork work : batch.works()) {
                if (work.model() instanceof DimensionModel dimension) {
                    changes.put(dimension.name(), Set.of(Range.ALL));
                    NavigableSet<Day> days = work.replaced();
                    dimension
                            .day()
                            .ifPresent(day -> changes.put(
                                    HistorySql.observations(dimension), new HashSet<>(Range.of(day, days))));
                }
            }
            return changes;
        }

        @Override
        public List<Members> members() {
            List<Members> members = new ArrayList<>();
            for (ModelWork work : batch.works()) {
                if (work.model() instanceof DimensionModel dimension) {
                    String name = " members of " + dimension.name();
                    members.add(new Members(
                            dimension,
                            List.copyOf(DimensionColumns.of(
                                            dimension,
                                            context.shapes().of(dimension),
                                            PostgresTypes.INTEGER,
                                            PostgresTypes.BOOLEAN)
                                    .keySet()),
                            0,
                            0,
                            rows("the new" + name),
                            rows("the changed" + name),
                            dimension.losesMembers() ? rows("the keys of the removed" + name) : none(),
                            dimension.day().isPresent() ? rows("what was seen of the" + name) : none(),
                            0));
                }
            }
            return members;
        }

        @Override
        public List<Awaited> awaited() {
            Map<TableName, Awaited> awaited = new TreeMap<>();
            for (ModelWork work : batch.works()) {
                for (MemberUse use : AwaitedMembers.lookups(context, work.model())) {
                    DimensionModel dimension = (DimensionModel) context.graph().get(use.dimension());
                    awaited.put(
                            use.dimension(),
                            new Awaited(
                                    dimension,
                                    List.copyOf(AwaitedMembers.columns(
                                                    dimension,
                                                    context.shapes().of(dimension),
                                                    PostgresTypes.TEXT,
                                                    PostgresTypes.INTEGER)
                                            .keySet()),
                                    rows("the members of " + use.dimension() + " that were not there")));
                }
            }
            return List.copyOf(awaited.values());
        }

        /** Versions are drawn anew when members change. */
        @Override
        public MemberVersions memberVersions() {
            Map<TableName, Map<String, String>> versions = new HashMap<>();
            MemberVersions.aspects(context.shapes().uses().values()).forEach((dimension, aspects) -> {
                Map<String, String> drawn = new HashMap<>();
                aspects.forEach(aspect -> drawn.put(aspect, "drawn when it changes"));
                versions.put(dimension, drawn);
            });
            return new MemberVersions(versions);
        }

        private static Rows rows(String words) {
            return new Rows(1, Path.of(words));
        }

        private static Rows none() {
            return new Rows(0, Path.of(""));
        }

        @Override
        public Path rows(FactModel fact, NavigableSet<Day> days, List<String> columns, List<String> order) {
            return Path.of("the rows of " + fact.name() + " from " + days.first() + " to " + days.last());
        }
    }
}
