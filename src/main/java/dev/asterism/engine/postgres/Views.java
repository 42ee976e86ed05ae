package dev.asterism.engine.postgres;

import dev.asterism.engine.ModelFailedException;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Relations;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.Step;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The views of data sets. PostgreSQL lets neither a view change its columns nor a table lose one that a view reads, so
 * views are dropped and made again within the publishing transaction. Whatever was granted on them is granted again.
 */
final class Views {
    private final SqlSession session;
    private final Relations relations;
    private final Set<DataSetModel> made = new LinkedHashSet<>();
    private final Map<DataSetModel, List<String>> dropped = new LinkedHashMap<>();

    /**
     * Finds out which views are to be made anew.
     *
     * @param defined the data sets that a batch builds
     * @param all whether tables lose columns, so that no view may be left
     */
    Views(SqlSession session, Relations relations, Set<TableName> defined, boolean all) throws SQLException {
        this.session = session;
        this.relations = relations;
        ModelGraph graph = relations.context().graph();
        for (DataSetModel dataSet : graph.ofType(DataSetModel.class)) {
            boolean isAffected = defined.contains(dataSet.name())
                    || graph.upstream(dataSet).stream().anyMatch(made::contains);
            Optional<Long> view = find(session, dataSet.name());
            if (isAffected || (all && view.isPresent())) {
                made.add(dataSet);
                if (view.isPresent()) {
                    requireNotRead(dataSet);
                    dropped.put(dataSet, Privileges.held(session, dataSet.name()));
                }
            }
        }
    }

    /** The names of the views that are made. */
    Set<TableName> made() {
        return made.stream().map(DataSetModel::name).collect(Collectors.toSet());
    }

    /** Returns what drops those that exist, the last one first. */
    List<Step> drop() {
        List<Step> steps = new ArrayList<>();
        dropped.keySet().forEach(dataSet -> steps.add(0, Step.execute("DROP VIEW " + SqlNames.quoted(dataSet.name()))));
        return steps;
    }

    /** Returns what makes them, with comments and privileges. */
    List<Step> create() {
        List<Step> steps = new ArrayList<>();
        for (DataSetModel dataSet : made) {
            steps.add(Step.execute(
                    "CREATE VIEW " + SqlNames.quoted(dataSet.name()) + " AS " + relations.selectAll(dataSet)));
            steps.addAll(Step.all(TableChanges.comments(
                    dataSet,
                    new HashSet<>(relations.context().shapes().of(dataSet).names()))));
            steps.addAll(Step.all(dropped.getOrDefault(dataSet, List.of())));
        }
        return steps;
    }

    /** Returns the server's number of a view; empty if there is none of that name. */
    static Optional<Long> find(SqlSession session, TableName name) throws SQLException {
        return session
                .query(
                        "SELECT oid FROM pg_class WHERE oid = to_regclass(?) AND relkind = 'v'",
                        List.of(SqlNames.quoted(name)),
                        row -> row.getLong(1))
                .stream()
                .findFirst();
    }

    /** Returns the views that read a table or view. */
    static List<String> readersOf(SqlSession session, TableName table) throws SQLException {
        return session.query("""
                SELECT DISTINCT n.nspname || '.' || c.relname
                FROM pg_depend d
                  JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
                  JOIN pg_class c ON c.oid = r.ev_class
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(?) AND c.oid <> d.refobjid
                ORDER BY 1""", List.of(SqlNames.quoted(table)), row -> row.getString(1));
    }

    /** A view that others have built upon cannot be dropped; that is said before anything is shipped. */
    private void requireNotRead(DataSetModel dataSet) throws SQLException {
        Set<String> ours = relations.context().graph().ofType(DataSetModel.class).stream()
                .map(other -> other.name().toString())
                .collect(Collectors.toSet());
        List<String> others = readersOf(session, dataSet.name());
        others.removeAll(ours);
        if (!others.isEmpty()) {
            throw new ModelFailedException(
                    dataSet,
                    "its view must be made anew, but " + others.get(0)
                            + ", which no model declares, reads it. Drop that first, and create it again afterwards");
        }
    }
}
