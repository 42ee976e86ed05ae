package dev.asterism.engine.postgres;

import dev.asterism.engine.Target.HeldColumn;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.Forms;
import dev.asterism.engine.star.KeyTable;
import dev.asterism.model.TableName;
import dev.asterism.plan.TableForm;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the server has, as its catalog says, read once for a publication.
 *
 * @param schemas the names of all schemas
 * @param tables the columns of all tables, with the server's types
 * @param indexes the indexes of tables that are not partitions, by full name, quoted
 * @param foreignKeys the foreign keys of one column of all partitioned tables
 * @param forms the forms in which tables were made
 */
record PostgresCatalog(
        Set<String> schemas,
        Map<TableName, List<HeldColumn>> tables,
        Map<String, Index> indexes,
        Map<TableName, List<ForeignKey>> foreignKeys,
        Map<TableName, TableForm> forms) {

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
                tables.containsKey(KeyTable.NAME) ? Forms.made(session) : Map.of());
    }

    /** Returns the same without some tables and what refers to them. */
    PostgresCatalog without(Set<TableName> dropped) {
        Map<TableName, List<HeldColumn>> left = new HashMap<>(tables);
        left.keySet().removeAll(dropped);
        Map<TableName, List<ForeignKey>> keys = new HashMap<>();
        foreignKeys.forEach((table, all) -> keys.put(
                table,
                all.stream().filter(key -> !dropped.contains(key.referenced())).toList()));
        return new PostgresCatalog(schemas, left, indexes, keys, forms).withoutKeysOf(dropped);
    }

    /** Returns the same without the indexes and foreign keys of some tables. */
    PostgresCatalog withoutKeysOf(Set<TableName> changed) {
        Map<TableName, List<ForeignKey>> keys = new HashMap<>(foreignKeys);
        keys.keySet().removeAll(changed);
        return withoutIndexesOf(changed).with(keys);
    }

    /** Returns the same without the indexes of some tables. */
    PostgresCatalog withoutIndexesOf(Set<TableName> changed) {
        Map<String, Index> left = new HashMap<>(indexes);
        left.values().removeIf(index -> changed.contains(index.table()));
        return new PostgresCatalog(schemas, tables, left, foreignKeys, forms);
    }

    private PostgresCatalog with(Map<TableName, List<ForeignKey>> keys) {
        return new PostgresCatalog(schemas, tables, indexes, keys, forms);
    }

    /**
     * Returns the same with other names of columns.
     *
     * @param names the new names by the old ones
     */
    PostgresCatalog renaming(TableName table, Map<String, String> names) {
        UnaryOperator<String> renamed = name -> names.getOrDefault(name, name);
        Map<TableName, List<HeldColumn>> columns = new HashMap<>(tables);
        columns.computeIfPresent(
                table,
                (name, held) -> held.stream()
                        .map(column -> new HeldColumn(renamed.apply(column.name()), column.type(), column.notNull()))
                        .toList());
        Map<String, Index> keyed = new HashMap<>();
        indexes.forEach((name, index) -> keyed.put(
                name,
                index.table().equals(table)
                        ? new Index(
                                table,
                                index.method(),
                                index.isUnique(),
                                index.columns().stream().map(renamed).toList())
                        : index));
        Map<TableName, List<ForeignKey>> keys = new HashMap<>(foreignKeys);
        keys.computeIfPresent(
                table,
                (name, all) -> all.stream()
                        .map(key -> new ForeignKey(key.name(), renamed.apply(key.column()), key.referenced()))
                        .toList());
        return new PostgresCatalog(schemas, columns, keyed, keys, forms);
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
