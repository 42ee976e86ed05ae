package dev.asterism.engine.postgres;

import dev.asterism.engine.Mark;
import dev.asterism.engine.Target.Range;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Step;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The publications in the warehouse, numbered, each with the members and observations that it changed. */
final class PublicationLog {
    private PublicationLog() {}

    static List<String> createIfMissing() {
        return List.of("""
                CREATE TABLE IF NOT EXISTS asterism.publication (
                  number       bigint      NOT NULL PRIMARY KEY,
                  token        text        NOT NULL,
                  published_at timestamptz NOT NULL DEFAULT now()
                )""", """
                CREATE TABLE IF NOT EXISTS asterism.publication_change (
                  number      bigint NOT NULL REFERENCES asterism.publication (number),
                  table_name  text   NOT NULL,
                  column_name text   NOT NULL,
                  first_value bigint NOT NULL,
                  last_value  bigint NOT NULL
                )""");
    }

    /** Records a publication. */
    static List<Step> record(Mark mark, Map<TableName, Set<Range>> changes) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.execute(
                "INSERT INTO asterism.publication (number, token) VALUES (?, ?)", mark.number(), mark.token()));
        changes.forEach((table, ranges) -> ranges.forEach(range -> steps.add(Step.execute(
                "INSERT INTO asterism.publication_change VALUES (?, ?, ?, ?, ?)",
                mark.number(),
                table.toString(),
                range.column(),
                range.from(),
                range.to()))));
        return steps;
    }

    static Optional<Mark> latest(SqlSession session) throws SQLException {
        if (!exists(session)) {
            return Optional.empty();
        }
        return session
                .query(
                        "SELECT number, token FROM asterism.publication ORDER BY number DESC LIMIT 1",
                        row -> new Mark(row.getLong(1), row.getString(2)))
                .stream()
                .findFirst();
    }

    /** What was changed after a publication; empty if it is not known. */
    static Optional<Map<TableName, Set<Range>>> changesSince(SqlSession session, Mark known) throws SQLException {
        if (!exists(session)
                || session.query(
                                "SELECT 1 FROM asterism.publication WHERE number = ? AND token = ?",
                                List.of(known.number(), known.token()),
                                row -> 1)
                        .isEmpty()) {
            return Optional.empty();
        }
        Map<TableName, Set<Range>> changes = new HashMap<>();
        session.query(
                "SELECT table_name, column_name, first_value, last_value FROM asterism.publication_change"
                        + " WHERE number > ?",
                List.of(known.number()),
                row -> changes.computeIfAbsent(TableName.ofRecorded(row.getString(1)), table -> new HashSet<>())
                        .add(new Range(row.getString(2), row.getLong(3), row.getLong(4))));
        return Optional.of(changes);
    }

    private static boolean exists(SqlSession session) throws SQLException {
        return session.query("SELECT to_regclass('asterism.publication') IS NOT NULL", row -> row.getBoolean(1))
                .get(0);
    }
}
