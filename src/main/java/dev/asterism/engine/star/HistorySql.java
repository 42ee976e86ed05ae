package dev.asterism.engine.star;

import dev.asterism.engine.TableShape;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The statements that extend a slowly changing dimension. What was seen of a member on each day is kept beside it, and
 * members are derived from that: so the result is the same in whatever order the days arrive, and a day that is replaced
 * takes back what it said.
 *
 * <p>Type 1 keeps the attributes of the latest day. Type 2 keeps a version for each run of days with the same attributes;
 * the first version counts for all days before, too. A version that later turns out never to have been valid keeps its
 * row and its key, valid on no day, so that no fact and no saved key ever points nowhere.
 *
 * <p>Types of change: Kimball and Ross, The Data Warehouse Toolkit, third edition, chapter 5.
 */
public final class HistorySql {
    private static final String TOUCHED = "touched members";
    private static final String WANTED = "wanted members";
    private static final String MATCHED = "matched versions";

    private final Relations relations;
    private final Scratch scratch;
    private final String members;
    private final String touched;
    private final String wanted;
    private final String matched;
    private final DimensionModel dimension;
    private final NavigableSet<Day> days;
    private final NavigableSet<Day> replaced;
    private final String day;
    private final List<String> naturalKey;
    private final List<String> attributes;
    private final List<String> kept;

    public HistorySql(Relations relations, Scratch scratch, DimensionModel dimension, ModelWork work) {
        this.relations = relations;
        this.scratch = scratch;
        this.members = scratch.table(DimensionSql.MEMBERS);
        this.touched = scratch.table(TOUCHED);
        this.wanted = scratch.table(WANTED);
        this.matched = scratch.table(MATCHED);
        this.dimension = dimension;
        this.days = work.days().navigableKeySet();
        this.replaced = new TreeSet<>(days);
        this.replaced.addAll(work.removals());
        TableShape shape = relations.context().shapes().of(dimension);
        this.day = dimension.day().orElseThrow();
        this.naturalKey = dimension.naturalKey();
        this.kept = DimensionColumns.kept(dimension, shape);
        this.attributes = DimensionColumns.attributes(dimension, shape);
    }

    /** The table that keeps what was seen of the members on each day. */
    public static TableName observations(DimensionModel dimension) {
        return new TableName("asterism", "observed " + dimension.name());
    }

    /** The scratch tables that may be left when a batch ends. */
    public static List<String> scratchTables() {
        return List.of(DimensionSql.MEMBERS, DimensionSql.MISSING, TOUCHED, WANTED, MATCHED);
    }

    /** Collects what the batch's days say, before it is held against anything; nothing where days are only removed. */
    public List<String> collect() {
        String said = days.isEmpty()
                ? SqlNames.quoted(observations(dimension)) + " WHERE FALSE"
                : "(%s\n) AS selected".formatted(relations.select(dimension, days));
        return scratch.create(
                DimensionSql.MEMBERS,
                "SELECT DISTINCT %s, %s FROM %s".formatted(SqlNames.quoted(day), SqlNames.quoted(kept), said));
    }

    /** One member of which a day says two things; no row where there is none. */
    public String ambiguousMember() {
        return "SELECT concat_ws(', ', %1$s, %2$s) FROM %3$s GROUP BY %1$s, %2$s HAVING count(*) > 1 LIMIT 1"
                .formatted(SqlNames.quoted(naturalKey), SqlNames.quoted(day), members);
    }

    /** Replaces what was seen on the days, and derives what the members of those days should be. */
    public List<String> observe() {
        String observed = SqlNames.quoted(observations(dimension));
        String ofTheseDays = SqlNames.within(SqlNames.quoted(day), replaced);
        List<String> statements = new ArrayList<>(scratch.create(
                TOUCHED,
                "SELECT %1$s FROM %2$s UNION SELECT %1$s FROM %3$s WHERE %4$s"
                        .formatted(SqlNames.quoted(naturalKey), members, observed, ofTheseDays)));
        statements.add("DELETE FROM %s WHERE %s".formatted(observed, ofTheseDays));
        String columns = SqlNames.quoted(day) + ", " + SqlNames.quoted(kept);
        statements.add("INSERT INTO %s (%s) SELECT %s FROM %s".formatted(observed, columns, columns, members));
        statements.addAll(scratch.create(WANTED, isVersioned() ? versions(observed) : latest(observed)));
        return statements;
    }

    /** Changes the members that exist. */
    public List<String> update() {
        return isVersioned() ? updateVersions() : DimensionSql.update(dimension, attributes, wanted);
    }

    /** Inserts members or versions that do not exist, with keys from a number on. */
    public String insert(long lastKey) {
        List<String> columns = new ArrayList<>(kept);
        String missing;
        if (isVersioned()) {
            columns.addAll(
                    List.of(DimensionColumns.VALID_FROM, DimensionColumns.VALID_TO, DimensionColumns.IS_CURRENT));
            missing = "SELECT 1 FROM %s AS known WHERE %s".formatted(matched, sameVersion("known", "member"));
        } else {
            missing = "SELECT 1 FROM %s AS known WHERE %s".formatted(table(), equalKey("known", "member"));
        }
        List<String> order = new ArrayList<>(naturalKey);
        if (isVersioned()) {
            order.add(DimensionColumns.VALID_FROM);
        }
        return """
            INSERT INTO %s (%s, %s)
            SELECT %s + row_number() OVER (ORDER BY %s), %s
            FROM %s AS member
            WHERE NOT EXISTS (%s)""".formatted(
                        table(),
                        SqlNames.quoted(dimension.key()),
                        SqlNames.quoted(columns),
                        lastKey,
                        DimensionColumns.inByteOrder(
                                "member", order, relations.context().shapes().of(dimension)),
                        SqlNames.qualified("member", columns),
                        wanted,
                        missing);
    }

