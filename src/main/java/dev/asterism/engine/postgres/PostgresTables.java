package dev.asterism.engine.postgres;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.engine.star.TableChanges;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables in PostgreSQL: facts in partitions of days, with a small index on the day, by which a day is found within a
 * {@link Partition}. Keys come from {@link PostgresKeys}. Members are never deleted while facts refer to them, so no foreign
 * key needs an index of its own.
 */
final class PostgresTables extends TableChanges {
    PostgresTables(BuildContext context) {
        super(context, PostgresTypes.INTEGER, PostgresTypes.BOOLEAN, PostgresTypes.TEXT);
    }

    @Override
    protected List<String> create(DimensionModel dimension, Map<String, String> columns) {
        return List.of("CREATE TABLE %s (%s)"
                .formatted(
                        SqlNames.quoted(dimension.name()),
                        definitions(columns, Set.copyOf(dimension.naturalKey()), "")));
    }

    @Override
    protected List<String> create(FactModel fact, Map<String, String> columns, Set<String> notNull) {
        String table = SqlNames.quoted(fact.name());
        return List.of(
                "CREATE TABLE %s (%s) PARTITION BY RANGE (%s)"
                        .formatted(table, definitions(columns, notNull, ""), SqlNames.quoted(fact.day())),
                indexOnDay(fact, fact.name(), ""));
    }

    /**
     * The statement that indexes the day of a fact, or of one of its partitions.
     *
     * @param name the index's name; empty lets the server choose
     */
    static String indexOnDay(FactModel fact, TableName table, String name) {
        return "CREATE INDEX " + (name.isEmpty() ? "" : SqlNames.quoted(name) + " ") + "ON " + SqlNames.quoted(table)
                + " USING brin (" + SqlNames.quoted(fact.day()) + ") WITH (pages_per_range = 16)";
    }

    /** Keeps the values that the new type has, too, until the days are built again, and members under their keys. */
    @Override
    protected List<String> changeType(TableName table, String column, String type) {
        String function = "pg_temp." + SqlNames.quoted("try cast to " + type);
        String alter = "ALTER TABLE " + SqlNames.quoted(table) + " ALTER COLUMN " + SqlNames.quoted(column);
        return List.of(
                """
                CREATE OR REPLACE FUNCTION %1$s(value text) RETURNS %2$s LANGUAGE plpgsql IMMUTABLE AS $cast$
                BEGIN
                  RETURN CAST(value AS %2$s);
                EXCEPTION WHEN OTHERS THEN
                  RETURN NULL;
                END $cast$""".formatted(function, type),
                alter + " DROP NOT NULL",
                "%s TYPE %s USING %s(CAST(%s AS text))".formatted(alter, type, function, SqlNames.quoted(column)));
    }
}
