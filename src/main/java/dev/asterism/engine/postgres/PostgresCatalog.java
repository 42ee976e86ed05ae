package dev.asterism.engine.postgres;

import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.KeyTable;
import dev.asterism.model.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the server has, as its catalog says, read once for a publication.
 *
 * @param schemas the names of all schemas
 * @param tables the columns of all tables, with the server's types
 * @param indexes the indexes of tables that are not partitions, by full name, quoted
 * @param foreignKeys the foreign keys of one column of all partitioned tables
 * @param naturalKeys the natural key with which each dimension was built
 */
record PostgresCatalog(
        Set<String> schemas,
        Map<TableName, List<HeldColumn>> tables,
        Map<String, Index> indexes,
        Map<TableName, List<ForeignKey>> foreignKeys,
        Map<TableName, String> naturalKeys) {

    /** An index that is not a primary key's: how it works, such as {@code btree}, and its columns. */
    record Index(TableName table, String method, boolean isUnique, List<String> columns) {}

    /** A declared foreign key of one column. */
    record ForeignKey(String name, String column, TableName referenced) {}

    static PostgresCatalog read(SqlSession session) throws SQLException {
        Map<TableName, List<HeldColumn>> tables = tables(session);
        return new PostgresCatalog(
                new HashSet<>(session.query("SELECT nspname FROM pg_namespace", row -> row.getString(1))),
                tables,
                indexes(session),
                foreignKeys(session),
                tables.containsKey(KeyTable.NAME) ? KeyTable.naturalKeys(session) : Map.of());
    }

    boolean has(TableName table) {
        return tables.containsKey(table);
    }

    /** The columns and types of the tables. */
    Map<TableName, Map<String, String>> types() {
        Map<TableName, Map<String, String>> types = new HashMap<>();
        tables.forEach((table, columns) -> {
            Map<String, String> ofTable = new LinkedHashMap<>();
            columns.forEach(column -> ofTable.put(column.name(), column.type()));
            types.put(table, ofTable);
        });
        return types;
    }

    static Map<TableName, List<HeldColumn>> tables(SqlSession session) throws SQLException {
        Map<TableName, List<HeldColumn>> tables = new HashMap<>();
        session.query(
                """
                SELECT n.nspname, c.relname, a.attname,
                  CASE WHEN t.typname = 'numeric' AND a.atttypmod > 0
                    THEN format_type(a.atttypid, a.atttypmod) ELSE t.typname END,
                  a.attnotnull
                FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  JOIN pg_type t ON t.oid = a.atttypid
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                ORDER BY n.nspname, c.relname, a.attnum""",
                row -> tables.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), name -> new ArrayList<>())
                        .add(new HeldColumn(row.getString(3), row.getString(4), row.getBoolean(5))));
        return tables;
    }

    private static Map<String, Index> indexes(SqlSession session) throws SQLException {
        Map<String, Index> indexes = new HashMap<>();
        session.query("""
                SELECT n.nspname, i.relname, m.amname, a.attname, c.relname, x.indisunique
                FROM pg_index x
                  JOIN pg_class i ON i.oid = x.indexrelid
                  JOIN pg_am m ON m.oid = i.relam
                  JOIN pg_class c ON c.oid = x.indrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  CROSS JOIN LATERAL unnest(CAST(x.indkey AS int2[])) WITH ORDINALITY AS k(attnum, place)
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
                WHERE NOT x.indisprimary AND NOT c.relispartition AND c.relkind IN ('r', 'p')
                  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                ORDER BY i.oid, k.place""", row -> {
            Index index = new Index(
                    new TableName(row.getString(1), row.getString(5)),
                    row.getString(3),
                    row.getBoolean(6),
                    new ArrayList<>());
            return indexes.merge(
                            PostgresKeys.fullName(row.getString(1), row.getString(2)), index, (known, again) -> known)
                    .columns()
                    .add(row.getString(4));
        });
        return indexes;
    }

    private static Map<TableName, List<ForeignKey>> foreignKeys(SqlSession session) throws SQLException {
        Map<TableName, List<ForeignKey>> keys = new HashMap<>();
        session.query(
                """
                SELECT n.nspname, c.relname, k.conname, a.attname, rn.nspname, r.relname
                FROM pg_constraint k
                  JOIN pg_class c ON c.oid = k.conrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_class r ON r.oid = k.confrelid
                  JOIN pg_namespace rn ON rn.oid = r.relnamespace
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
                WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relkind = 'p' AND cardinality(k.conkey) = 1""",
                row -> keys.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), name -> new ArrayList<>())
                        .add(new ForeignKey(
                                row.getString(3),
                                row.getString(4),
                                new TableName(row.getString(5), row.getString(6)))));
        return keys;
    }
}