    private String latest(String observed) {
        return """
            SELECT %1$s
            FROM (
              SELECT %2$s, row_number() OVER (PARTITION BY %3$s ORDER BY seen.%4$s DESC) AS recency
              FROM %5$s AS seen JOIN %6$s AS touched ON %7$s
            ) AS ranked
            WHERE recency = 1""".formatted(
                        SqlNames.quoted(kept),
                        SqlNames.qualified("seen", kept),
                        SqlNames.qualified("seen", naturalKey),
                        SqlNames.quoted(day),
                        observed,
                        touched,
                        equalKey("touched", "seen"));
    }

    private String versions(String observed) {
        String sameAsBefore = attributes.stream()
                .map(column -> "%1$s IS NOT DISTINCT FROM lag(%1$s) OVER by_day".formatted(seen(column)))
                .collect(Collectors.joining(" AND "));
        String names = SqlNames.quoted(kept);
        String key = SqlNames.quoted(naturalKey);
        return """
            SELECT
              %1$s,
              CASE WHEN row_number() OVER by_start = 1 THEN %6$s ELSE starts END AS valid_from,
              coalesce(%8$s, %7$s) AS valid_to,
              lead(starts) OVER by_start IS NULL AS is_current,
              row_number() OVER (PARTITION BY %1$s ORDER BY starts) AS occurrence
            FROM (
              SELECT %1$s, min(day_seen) AS starts
              FROM (
                SELECT %1$s, day_seen, sum(is_change) OVER (PARTITION BY %2$s ORDER BY day_seen) AS run
                FROM (
                  SELECT
                    %3$s,
                    %4$s AS day_seen,
                    CASE WHEN lag(%4$s) OVER by_day IS NOT NULL AND %5$s THEN 0 ELSE 1 END AS is_change
                  FROM %9$s AS seen JOIN %10$s AS touched ON %11$s
                  WINDOW by_day AS (PARTITION BY %12$s ORDER BY %4$s)
                ) AS compared
              ) AS numbered
              GROUP BY %1$s, run
            ) AS runs
            WINDOW by_start AS (PARTITION BY %2$s ORDER BY starts)""".formatted(
                        names,
                        key,
                        SqlNames.qualified("seen", kept),
                        seen(day),
                        sameAsBefore.isEmpty() ? "TRUE" : sameAsBefore,
                        DimensionColumns.ALWAYS,
                        DimensionColumns.FOR_EVER,
                        dayBefore("lead(starts) OVER by_start"),
                        observed,
                        touched,
                        equalKey("touched", "seen"),
                        SqlNames.qualified("seen", naturalKey));
    }

    /** The day before a day, both as integers yyyymmdd. */
    private static String dayBefore(String dayId) {
        String date =
                "(make_date(CAST((%1$s) / 10000 AS integer), CAST((%1$s) / 100 %% 100 AS integer), CAST((%1$s) %% 100 AS integer)) - 1)"
                        .formatted(dayId);
        return "CAST(extract(year FROM %1$s) * 10000 + extract(month FROM %1$s) * 100 + extract(day FROM %1$s) AS integer)"
                .formatted(date);
    }

    private List<String> updateVersions() {
        List<String> statements = new ArrayList<>(scratch.create(MATCHED, """
                SELECT
                  known.%1$s AS version_key,
                  %2$s,
                  known.occurrence,
                  coalesce(member.valid_from, %3$s) AS new_from,
                  coalesce(member.valid_to, %4$s) AS new_to,
                  coalesce(member.is_current, FALSE) AS now_current
                FROM (
                  SELECT version.*, row_number() OVER (PARTITION BY %5$s ORDER BY version.%1$s) AS occurrence
                  FROM %6$s AS version JOIN %7$s AS touched ON %8$s
                  WHERE version.%1$s > 0
                ) AS known
                  LEFT JOIN %9$s AS member ON %10$s""".formatted(
                        SqlNames.quoted(dimension.key()),
                        SqlNames.qualified("known", kept),
                        DimensionColumns.FOR_EVER,
                        DimensionColumns.ALWAYS,
                        SqlNames.qualified("version", kept),
                        table(),
                        touched,
                        equalKey("touched", "version"),
                        wanted,
                        sameVersion("known", "member"))));
        statements.add("""
                UPDATE %1$s AS known
                SET valid_from = matched.new_from, valid_to = matched.new_to, is_current = matched.now_current
                FROM %2$s AS matched
                WHERE known.%3$s = matched.version_key
                  AND (known.valid_from <> matched.new_from OR known.valid_to <> matched.new_to
                    OR known.is_current <> matched.now_current)""".formatted(table(), matched, SqlNames.quoted(dimension.key())));
        return statements;
    }

    private boolean isVersioned() {
        return dimension.history() == DimensionModel.History.TYPE_2;
    }

    private String equalKey(String left, String right) {
        return SqlNames.equal(left, right, naturalKey);
    }

    private String sameVersion(String left, String right) {
        return equalKey(left, right)
                + attributes.stream()
                        .map(column -> " AND %s.%s IS NOT DISTINCT FROM %s.%s"
                                .formatted(left, SqlNames.quoted(column), right, SqlNames.quoted(column)))
                        .collect(Collectors.joining())
                + " AND %s.occurrence = %s.occurrence".formatted(left, right);
    }

    private String seen(String column) {
        return "seen." + SqlNames.quoted(column);
    }

    private String table() {
        return SqlNames.quoted(dimension.name());
    }
}
