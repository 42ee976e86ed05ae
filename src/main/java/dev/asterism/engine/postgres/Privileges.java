package dev.asterism.engine.postgres;

import dev.asterism.InputException;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.model.CheckModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.SourceModel;
import java.sql.SQLException;
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

    void grant(String role) throws SQLException {
        String name = SqlNames.literal(role);
        if (session.query("SELECT 1 FROM pg_roles WHERE rolname = " + name, row -> 1)
                .isEmpty()) {
            throw new InputException("The role '" + role + "' (warehouse.analyst-role) does not exist. Create it with:"
                    + " CREATE ROLE " + SqlNames.quoted(role) + ".");
        }
        Set<String> schemas = new TreeSet<>();
        for (Model model : graph.models()) {
            if (model instanceof SourceModel || model instanceof CheckModel) {
                continue;
            }
            schemas.add(model.name().schema());
            String table = SqlNames.literal(SqlNames.quoted(model.name()));
            grantWhereMissing(
                    "SELECT to_regclass(%2$s) IS NULL OR has_table_privilege(%1$s, to_regclass(%2$s), 'SELECT')"
                            .formatted(name, table),
                    "GRANT SELECT ON " + SqlNames.quoted(model.name()) + " TO " + SqlNames.quoted(role));
        }
        for (String schema : schemas) {
            grantWhereMissing(
                    "SELECT has_schema_privilege(%s, %s, 'USAGE')".formatted(name, SqlNames.literal(schema)),
                    "GRANT USAGE ON SCHEMA " + SqlNames.quoted(schema) + " TO " + SqlNames.quoted(role));
        }
    }

    private void grantWhereMissing(String question, String grant) throws SQLException {
        boolean granted = session.query(question, row -> row.getBoolean(1)).get(0);
        if (!granted) {
            session.execute(grant);
        }
    }
}
