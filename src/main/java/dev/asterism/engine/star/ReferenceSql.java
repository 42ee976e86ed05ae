package dev.asterism.engine.star;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.Violation;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.TableName;
import java.util.regex.Pattern;

/**
 * The statements that prove that a column refers to members that exist, the same for rows of facts and for members of
 * dimensions.
 *
 * @param column the column that refers
 * @param dimension the dimension that it refers to
 */
record ReferenceSql(String column, DimensionModel dimension) {
    private static final Pattern LATER_DAY = Pattern.compile("[1-9]\\d{7}");

    /**
     * Days on which the column refers to members that do not exist: day, number of rows, one of the values. Rows without a
     * value are told of by another proof.
     *
     * @param rows the table that holds the rows, quoted
     * @param day the column that holds their day, quoted
     * @param condition which of the rows are meant
     */
    String orphansByDay(String rows, String day, String condition) {
        return """
            SELECT fact.day, count(*), min(fact.member)
            FROM (SELECT %1$s AS day, %2$s AS member FROM %3$s WHERE %4$s) AS fact
            WHERE fact.member IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM %5$s AS known WHERE known.%6$s = fact.member)
            GROUP BY fact.day""".formatted(day, value(), rows, condition, table(), key());
    }

    /** A value of the column that is no member's key; no row if there is none. */
    String anOrphan(String rows, String condition) {
        return """
            SELECT min(referring.member)
            FROM (SELECT %1$s AS member FROM %2$s WHERE %3$s) AS referring
            WHERE NOT EXISTS (SELECT 1 FROM %4$s AS known WHERE known.%5$s = referring.member)
            HAVING count(*) > 0""".formatted(value(), rows, condition, table(), key());
    }

    /**
     * How many values are out of the range of the dimension's keys. Members are numbered from 1 on and stay, so that a range
     * without gaps is all there is to know; 1 where there are gaps, as with keys that the model itself gives.
     */
    String outOfRange(String rows, String condition) {
        String isUnknown =
                dimension.unknown().isEmpty() ? "" : " AND %s <> %s".formatted(value(), DimensionModel.UNKNOWN_KEY);
        return """
            SELECT CASE
              WHEN (SELECT min(%1$s) = 1 AND max(%1$s) = count(*) FROM %2$s WHERE %1$s > 0)
              THEN (
                SELECT count(*) FROM %3$s
                WHERE %4$s
                  AND (%5$s < 1 OR %5$s > (SELECT max(%1$s) FROM %2$s) OR %5$s <> CAST(%5$s AS bigint))%6$s)
              ELSE 1 END""".formatted(key(), table(), rows, condition, value(), isUnknown);
    }

    /** Says that rows refer to members that do not exist. */
    String text(BuildContext context, String rows, String example) {
        return rows + (rows.equals("1") ? " row refers in " : " rows refer in ") + column + " to members of "
                + dimension.name() + " that do not exist, such as " + example + hint(context, example);
    }

    /** What helps if the key is a day after the calendar's last; else empty. */
    String hint(BuildContext context, String example) {
        Day last = context.calendar().last();
        boolean isLater = dimension.reads().contains(TableName.CALENDAR)
                && LATER_DAY.matcher(example).matches()
                && Integer.parseInt(example) > last.id();
        return isLater
                ? "; the calendar ends on " + last + ", and the setting calendar.days-ahead lets it end later"
                : "";
    }

    Violation.Kind kind() {
        return Violation.Kind.FOREIGN_KEY;
    }

    private String value() {
        return SqlNames.quoted(column);
    }

    private String table() {
        return SqlNames.quoted(dimension.name());
    }

    private String key() {
        return SqlNames.quoted(dimension.key());
    }
}
