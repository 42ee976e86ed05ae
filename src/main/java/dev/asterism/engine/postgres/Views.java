package dev.asterism.engine.postgres;

import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The views of data sets. PostgreSQL lets neither a view change its columns nor a table lose one that a view reads, so
 * views are dropped and made again within the publishing transaction. Whatever was granted on them is granted again.
 */
final class Views {
    private final SqlSession session;
    private final Relations relations;
    private final Map<DataSetModel, List<String>> dropped = new LinkedHashMap<>();

    Views(SqlSession session, Relations relations) {
        this.session = session;
        this.relations = relations;
    }

    /** Makes the view of a data set say what its model says now, and with it the views that read it. */
    void replace(DataSetModel dataSet) throws SQLException {
        Set<Model> affected = new HashSet<>(Set.of(dataSet));
        List<DataSetModel> inOrder = new ArrayList<>();
        ModelGraph graph = relations.context().graph();
        for (DataSetModel candidate : graph.ofType(DataSetModel.class)) {
            if (candidate.equals(dataSet) || graph.upstream(candidate).stream().anyMatch(affected::contains)) {
                affected.add(candidate);
                inOrder.add(candidate);
            }
        }
        drop(inOrder);
        dropped.putIfAbsent(dataSet, List.of());
        createDropped();
    }

    /**
     * Drops those of the views that exist.
     *
     * @param dataSets in topological order
     */
    void drop(Collection<DataSetModel> dataSets) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (DataSetModel dataSet : dataSets) {
            String view = SqlNames.quoted(dataSet.name());
            if (exists(view)) {
                dropped.put(dataSet, grants(view));
                statements.add(0, "DROP VIEW " + view);
            }
        }
        session.execute(statements);
    }

    /** Creates what was dropped, with comments and privileges. */
    void createDropped() throws SQLException {
        for (Map.Entry<DataSetModel, List<String>> view : dropped.entrySet()) {
            DataSetModel dataSet = view.getKey();
            session.execute(
                    "CREATE VIEW %s AS %s".formatted(SqlNames.quoted(dataSet.name()), relations.selectAll(dataSet)));
            session.execute(TableChanges.comments(
                    dataSet,
                    new HashSet<>(relations.context().shapes().of(dataSet).names())));
            session.execute(view.getValue());
        }
        dropped.clear();
    }

    private boolean exists(String view) throws SQLException {
        return session.query(
                        "SELECT to_regclass(%s) IS NOT NULL".formatted(SqlNames.literal(view)),
                        row -> row.getBoolean(1))
                .get(0);
    }

    /** The statements that grant to others what they may do with a view. */
    private List<String> grants(String view) throws SQLException {
        return session.query("""
                SELECT format('GRANT %%s ON %%s TO %%s%%s', acl.privilege_type, %1$s,
                  CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END,
                  CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM pg_class AS view CROSS JOIN aclexplode(view.relacl) AS acl
                WHERE view.oid = to_regclass(%1$s) AND acl.grantee <> view.relowner""".formatted(SqlNames.literal(view)), row -> row.getString(1));
    }
}
