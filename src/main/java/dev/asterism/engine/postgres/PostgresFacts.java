package dev.asterism.engine.postgres;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.Violation;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.FactSql;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.Scratch;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.ModelWork;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts rows of facts into their partitions. Days that no partition holds get one of their own, which is filled before it is
 * attached, so that indexes and foreign keys are made in bulk; rows that join others in a partition go to them one by one.
 * The partitions of a month become one when the month is over.
 */
final class PostgresFacts {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresFacts.class);

    private final SqlSession session;
    private final BuildContext context;
    private final Relations relations;
    private final Scratch scratch;
    private final PostgresKeys keys;
    private final Prover prover;
    private final Map<FactModel, List<Violation>> refused = new HashMap<>();
    private final Map<FactModel, Set<TableName>> changed = new LinkedHashMap<>();

    /** Finds what statements that prove promises find. */
    interface Prover {
        List<Violation> prove(List<FactSql.Proof> proofs) throws SQLException;
    }

    PostgresFacts(SqlSession session, Relations relations, Scratch scratch, PostgresKeys keys, Prover prover) {
        this.session = session;
        this.context = relations.context();
        this.relations = relations;
        this.scratch = scratch;
        this.keys = keys;
        this.prover = prover;
    }

    /** What the server refused of a fact, and was left out. */
    List<Violation> refused(FactModel fact) {
        return refused.getOrDefault(fact, List.of());
    }

    /**
     * Builds the days of a fact, which has no rows of them.
     *
     * @return how many rows the SELECT gave of each day id; 0 stands for other days than those it was handed
     */
    Map<Integer, Long> insert(FactModel fact, ModelWork work, FactSql sql) throws SQLException {
        keys.declare(fact);
        NavigableSet<Day> days = work.days().navigableKeySet();
        Partitions partitions = Partitions.of(session, fact);
        Map<Integer, Long> rows = new HashMap<>();
        NavigableSet<Day> held = new TreeSet<>(days);
        for (Partition partition : partitions.missing(days)) {
            NavigableSet<Day> own = partition.of(days);
            held.removeAll(own);
            fillNew(fact, partition, own, sql).forEach((day, count) -> rows.merge(day, count, Long::sum));
        }
        if (!held.isEmpty()) {
            List<Partition> holding = partitions.holding(held);
            fillHeld(fact, holding, held, sql).forEach((day, count) -> rows.merge(day, count, Long::sum));
        }
        NavigableSet<Day> replaced = new TreeSet<>(held);
        replaced.addAll(work.removals());
        Set<TableName> tables = changed.computeIfAbsent(fact, name -> new TreeSet<>());
        partitions.holding(replaced).forEach(partition -> tables.add(partition.table()));
        return rows;
    }

    /** PostgreSQL builds a table in parallel, but not what is inserted into one: so the rows are the partition itself. */
    private Map<Integer, Long> fillNew(FactModel fact, Partition partition, NavigableSet<Day> days, FactSql sql)
            throws SQLException {
        String table = SqlNames.quoted(partition.table());
        session.execute("CREATE TABLE %s AS %s ORDER BY %s".formatted(table, select(fact, days), order(fact)));
        session.execute("ANALYZE " + table);
        Map<Integer, Long> rows = rowsOf(fact, table, days);
        if (!rows.containsKey(0)) {
            keepKeys(fact, table, sql, () -> attach(fact, partition));
        }
        return rows;
    }

    private void attach(FactModel fact, Partition partition) throws SQLException {
        session.execute(PostgresTables.notNull(partition.table(), columnsWithoutNull(fact)));
        session.execute(partition.attach(fact));
        analyzeWhole(fact);
    }

    private Map<Integer, Long> fillHeld(FactModel fact, List<Partition> partitions, NavigableSet<Day> days, FactSql sql)
            throws SQLException {
        String built = scratch.table("built " + fact.name());
        session.execute(scratch.create("built " + fact.name(), select(fact, days)));
        session.execute("ANALYZE " + built);
        Map<Integer, Long> rows = rowsOf(fact, built, days);
        if (!rows.containsKey(0)) {
            for (Partition partition : partitions) {
                keepKeys(fact, built, sql, () -> move(fact, built, partition, partition.of(days)));
            }
        }
        session.execute("DROP TABLE " + built);
        return rows;
    }

    /** In order, as indexes and foreign keys are looked after row by row, and find pages in memory then. */
    private void move(FactModel fact, String built, Partition partition, NavigableSet<Day> days) throws SQLException {
        String table = SqlNames.quoted(partition.table());
        String columns = SqlNames.quoted(context.shapes().of(fact).names());
        session.execute("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s ORDER BY %s"
                .formatted(
                        table,
                        columns,
                        columns,
                        built,
                        SqlNames.within(SqlNames.quoted(fact.day()), days),
                        order(fact)));
        session.execute("ANALYZE " + table);
    }

    private String select(FactModel fact, NavigableSet<Day> days) {
        return "SELECT %s FROM (%s\n) AS built".formatted(asDeclared(fact), relations.select(fact, days));
    }

    /**
     * By days, so that those of a few days lie together, and within a day by the first dimension of the grain, so that what
     * looks up its members row after row finds them in the processor's cache. One number is sorted in half the time of two.
     */
    private String order(FactModel fact) {
        TableShape shape = context.shapes().of(fact);
        String day = SqlNames.quoted(fact.day());
        return fact.grain().stream()
                .filter(column ->
                        !column.equals(fact.day()) && shape.references().containsKey(column))
                .findFirst()
                .filter(first -> isKey(shape, first) && isKey(shape, fact.day()))
                .map(first -> "CAST(%s AS int8) * %s + %s".formatted(day, 1L << Integer.SIZE, SqlNames.quoted(first)))
                .orElse(day);
    }

    /** Whether a column has the type of keys, of which two fit into one number. */
    private static boolean isKey(TableShape shape, String column) {
        return shape.find(column).filter(found -> found.type().equals("int4")).isPresent();
    }

    /** The columns of a SELECT with the very types of the table: a partition must not have a length or collation more. */
    private String asDeclared(FactModel fact) {
        return context.shapes().of(fact).columns().stream()
                .map(column -> "CAST(%1$s AS %2$s)%3$s AS %1$s"
                        .formatted(
                                SqlNames.quoted(column.name()),
                                column.type(),
                                column.isText() ? " COLLATE \"default\"" : ""))
                .collect(Collectors.joining(", "));
    }

    private Map<Integer, Long> rowsOf(FactModel fact, String table, NavigableSet<Day> days) throws SQLException {
        Set<Integer> expected = days.stream().map(Day::id).collect(Collectors.toSet());
        Map<Integer, Long> rows = new HashMap<>();
        session.query(
                "SELECT %1$s, count(*) FROM %2$s GROUP BY %1$s".formatted(SqlNames.quoted(fact.day()), table),
                row -> rows.merge(expected.contains(row.getInt(1)) ? row.getInt(1) : 0, row.getLong(2), Long::sum));
        return rows;
    }

    /** The columns in which the table of a fact takes no NULL, its partitions neither. */
    private List<String> columnsWithoutNull(FactModel fact) throws SQLException {
        return session.query(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND attnotnull"
                        .formatted(SqlNames.literal(SqlNames.quoted(fact.name()))),
                row -> row.getString(1));
    }

    /**
     * What reads a fact is planned by statistics of the whole, too. They take in all partitions, so that they are made anew
     * only where their number is a power of two.
     */
    private void analyzeWhole(FactModel fact) throws SQLException {
        if (Integer.bitCount(Partitions.of(session, fact).count()) == 1) {
            session.execute("ANALYZE " + SqlNames.quoted(fact.name()));
        }
    }

    /**
     * Puts rows where the server minds grain and foreign keys. It refuses all of them for the sake of one that breaks
     * those: then the days of such rows are found, and left out.
     */
    private void keepKeys(FactModel fact, String built, FactSql sql, Attempt attempt) throws SQLException {
        if (!Attempt.succeeds(session, PostgresErrors::isBrokenKey, attempt)) {
            leaveOut(fact, built, sql);
            attempt.run();
        }
    }

    private void leaveOut(FactModel fact, String built, FactSql sql) throws SQLException {
        List<FactSql.Proof> proofs = new ArrayList<>(List.of(sql.grain(built)));
        proofs.addAll(sql.references(built));
        List<Violation> found = prover.prove(proofs);
        refused.computeIfAbsent(fact, name -> new ArrayList<>()).addAll(found);
        if (!found.isEmpty()) {
            NavigableSet<Day> days = found.stream().map(Violation::day).collect(Collectors.toCollection(TreeSet::new));
            session.execute("DELETE FROM " + built + " WHERE " + SqlNames.within(SqlNames.quoted(fact.day()), days));
        }
    }

    /**
     * What can wait until the batch is published, and must not make a run fail whose batch is: makes the room of replaced
     * rows free again, so that replacing days for ever does not let the tables grow, and makes one partition of those of a
     * month that is over.
     */
    void tidy() {
        try {
            vacuum();
            mergeMonths();
        } catch (SQLException failure) {
            LOG.warn("tidying up is left to the next run: {}", PostgresErrors.text(failure));
        }
    }

    private void vacuum() throws SQLException {
        for (Set<TableName> tables : changed.values()) {
            for (TableName table : tables) {
                session.execute("VACUUM " + SqlNames.quoted(table));
            }
        }
    }

    private void mergeMonths() throws SQLException {
        for (FactModel fact : changed.keySet()) {
            for (Map.Entry<YearMonth, List<Partition>> month :
                    Partitions.of(session, fact).toMerge().entrySet()) {
                TableName merged = Partition.table(fact, month.getKey());
                boolean isMerged = false;
                session.jdbc().setAutoCommit(false);
                try {
                    isMerged = isFree(fact) && merge(fact, month.getValue(), merged);
                } finally {
                    session.jdbc().rollback();
                    session.jdbc().setAutoCommit(true);
                }
                if (isMerged) {
                    session.execute("VACUUM " + SqlNames.quoted(merged));
                }
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
        String lock = "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE NOWAIT"
                .formatted(tables.stream().map(SqlNames::quoted).collect(Collectors.joining(", ")));
        return Attempt.succeeds(session, PostgresErrors::isLockedOut, () -> session.execute(lock));
    }

    /**
     * Everything that takes long is done to the new partition before the old ones are dropped, which nobody may be reading:
     * where somebody is, it is left to the next run.
     *
     * @param target the table that takes the place of those of the parts
     * @return whether that is done
     */
    private boolean merge(FactModel fact, List<Partition> parts, TableName target) throws SQLException {
        Day first = parts.get(0).first();
        Day end = parts.get(parts.size() - 1).end();
        Partition merged = new Partition(new TableName(Partition.SCHEMA, "merging " + fact.name()), first, end);
        String table = SqlNames.quoted(merged.table());
        String day = SqlNames.quoted(fact.day());
        String isWithin = "%1$s >= %2$s AND %1$s < %3$s".formatted(day, first.id(), end.id());
        session.execute("CREATE TABLE %s AS SELECT * FROM %s WHERE %s ORDER BY %s"
                .formatted(table, SqlNames.quoted(fact.name()), isWithin, order(fact)));
        session.execute(PostgresTables.notNull(merged.table(), columnsWithoutNull(fact)));
        session.execute(
                "ALTER TABLE %s ADD CONSTRAINT merging CHECK (%s IS NOT NULL AND %s)".formatted(table, day, isWithin));
        session.execute(keys.ofPartition(fact, merged.table()));
        session.execute("ANALYZE " + table);
        if (!lock(fact)) {
            LOG.info("{} is being read, so that {} is left to the next run", fact.name(), target);
            return false;
        }
        for (Partition part : parts) {
            session.execute("DROP TABLE " + SqlNames.quoted(part.table()));
        }
        session.execute(merged.attach(fact));
        session.execute("ALTER TABLE " + table + " DROP CONSTRAINT merging");
        session.execute("ALTER TABLE %s RENAME TO %s".formatted(table, SqlNames.quoted(target.name())));
        session.jdbc().commit();
        return true;
    }
}
