package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Goods;
import dev.asterism.engine.Mark;
import dev.asterism.engine.Target.Range;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.AwaitedMembers;
import dev.asterism.engine.star.HistorySql;
import dev.asterism.engine.star.MemberVersionTable;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
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

/** The rows of a batch, written into files of a folder of their own by the session that computed them. */
final class WorkshopGoods implements Goods {
    private final SqlSession session;
    private final BuildContext context;
    private final Batch batch;
    private final Map<FactModel, SortedMap<Day, Long>> rows;
    private final Mark mark;
    private final Path folder;
    private final List<Members> members = new ArrayList<>();
    private final Map<TableName, Set<Range>> changes = new HashMap<>();
    private final List<Awaited> awaited = new ArrayList<>();
    private MemberVersions memberVersions = MemberVersions.none();
    private int files;

    WorkshopGoods(
            SqlSession session,
            BuildContext context,
            Batch batch,
            Map<FactModel, SortedMap<Day, Long>> rows,
            Mark mark,
            Path folder) {
        this.session = session;
        this.context = context;
        this.batch = batch;
        this.rows = rows;
        this.mark = mark;
        this.folder = folder;
    }

    /** Writes what a batch did to a dimension. */
    void add(ModelWork work, Tracking tracking, long previousKey, boolean isAltered) throws SQLException {
        DimensionModel dimension = (DimensionModel) work.model();
        NavigableSet<Day> replaced = work.replaced();
        Rows observed = new Rows(0, folder);
        if (dimension.day().isPresent()) {
            String day = dimension.day().get();
            observed = write(
                    "SELECT " + SqlNames.quoted(context.shapes().of(dimension).names()) + " FROM "
                            + SqlNames.quoted(HistorySql.observations(dimension)) + " WHERE "
                            + SqlNames.within(SqlNames.quoted(day), replaced));
            changes.put(HistorySql.observations(dimension), new HashSet<>(Range.of(day, replaced)));
        }
        Rows added = write(tracking.added(previousKey));
        Rows changed = write(tracking.changed(previousKey, isAltered));
        Optional<String> gone = tracking.removed();
        Rows removed = gone.isPresent() ? write(gone.get()) : new Rows(0, folder);
        long lastKey = number(tracking.lastKey(), List.of(dimension.name().toString()));
        members.add(new Members(
                dimension,
                tracking.columns(),
                previousKey,
                lastKey,
                added,
                changed,
                removed,
                observed,
                added.count() == 0 ? 0 : number(tracking.longestNaturalKey(previousKey), List.of())));
        boolean isExtendedOnly = dimension.ownKey().isEmpty()
                && !isAltered
                && changed.count() + removed.count() == 0
                && added.count() == Math.max(0, lastKey - previousKey);
        if (!isExtendedOnly) {
            changes.put(dimension.name(), Set.of(Range.ALL));
        } else if (added.count() > 0) {
            changes.put(dimension.name(), Set.of(new Range(dimension.key(), previousKey + 1, lastKey)));
        }
    }

    /** Notes that a table was emptied before it was filled again, if it is one of which there are copies. */
    void addEmptied(TableName table) {
        boolean isFact =
                context.graph().find(table).filter(FactModel.class::isInstance).isPresent();
        if (!isFact) {
            changes.put(table, Set.of(Range.ALL));
        }
    }

    /** Writes for which members the days of the batch have looked. */
    void addAwaited() throws SQLException {
        memberVersions = MemberVersionTable.read(session);
        for (DimensionModel dimension : context.graph().ofType(DimensionModel.class)) {
            if (AwaitedMembers.isAwaited(context, dimension)) {
                TableName table = AwaitedMembers.table(dimension.name());
                List<String> columns = List.copyOf(DuckDbTables.existing(session)
                        .getOrDefault(table, Map.of())
                        .keySet());
                awaited.add(new Awaited(
                        dimension,
                        columns,
                        write("SELECT " + SqlNames.quoted(columns) + " FROM " + SqlNames.quoted(table))));
            }
        }
    }

    @Override
    public List<Awaited> awaited() {
        return awaited;
    }

    @Override
    public MemberVersions memberVersions() {
        return memberVersions;
    }

    @Override
    public Map<TableName, Set<Range>> changes() {
        return changes;
    }

    /** The folder that holds the files. */
    Path folder() {
        return folder;
    }

    private long number(String sql, List<Object> values) throws SQLException {
        return session.query(sql, values, row -> row.getLong(1)).get(0);
    }

    private Rows write(String select) throws SQLException {
        Path file = nextFile();
        return new Rows(session.execute(Handover.write(select, file)), file);
    }

    private Path nextFile() {
        files++;
        return folder.resolve("rows-" + files + ".tsv");
    }

    @Override
    public Path rows(FactModel fact, NavigableSet<Day> days, List<String> columns, List<String> order) {
        String select = "SELECT " + SqlNames.quoted(columns) + " FROM " + SqlNames.quoted(fact.name()) + " WHERE "
                + SqlNames.within(SqlNames.quoted(fact.day()), days) + " ORDER BY " + SqlNames.quoted(order);
        try {
            return write(select).file();
        } catch (SQLException failure) {
            throw DuckDbErrors.unexpected("Writing the rows of " + fact.name(), failure);
        }
    }

    @Override
    public BuildContext context() {
        return context;
    }

    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public Map<FactModel, SortedMap<Day, Long>> rows() {
        return rows;
    }

    @Override
    public Mark mark() {
        return mark;
    }

    @Override
    public List<Members> members() {
        return members;
    }
}
