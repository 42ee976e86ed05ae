package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Forms;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.TableForm;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables in DuckDB: a primary key only where a model gives the keys itself. Keys that are numbered are unique as they are
 * given, and an index on millions of them is a fifth of the file. Grain and foreign keys of facts are proven before
 * publishing, because DuckDB's indexes make a bulk load many times slower; so are values, because a proof names the days
 * that lack them, and a constraint fails for all days.
 */
final class DuckDbTables extends TableChanges {
    /** @param made the forms in which tables were made */
    DuckDbTables(BuildContext context, Batch batch, Map<TableName, TableForm> made) {
        super(context, batch, "INTEGER", "BOOLEAN", "VARCHAR", made, Forms.declared(context.graph(), context.shapes()));
    }

    /** The columns and types of the tables that exist. */
    static Map<TableName, Map<String, String>> existing(SqlSession session) throws SQLException {
        Map<TableName, Map<String, String>> tables = new HashMap<>();
        session.query(
                """
                SELECT schema_name, table_name, column_name, data_type
                FROM duckdb_columns()
                WHERE database_name = current_database() AND NOT internal
                  AND (schema_name, table_name) NOT IN (
                    SELECT (schema_name, view_name) FROM duckdb_views() WHERE database_name = current_database())
                ORDER BY schema_name, table_name, column_index""",
                row -> tables.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), name -> new LinkedHashMap<>())
                        .put(row.getString(3), row.getString(4)));
        return tables;
    }

    /** The queries of the views that exist. */
    static Map<TableName, String> views(SqlSession session) throws SQLException {
        Map<TableName, String> views = new HashMap<>();
        session.query("""
                SELECT schema_name, view_name, substr(sql, position(' AS ' IN sql) + 4)
                FROM duckdb_views() WHERE database_name = current_database() AND NOT internal""", row -> views.put(new TableName(row.getString(1), row.getString(2)), row.getString(3)));
        return views;
    }

    @Override
    protected List<String> create(DimensionModel dimension, Map<String, String> columns, Set<String> notNull) {
        String primaryKey = dimension.ownKey().isPresent() ? dimension.key() : "";
        return List.of("CREATE TABLE %s (%s)"
                .formatted(SqlNames.quoted(dimension.name()), definitions(columns, notNull, primaryKey)));
    }

    @Override
    protected List<String> create(FactModel fact, Map<String, String> columns, Set<String> notNull) {
        return List.of(
                "CREATE TABLE %s (%s)".formatted(SqlNames.quoted(fact.name()), definitions(columns, Set.of(), "")));
    }

    /** The rows go through a new table, as columns can only be added last. */
    @Override
    protected List<String> reorder(Reordering reordering) {
        TableName table = reordering.model().name();
        TableName before = new TableName(table.schema(), table.name() + " as it was");
        List<String> statements = new ArrayList<>(
                List.of("ALTER TABLE " + SqlNames.quoted(table) + " RENAME TO " + SqlNames.quoted(before.name())));
        if (reordering.model() instanceof DimensionModel dimension) {
            statements.addAll(create(dimension, reordering.wanted(), reordering.notNull()));
        } else if (reordering.model() instanceof FactModel fact) {
            statements.addAll(create(fact, reordering.wanted(), reordering.notNull()));
        }
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        reordering
                .wanted()
                .forEach((name, type) -> reordering.nameBefore(name).ifPresent(old -> {
                    names.add(SqlNames.quoted(name));
                    values.add(
                            type.equals(reordering.present().get(old))
                                    ? SqlNames.quoted(old)
                                    : "TRY_CAST(" + SqlNames.quoted(old) + " AS " + type + ")");
                }));
        if (!names.isEmpty()) {
            statements.add("INSERT INTO " + SqlNames.quoted(table) + " (" + String.join(", ", names) + ") SELECT "
                    + String.join(", ", values) + " FROM " + SqlNames.quoted(before));
        }
        statements.add("DROP TABLE " + SqlNames.quoted(before));
        return statements;
    }

    @Override
    protected List<String> changeType(TableName table, String column, String type) {
        String alter = "ALTER TABLE %s ALTER COLUMN %s".formatted(SqlNames.quoted(table), SqlNames.quoted(column));
        return List.of(
                alter + " DROP NOT NULL",
                "%s TYPE %s USING TRY_CAST(%s AS %s)".formatted(alter, type, SqlNames.quoted(column), type));
    }
}
