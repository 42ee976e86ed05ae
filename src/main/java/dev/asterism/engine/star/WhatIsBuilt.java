package dev.asterism.engine.star;

import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables and views that the builder has made and that are still there: those of the stars, and its own.
 *
 * @param views the views
 * @param tables the tables
 * @param others how many tables and views somebody else has made
 */
public record WhatIsBuilt(List<TableName> views, List<TableName> tables, int others) {
    /**
     * Looks for them.
     *
     * @param declared the tables and views that models declare, beside those on record
     * @param kept tables in the builder's schema that are not meant
     */
    public static WhatIsBuilt of(SqlSession session, Set<TableName> declared, Set<TableName> kept) throws SQLException {
        BuildState state = new StateTable(session).read();
        Set<TableName> built = new HashSet<>(declared);
        built.addAll(state.days().keySet());
        built.addAll(state.wholes().keySet());
        built.addAll(state.forms().keySet());
        WhatIsBuilt found = new WhatIsBuilt(new ArrayList<>(), new ArrayList<>(), 0);
        int[] others = {0};
        session.query("""
                SELECT table_schema, table_name, table_type
                FROM information_schema.tables
                WHERE table_catalog = current_database()
                  AND table_schema NOT IN ('information_schema', 'pg_catalog', 'asterism_partitions')
                ORDER BY table_schema, table_name""", row -> {
            TableName table = new TableName(row.getString(1), row.getString(2));
            boolean isOurs = built.contains(table) || table.schema().equals("asterism");
            if (!isOurs || kept.contains(table)) {
                others[0]++;
                return false;
            }
            return (row.getString(3).equals("VIEW") ? found.views() : found.tables()).add(table);
        });
        return new WhatIsBuilt(List.copyOf(found.views()), List.copyOf(found.tables()), others[0]);
    }
}
