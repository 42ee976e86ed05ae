package dev.asterism.engine.postgres;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.sql.SqlNames;
import dev.asterism.engine.sql.TableChanges;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.TableName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables in PostgreSQL: dimensions with primary key and unique natural key; facts in range partitions of a month, with
 * foreign keys, an index on the first one of the grain after the day, and a small one on the day. Members are never
 * deleted while facts refer to them, so no other foreign key needs an index.
 *
 * <p>A month, because thousands of day partitions make every query plan long and every foreign key costly, while a day
 * within a month is found by its block range and replaced by deleting and inserting.
 */
final class PostgresTables extends TableChanges {
    /** The schema of all partitions. */
    static final String PARTITIONS = "asterism_partitions";

    PostgresTables(BuildContext context) {
        super(context, PostgresTypes.INTEGER, PostgresTypes.BOOLEAN);
    }

    @Override
    protected List<String> create(DimensionModel dimension, Map<String, String> columns) {
        String table = SqlNames.quoted(dimension.name());
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE %s (%s)"
                .formatted(table, definitions(columns, Set.copyOf(dimension.naturalKey()), dimension.key())));
        boolean versioned = dimension.history() == DimensionModel.History.TYPE_2;
        statements.add("CREATE %s INDEX ON %s (%s)"
                .formatted(versioned ? "" : "UNIQUE", table, SqlNames.quoted(dimension.naturalKey())));
        return statements;
    }

    @Override
    protected List<String> create(FactModel fact, Map<String, String> columns, Set<String> notNull) {
        String table = SqlNames.quoted(fact.name());
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE %s (%s) PARTITION BY RANGE (%s)"
                .formatted(table, definitions(columns, notNull, ""), SqlNames.quoted(fact.day())));
        statements.add("CREATE INDEX ON %s USING brin (%s) WITH (pages_per_range = 16)"
                .formatted(table, SqlNames.quoted(fact.day())));
        fact.grain().stream()
                .filter(column -> !column.equals(fact.day())
                        && context.shapes().of(fact).references().containsKey(column))
                .findFirst()
                .ifPresent(
                        column -> statements.add("CREATE INDEX ON %s (%s)".formatted(table, SqlNames.quoted(column))));
        context.shapes()
                .of(fact)
                .references()
                .forEach((column, dimension) -> statements.add("ALTER TABLE %s ADD FOREIGN KEY (%s) REFERENCES %s (%s)"
                        .formatted(
                                table,
                                SqlNames.quoted(column),
                                SqlNames.quoted(dimension.name()),
                                SqlNames.quoted(dimension.key()))));
        return statements;
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

    /** The partition of a fact that holds a day's month, out of the way of those who look at the stars. */
    static TableName partition(FactModel fact, Day day) {
        return new TableName(
                PARTITIONS,
                "%s_%04d_%02d"
                        .formatted(fact.name(), day.date().getYear(), day.date().getMonthValue()));
    }

    /** The statement that makes a filled table the partition of its month, with indexes and foreign keys in bulk. */
    static String attach(FactModel fact, Day day) {
        LocalDate first = day.date().withDayOfMonth(1);
        return "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)"
                .formatted(
                        SqlNames.quoted(fact.name()),
                        SqlNames.quoted(partition(fact, day)),
                        new Day(first).id(),
                        new Day(first.plusMonths(1)).id());
    }
}
