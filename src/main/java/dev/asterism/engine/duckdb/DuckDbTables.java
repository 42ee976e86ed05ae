package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables in DuckDB: a primary key only where a model gives the keys itself. Keys that are numbered are unique as they are
 * given, and an index on millions of them is a fifth of the file. Grain and foreign keys of facts are proven before
 * publishing, because DuckDB's indexes make a bulk load many times slower.
 */
final class DuckDbTables extends TableChanges {
    DuckDbTables(BuildContext context) {
        super(context, "INTEGER", "BOOLEAN", "VARCHAR");
    }

    /** The columns and types of the tables that exist. */
    static Map<TableName, Map<String, String>> existing(SqlSession session) throws SQLException {
        Map<TableName, Map<String, String>> tables = new HashMap<>();
        session.query(
                """
                SELECT schema_name, table_name, column_name, data_type
                FROM duckdb_columns()
                WHERE database_name = current_database() AND NOT internal
                ORDER BY schema_name, table_name, column_index""",
                row -> tables.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), name -> new LinkedHashMap<>())
                        .put(row.getString(3), row.getString(4)));
        return tables;
    }

    @Override
    protected List<String> create(DimensionModel dimension, Map<String, String> columns) {
        Set<String> notNull = new HashSet<>(dimension.naturalKey());
        notNull.add(dimension.key());
        String primaryKey = dimension.ownKey().isPresent() ? dimension.key() : "";
        return List.of("CREATE TABLE %s (%s)"
                .formatted(SqlNames.quoted(dimension.name()), definitions(columns, notNull, primaryKey)));
    }

    @Override
    protected List<String> create(FactModel fact, Map<String, String> columns, Set<String> notNull) {
        return List.of(
                "CREATE TABLE %s (%s)".formatted(SqlNames.quoted(fact.name()), definitions(columns, notNull, "")));
    }

    /** Keeps the values that the new type has, too, until the days are built again, and members under their keys. */
    @Override
    protected List<String> changeType(TableName table, String column, String type) {
        String alter = "ALTER TABLE %s ALTER COLUMN %s".formatted(SqlNames.quoted(table), SqlNames.quoted(column));
        return List.of(
                alter + " DROP NOT NULL",
                "%s TYPE %s USING TRY_CAST(%s AS %s)".formatted(alter, type, SqlNames.quoted(column), type));
    }
}
