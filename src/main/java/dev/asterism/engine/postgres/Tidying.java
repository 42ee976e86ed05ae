package dev.asterism.engine.postgres;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can wait until a batch is published, and must not make a run fail whose batch is: makes the room of replaced rows
 * free again, so that replacing days for ever does not let the tables grow, keeps statistics of whole facts, and makes one
 * partition of those of a month that is over.
 */
final class Tidying implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

    private final SqlSession session;
    private final BuildContext context;
    private final Map<FactModel, SortedMap<Day, Long>> rows;
    private final Set<TableName> changed;

    /**
     * @param rows how many rows the facts of the batch have, by day
     * @param changed the partitions of which rows were replaced
     */
    Tidying(
            SqlSession session,
            BuildContext context,
            Map<FactModel, SortedMap<Day, Long>> rows,
            Set<TableName> changed) {
        this.session = session;
        this.context = context;
        this.rows = rows;
        this.changed = changed;
    }

    @Override
    public void run() {
        try {
            session.execute("DROP SCHEMA IF EXISTS " + PostgresDelivery.STAGING + " CASCADE");
            for (TableName table : changed) {
                session.execute("VACUUM " + SqlNames.quoted(table));
            }
            for (FactModel fact : rows.keySet()) {
                analyzeWhole(fact);
                mergeMonths(fact);
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.warn("tidying up is left to the next run", failure);
        }
    }

    /**
     * What reads a fact is planned by statistics of the whole, too. They take in all partitions, so that they are made anew
     * only if the number of rows has passed another power of two.
     */
    private void analyzeWhole(FactModel fact) throws SQLException {
        long added = rows.getOrDefault(fact, Collections.emptySortedMap()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        long all = session.query(
                        "SELECT coalesce(sum(row_count), 0) FROM asterism.build_state WHERE table_name = ?",
                        List.of(fact.name().toString()),
                        row -> row.getLong(1))
                .get(0);
        if (Long.highestOneBit(all) > Long.highestOneBit(Math.max(0, all - added))) {
            session.execute("ANALYZE " + SqlNames.quoted(fact.name()));
        }
    }

    private void mergeMonths(FactModel fact) throws SQLException {
        for (Map.Entry<YearMonth, List<Partition>> month :
                Partitions.of(session, fact).toMerge().entrySet()) {
            TableName merged = Partition.table(fact, month.getKey());
            boolean isMerged = false;
            session.jdbc().setAutoCommit(false);
            try {
                isMerged = isFree(fact) && merge(fact, month.getValue(), merged);
            } finally {
                session.endTransaction();
            }
            if (isMerged) {
                session.execute("VACUUM " + SqlNames.quoted(merged));
            }
        }
    }

    /** Whether nobody is reading the fact just now, so that it makes sense to begin. */
    private boolean isFree(FactModel fact) throws SQLException {
        boolean free = lock(fact);
        session.jdbc().rollback();
        return free;
    }

    /**
     * Takes a fact and its dimensions for itself, without waiting: who waits for one of them while readers hold others could
     * make a circle with them.
     */
    private boolean lock(FactModel fact) throws SQLException {
        Set<TableName> tables = new TreeSet<>(Set.of(fact.name()));
        context.shapes().of(fact).references().values().forEach(dimension -> tables.add(dimension.name()));
        String lock = "LOCK TABLE " + tables.stream().map(SqlNames::quoted).collect(Collectors.joining(", "))
                + " IN ACCESS EXCLUSIVE MODE NOWAIT";
        return Attempt.succeeds(session, PostgresErrors::isLockedOut, () -> session.execute(lock));
    }

    /**
     * Everything that takes long is done to the new partition before the old ones are dropped, which nobody may be reading:
     * if somebody is, it is left to the next run.
     *
     * @param target the table that takes the place of those of the parts
     * @return whether that is done
     */
    private boolean merge(FactModel fact, List<Partition> parts, TableName target) throws SQLException {
        Day first = parts.get(0).first();
        Day end = parts.get(parts.size() - 1).end();
        Partition merged = new Partition(new TableName(Partition.SCHEMA, "merging " + fact.name()), first, end);
        String table = SqlNames.quoted(merged.table());
        PostgresCatalog catalog = PostgresCatalog.read(session);
        PostgresKeys keys = new PostgresKeys(context, catalog);
        List<String> order = PostgresDelivery.order(context, fact);
        session.execute("CREATE TABLE " + table + " AS SELECT * FROM " + SqlNames.quoted(fact.name()) + " WHERE "
                + merged.holds(fact) + " ORDER BY " + SqlNames.quoted(order));
        Set<String> notNull = new HashSet<>();
        catalog.tables().getOrDefault(fact.name(), List.of()).stream()
                .filter(column -> column.notNull())
                .forEach(column -> notNull.add("ALTER COLUMN " + SqlNames.quoted(column.name()) + " SET NOT NULL"));
        if (!notNull.isEmpty()) {
            session.execute("ALTER TABLE " + table + " " + String.join(", ", notNull));
        }
        session.execute(
                "ALTER TABLE " + table + " ADD CONSTRAINT " + Load.BOUNDS + " CHECK (" + merged.holds(fact) + ")");
        session.execute(keys.indexesOfPartition(fact, merged.table(), ""));
        session.execute(keys.referencesOf(fact, merged.table()));
        session.execute("ANALYZE " + table);
        if (!lock(fact)) {
            LOG.info("{} is being read, so that {} is left to the next run", fact.name(), target);
            return false;
        }
        for (Partition part : parts) {
            session.execute("DROP TABLE " + SqlNames.quoted(part.table()));
        }
        session.execute(merged.attach(fact));
        session.execute("ALTER TABLE " + table + " DROP CONSTRAINT " + Load.BOUNDS);
        session.execute("ALTER TABLE " + table + " RENAME TO " + SqlNames.quoted(target.name()));
        session.jdbc().commit();
        return true;
    }
}
