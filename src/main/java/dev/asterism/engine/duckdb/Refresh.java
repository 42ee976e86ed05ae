package dev.asterism.engine.duckdb;

import dev.asterism.engine.Mark;
import dev.asterism.engine.Target;
import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.Target.Range;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Forms;
import dev.asterism.engine.star.HistorySql;
import dev.asterism.engine.star.KeyTable;
import dev.asterism.engine.star.MemberVersionTable;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.StateTable;
import dev.asterism.model.TableName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes the copies in a workshop's file agree with the warehouse: members with their keys, observations and key counters.
 * If both are at the same publication there is nothing to do; else only what differs is fetched.
 */
final class Refresh {
    /** What is copied as a whole whenever anything differs. */
    private static final List<TableName> OWN = List.of(KeyTable.NAME, Forms.NAME, MemberVersionTable.NAME);

    private final SqlSession session;
    private final Target target;
    private final Path file;
    private final WorkshopMarks marks;
    private final Map<TableName, Long> fetched = new TreeMap<>();

    /**
     * @param file a file that may be written
     */
    Refresh(SqlSession session, Target target, Path file) {
        this.session = session;
        this.target = target;
        this.file = file;
        this.marks = new WorkshopMarks(session);
    }

    /** Fetches what differs, in one transaction; returns how many rows of which tables. */
    Map<TableName, Long> run() throws SQLException {
        session.jdbc().setAutoCommit(false);
        new StateTable(session).createIfMissing();
        marks.createIfMissing();
        Optional<Mark> latest = target.latest();
        Optional<Mark> pending = marks.pending();
        boolean isPendingPublished = false;
        if (pending.isPresent() && target.changesSince(pending.get()).isPresent()) {
            isPendingPublished = true;
            marks.agree(pending.get());
        }
        if (latest.isEmpty()
                || !latest.equals(marks.agreed())
                || marks.pending().isPresent()) {
            fetchDifferences(isPendingPublished ? Map.of() : marks.pendingChanges());
            if (latest.isPresent()) {
                marks.agree(latest.get());
            } else {
                marks.forget();
            }
        } else {
            followChangesByHand();
        }
        session.jdbc().commit();
        session.jdbc().setAutoCommit(true);
        return fetched;
    }

    /** What somebody dropped or changed in the warehouse by hand is so here, too: members that are gone get new keys. */
    private void followChangesByHand() throws SQLException {
        Map<TableName, List<HeldColumn>> held = target.holdings();
        Map<TableName, Map<String, String>> present = DuckDbTables.existing(session);
        for (TableName table : copied()) {
            if (!held.containsKey(table)) {
                if (present.containsKey(table)) {
                    session.execute("DROP TABLE " + SqlNames.quoted(table));
                }
            } else if (!types(held.get(table)).equals(present.get(table))) {
                fetch(table, held, Set.of(Range.ALL));
            }
        }
    }

    private void fetchDifferences(Map<TableName, Set<Range>> pending) throws SQLException {
        Map<TableName, List<HeldColumn>> held = target.holdings();
        for (TableName own : OWN) {
            fetch(own, held, Set.of(Range.ALL));
            fetched.remove(own);
        }
        Optional<Mark> agreed = marks.agreed();
        Optional<Map<TableName, Set<Range>>> changes =
                agreed.isPresent() ? target.changesSince(agreed.get()) : Optional.empty();
        Map<TableName, Map<String, String>> present = DuckDbTables.existing(session);
        for (TableName table : copied()) {
            if (!held.containsKey(table)) {
                session.execute("DROP TABLE IF EXISTS " + SqlNames.quoted(table));
            } else if (changes.isEmpty() || !types(held.get(table)).equals(present.get(table))) {
                fetch(table, held, Set.of(Range.ALL));
            } else {
                Set<Range> ranges = new HashSet<>(pending.getOrDefault(table, Set.of()));
                ranges.addAll(changes.get().getOrDefault(table, Set.of()));
                if (!ranges.isEmpty()) {
                    fetch(table, held, ranges);
                }
            }
        }
        Set<TableName> copied = copied();
        for (TableName table : present.keySet()) {
            boolean isCopy = !table.schema().equals("asterism") || HistorySql.isObservations(table);
            if (isCopy && !copied.contains(table)) {
                session.execute("DROP TABLE " + SqlNames.quoted(table));
            }
        }
    }

    /** The tables of which the workshop keeps copies: those of dimensions, with what was observed of their members. */
    private Set<TableName> copied() throws SQLException {
        Set<TableName> tables = new TreeSet<>();
        Forms.made(session).forEach((table, form) -> {
            if (form.isDimension()) {
                tables.add(table);
                tables.add(HistorySql.observations(table));
            }
        });
        return tables;
    }

    private static Map<String, String> types(List<HeldColumn> columns) {
        Map<String, String> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name(), column.type()));
        return types;
    }

    private void fetch(TableName table, Map<TableName, List<HeldColumn>> held, Set<Range> ranges) throws SQLException {
        List<HeldColumn> columns = held.getOrDefault(table, List.of());
        String name = SqlNames.quoted(table);
        if (ranges.contains(Range.ALL)) {
            if (OWN.contains(table)) {
                session.execute("DELETE FROM " + name);
            } else {
                session.execute("CREATE SCHEMA IF NOT EXISTS " + SqlNames.quoted(table.schema()));
                session.execute("DROP TABLE IF EXISTS " + name);
                session.execute("CREATE TABLE " + name + " ("
                        + columns.stream()
                                .map(column -> SqlNames.quoted(column.name()) + " " + column.type()
                                        + (column.notNull() ? " NOT NULL" : ""))
                                .collect(Collectors.joining(", "))
                        + ")");
            }
        } else {
            session.execute("DELETE FROM " + name + " WHERE " + SqlNames.within(ranges));
        }
        if (!columns.isEmpty()) {
            fetched.put(table, append(session, target, table, columns, ranges, file));
        }
    }

    /** Fetches rows and appends them to the workshop's table of the same name. */
    static long append(
            SqlSession session, Target target, TableName table, List<HeldColumn> columns, Set<Range> ranges, Path file)
            throws SQLException {
        List<String> names = columns.stream().map(HeldColumn::name).toList();
        long rows = target.fetch(table, names, ranges, file);
        if (rows > 0) {
            session.execute(Handover.read(
                    SqlNames.quoted(table),
                    names,
                    new ArrayList<>(columns.stream().map(HeldColumn::type).toList()),
                    file));
        }
        return rows;
    }
}
