package dev.asterism.engine.star;

import dev.asterism.InputException;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.TableForm;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes a table that no model declares: its rows, what was observed of its members, and what is recorded of it. Only the
 * last key that its members were given stays on record, as no key is ever given twice.
 */
public final class TableDrop {
    private TableDrop() {}

    /**
     * Returns the statements.
     *
     * @param present the tables and views that exist
     * @param readers the views that read it
     * @throws InputException if something in the warehouse reads it or refers to it
     */
    public static List<String> statements(
            SqlSession session, TableName table, Set<TableName> present, List<String> readers) throws SQLException {
        Map<TableName, TableForm> made = Forms.made(session);
        Set<String> users = new TreeSet<>(readers);
        made.forEach((other, form) -> {
            if (present.contains(other) && form.references().containsValue(table.toString())) {
                users.add(other.toString());
            }
        });
        users.remove(table.toString());
        if (!users.isEmpty()) {
            throw new InputException(
                    table + " cannot be dropped, as " + String.join(", ", users)
                            + (users.size() == 1 ? " still reads it or refers" : " still read it or refer")
                            + " to it in the warehouse. Run first if models have changed, or drop that first. Nothing was dropped.");
        }
        TableForm form = made.get(table);
        boolean isView = form != null && DataSetModel.isView(form.kind());
        List<String> statements = new ArrayList<>();
        if (present.contains(table)) {
            statements.add((isView ? "DROP VIEW " : "DROP TABLE ") + SqlNames.quoted(table));
        }
        for (TableName beside : List.of(HistorySql.observations(table), AwaitedMembers.table(table))) {
            if (present.contains(beside)) {
                statements.add("DROP TABLE " + SqlNames.quoted(beside));
            }
        }
        for (String record : List.of("build_state", "member_version")) {
            statements.add(
                    "DELETE FROM asterism." + record + " WHERE table_name = " + SqlNames.literal(table.toString()));
        }
        statements.add(Forms.forget(table));
        return statements;
    }
}
