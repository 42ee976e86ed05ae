package dev.asterism.engine.duckdb;

import dev.asterism.engine.Mark;
import dev.asterism.engine.Target.Range;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a workshop's file is a copy of: the publication that it agrees with, and the one that was computed since and of
 * which nobody has said yet whether the warehouse took it, with what that one changed.
 */
final class WorkshopMarks {
    static final TableName NAME = new TableName("asterism", "workshop_mark");

    private final SqlSession session;

    WorkshopMarks(SqlSession session) {
        this.session = session;
    }

    void createIfMissing() throws SQLException {
        session.execute("CREATE SCHEMA IF NOT EXISTS asterism");
        session.execute("""
                CREATE TABLE IF NOT EXISTS asterism.workshop_mark (
                  number     bigint  NOT NULL,
                  token      text    NOT NULL,
                  is_pending boolean NOT NULL
                )""");
        session.execute("""
                CREATE TABLE IF NOT EXISTS asterism.pending_change (
                  table_name  text   NOT NULL,
                  column_name text   NOT NULL,
                  first_value bigint NOT NULL,
                  last_value  bigint NOT NULL
                )""");
    }

    /** The publication that the file agrees with, apart from what is pending. */
    Optional<Mark> agreed() throws SQLException {
        return mark(false);
    }

    /** The publication that was computed and may be on the warehouse or not. */
    Optional<Mark> pending() throws SQLException {
        return mark(true);
    }

    private Optional<Mark> mark(boolean isPending) throws SQLException {
        return session
                .query(
                        "SELECT number, token FROM asterism.workshop_mark WHERE is_pending = ?",
                        List.of(isPending),
                        row -> new Mark(row.getLong(1), row.getString(2)))
                .stream()
                .findFirst();
    }

    /** What the pending publication changed. */
    Map<TableName, Set<Range>> pendingChanges() throws SQLException {
        Map<TableName, Set<Range>> changes = new HashMap<>();
        session.query(
                "SELECT table_name, column_name, first_value, last_value FROM asterism.pending_change",
                row -> changes.computeIfAbsent(TableName.ofRecorded(row.getString(1)), table -> new HashSet<>())
                        .add(new Range(row.getString(2), row.getLong(3), row.getLong(4))));
        return changes;
    }

    /** Notes that the file agrees with a publication. */
    void agree(Mark mark) throws SQLException {
        session.execute("DELETE FROM asterism.workshop_mark");
        session.execute("DELETE FROM asterism.pending_change");
        insert(mark, false);
    }

    /** Notes that the file agrees with nothing. */
    void forget() throws SQLException {
        session.execute("DELETE FROM asterism.workshop_mark");
        session.execute("DELETE FROM asterism.pending_change");
    }

    /** Notes what is about to be published. */
    void expect(Mark mark, Map<TableName, Set<Range>> changes) throws SQLException {
        insert(mark, true);
        List<List<Object>> rows = new ArrayList<>();
        changes.forEach((table, ranges) ->
                ranges.forEach(range -> rows.add(List.of(table.toString(), range.column(), range.from(), range.to()))));
        session.executeAll("INSERT INTO asterism.pending_change VALUES (?, ?, ?, ?)", rows);
    }

    private void insert(Mark mark, boolean isPending) throws SQLException {
        session.execute(
                "INSERT INTO asterism.workshop_mark VALUES (?, ?, ?)", List.of(mark.number(), mark.token(), isPending));
    }
}
