package dev.asterism.engine;

import java.util.regex.Pattern;

/**
 * What {@code SHOW TABLES} asks for, as a query that every warehouse understands: of the engines one shows the tables of a
 * schema that holds none, and the other takes the words for a setting.
 */
public final class ShowTables {
    private static final Pattern STATEMENT = Pattern.compile("(?i)\\s*SHOW\\s+(ALL\\s+)?TABLES\\s*;?\\s*");

    private static final String QUERY = """
            SELECT
              table_schema AS "schema",
              table_name AS "table",
              CASE table_type WHEN 'VIEW' THEN 'view' ELSE 'table' END AS "type"
            FROM information_schema.tables
            WHERE table_catalog = current_database()
              AND table_schema NOT IN (
                'asterism', 'asterism_partitions', 'asterism_staging', 'information_schema', 'pg_catalog')
            ORDER BY 1, 2""";

    private ShowTables() {}

    /** Returns the query for the stars' tables and views if that is asked for, else the text as it is. */
    public static String expand(String sql) {
        return STATEMENT.matcher(sql).matches() ? QUERY : sql;
    }
}
