package dev.asterism.engine.postgres;

import dev.asterism.InputException;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.Step;
import dev.asterism.model.CheckModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lets the analysts' role read every star; touches only what it may not read yet. */
final class Privileges {
    private final SqlSession session;
    private final ModelGraph graph;

    Privileges(SqlSession session, ModelGraph graph) {
        this.session = session;
        this.graph = graph;
    }

    /**
     * Returns the statements that grant what is missing.
     *
     * @param made the tables and views that are about to be made
     * @throws InputException if there is no such role
     */
    List<Step> grants(String role, Set<TableName> made) throws SQLException {
        if (session.query("SELECT 1 FROM pg_roles WHERE rolname = ?", List.of(role), row -> 1)
                .isEmpty()) {
            throw new InputException("The role '" + role + "' (warehouse.analyst-role) does not exist. Create it with:"
                    + " CREATE ROLE " + SqlNames.quoted(role) + ".");
        }
        List<Step> steps = new ArrayList<>();
        Set<String> schemas = new TreeSet<>();
        for (Model model : graph.models()) {
            if (model instanceof SourceModel || model instanceof CheckModel) {
                continue;
            }
            schemas.add(model.name().schema());
            String table = SqlNames.quoted(model.name());
            boolean mayRead = !made.contains(model.name())
                    && holds(
                            "SELECT to_regclass(?) IS NULL OR has_table_privilege(?, to_regclass(?), 'SELECT')",
                            table,
                            role,
                            table);
            if (!mayRead) {
                steps.add(Step.execute("GRANT SELECT ON " + table + " TO " + SqlNames.quoted(role)));
            }
        }
        for (String schema : schemas) {
            boolean mayUse = holds(
                    "SELECT coalesce(has_schema_privilege(?, to_regnamespace(?), 'USAGE'), FALSE)",
                    role,
                    SqlNames.quoted(schema));
            if (!mayUse) {
                steps.add(Step.execute(
                        "GRANT USAGE ON SCHEMA " + SqlNames.quoted(schema) + " TO " + SqlNames.quoted(role)));
            }
        }
        return steps;
    }

    private boolean holds(String question, Object... values) throws SQLException {
        return session.query(question, List.of(values), row -> row.getBoolean(1))
                .get(0);
    }

    /** Returns the statements that grant to others what they may do with a table or view; empty if it is not there. */
    static List<String> held(SqlSession session, TableName table) throws SQLException {
        String name = SqlNames.quoted(table);
        return session.query("""
                SELECT format('GRANT %s ON %s TO %s%s', acl.privilege_type, CAST(? AS text),
                  CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END,
                  CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM pg_class AS relation CROSS JOIN aclexplode(relation.relacl) AS acl
                WHERE relation.oid = to_regclass(?) AND acl.grantee <> relation.relowner""", List.of(name, name), row -> row.getString(1));
    }
}
