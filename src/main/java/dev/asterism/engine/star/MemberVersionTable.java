package dev.asterism.engine.star;

import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.model.TableName;
import dev.asterism.plan.MemberVersions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The {@link MemberVersions} that the warehouse is at: a row for each aspect of a dimension that some table depends on. A
 * version is drawn anew whenever the aspect changes.
 */
public final class MemberVersionTable {
    /** The table. */
    public static final TableName NAME = new TableName("asterism", "member_version");

    private MemberVersionTable() {}

    public static String createIfMissing() {
        return """
                CREATE TABLE IF NOT EXISTS asterism.member_version (
                  table_name text NOT NULL,
                  aspect     text NOT NULL,
                  version    text NOT NULL
                )""";
    }

    /** Returns the versions of a warehouse that has the table. */
    public static MemberVersions read(SqlSession session) throws SQLException {
        Map<TableName, Map<String, String>> versions = new HashMap<>();
        session.query(
                "SELECT table_name, aspect, version FROM asterism.member_version",
                row -> versions.computeIfAbsent(TableName.ofRecorded(row.getString(1)), table -> new HashMap<>())
                        .put(row.getString(2), String.valueOf(row.getString(3))));
        return new MemberVersions(versions);
    }

    /**
     * Returns what makes the table keep certain aspects and no others: what nobody depends on is not kept up to date.
     *
     * @param aspects by dimension
     */
    public static List<Step> keep(SortedMap<TableName, SortedSet<String>> aspects) {
        List<Step> steps = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        aspects.forEach((table, own) -> own.forEach(
                aspect -> kept.add("(" + SqlNames.literal(table.toString()) + ", " + SqlNames.literal(aspect) + ")")));
        String list = String.join(", ", kept);
        steps.add(Step.execute("DELETE FROM asterism.member_version"
                + (kept.isEmpty() ? "" : " WHERE (table_name, aspect) NOT IN (" + list + ")")));
        if (!kept.isEmpty()) {
            steps.add(Step.execute(Sql.of("""
                    INSERT INTO asterism.member_version
                    SELECT table_name, aspect, CAST(uuid() AS text)
                    FROM (VALUES {kept}) AS kept(table_name, aspect)
                    WHERE (table_name, aspect) NOT IN (SELECT (table_name, aspect) FROM asterism.member_version)""").with("kept", list).text()));
        }
        return steps;
    }

    /** Draws a new version of an aspect if a condition holds. */
    static Step changeIf(TableName dimension, String aspect, String condition) {
        return Step.execute("UPDATE asterism.member_version SET version = CAST(uuid() AS text) WHERE table_name = "
                + SqlNames.literal(dimension.toString()) + " AND aspect = " + SqlNames.literal(aspect) + " AND "
                + condition);
    }

    /** Returns what makes the table hold some versions, whatever it held. */
    public static List<Step> replace(MemberVersions versions) {
        List<Step> steps = new ArrayList<>(List.of(Step.execute("DELETE FROM asterism.member_version")));
        new TreeMap<>(versions.versions())
                .forEach((table, aspects) -> new TreeMap<>(aspects)
                        .forEach((aspect, version) -> steps.add(Step.execute(
                                "INSERT INTO asterism.member_version VALUES (?, ?, ?)",
                                table.toString(),
                                aspect,
                                version))));
        return steps;
    }
}
