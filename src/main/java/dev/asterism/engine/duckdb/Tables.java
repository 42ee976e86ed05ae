package dev.asterism.engine.duckdb;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables in DuckDB: a primary key only where a model gives the keys itself. Keys that are numbered are unique as they are
 * given, and an index on millions of them is a fifth of the file. Grain and foreign keys of facts are proven before
 * publishing, because DuckDB's indexes make a bulk load many times slower.
 */
final class Tables extends TableChanges {
    Tables(BuildContext context) {
        super(context, "INTEGER", "BOOLEAN");
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
