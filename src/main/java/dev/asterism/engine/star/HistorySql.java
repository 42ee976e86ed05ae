package dev.asterism.engine.star;

import dev.asterism.engine.TableShape;
import dev.asterism.engine.Violation;
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
    private static final String OBSERVED = "observed ";
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
        return observations(dimension.name());
    }

    /** See {@link #observations(DimensionModel)}. */
    public static TableName observations(TableName dimension) {
        return new TableName("asterism", OBSERVED + dimension);
    }

    /** Whether a table of the builder's is one that keeps what was seen. */
    public static boolean isObservations(TableName table) {
        return table.schema().equals("asterism") && table.name().startsWith(OBSERVED);
    }

    /** The scratch tables that may be left when a batch ends. */
    public static List<String> scratchTables() {
        return List.of(DimensionSql.MEMBERS, DimensionSql.MISSING, TOUCHED, WANTED, MATCHED);
    }

    /** Returns the steps, in their order. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>(Step.all(collect()));
        if (!days.isEmpty()) {
            steps.add(new Step.Require(hasKey()));
            steps.add(new Step.Require(hasOneState()));
        }
        MemberChanges changes = new MemberChanges(relations, dimension);
        steps.addAll(changes.returning(members, SqlNames.quoted(observations(dimension))));
        steps.addAll(Step.all(observe()));
        steps.addAll(changes.going(touched, wanted));
        if (isVersioned()) {
            steps.addAll(updateVersions(changes));
        } else {
            steps.addAll(changes.coming(wanted));
            steps.addAll(changes.changing(wanted, attributes));
            steps.addAll(DimensionSql.update(dimension, attributes, wanted));
        }
        steps.add(KeyTable.askLastKey(dimension));
        steps.add(Step.counted(insert(), new Step.Answer(KeyTable.LAST_KEY)));
        steps.addAll(KeyTable.record(dimension));
        return steps;
    }

    /** Collects what the batch's days say, before it is compared with anything; nothing if days are only removed. */
    private List<String> collect() {
        String said = days.isEmpty()
                ? SqlNames.quoted(observations(dimension)) + " WHERE FALSE"
                : "(" + relations.select(dimension, days) + "\n) AS selected";
        return scratch.create(
                DimensionSql.MEMBERS,
                "SELECT DISTINCT " + SqlNames.quoted(day) + ", " + SqlNames.quoted(kept) + " FROM " + said);
    }

    /** What proves that every member has a natural key. */
    private FactSql.Proof hasKey() {
        String sql = Sql.of("SELECT {day}, count(*) FROM {members} WHERE {isNull} GROUP BY {day}")
                .with("day", SqlNames.quoted(day))
                .with("members", members)
                .with("isNull", DimensionSql.isNull(dimension))
                .text();
        return new FactSql.Proof(
                Violation.Kind.NOT_NULL,
                "",
                List.of(),
                sql,
                found -> "the SELECT gives " + DimensionSql.withoutKey(dimension, Long.parseLong(found.get(0))));
    }

    /** What proves that a day gives each member with the same attributes; else the day, and one member in words. */
    private FactSql.Proof hasOneState() {
        String sql = Sql.of("""
                SELECT {day}, min(member)
                FROM (
                  SELECT {day}, concat_ws(', ', {key}) || ' with ' || concat_ws(', ', {states}) AS member
                  FROM {members}
                  GROUP BY {day}, {names}
                  HAVING count(*) > 1
                ) AS ambiguous
                GROUP BY {day}""")
                .with("day", SqlNames.quoted(day))
                .with("key", naturalKey.stream().map(HistorySql::named).collect(Collectors.joining(", ")))
                .with(
                        "states",
                        attributes.isEmpty()
                                ? "''"
                                : attributes.stream().map(HistorySql::states).collect(Collectors.joining(",\n    ")))
                .with("members", members)
                .with("names", SqlNames.quoted(naturalKey))
                .text();
        String isAmbiguous = Sql.of("SELECT count(*) FROM (SELECT 1 FROM {members} GROUP BY {key}, {day}"
                        + " HAVING count(*) > 1 LIMIT 1) AS ambiguous")
                .with("members", members)
                .with("key", SqlNames.quoted(naturalKey))
                .with("day", SqlNames.quoted(day))
                .text();
        return new FactSql.Proof(
                Violation.Kind.ONE_STATE,
                "",
                List.of(isAmbiguous),
                sql,
                found -> "the SELECT gives the member " + found.get(0)
                        + ". Expected the same attributes in all rows of a member and day");
    }

    /** A column's name and value as text. */
    private static String named(String column) {
        return SqlNames.literal(column + " = ") + " || CAST(" + SqlNames.quoted(column) + " AS text)";
    }

    /** Two values of an attribute as text, if there are two. */
    private static String states(String attribute) {
        return Sql.of("CASE WHEN min({value}) <> max({value}) OR count({value}) BETWEEN 1 AND count(*) - 1"
                        + " THEN {name} || min({value}) || ' and '"
                        + " || CASE WHEN count({value}) < count(*) THEN 'NULL' ELSE max({value}) END END")
                .with("value", "CAST(" + SqlNames.quoted(attribute) + " AS text)")
                .with("name", SqlNames.literal(attribute + " = "))
                .text();
    }

    /** Replaces what was seen on the days, and derives what the members of those days should be. */
    private List<String> observe() {
        String observed = SqlNames.quoted(observations(dimension));
        String ofTheseDays = SqlNames.within(SqlNames.quoted(day), replaced);
        String columns = SqlNames.quoted(day) + ", " + SqlNames.quoted(kept);
        List<String> statements = new ArrayList<>(scratch.create(
                TOUCHED,
                Sql.of("SELECT {key} FROM {members} UNION SELECT {key} FROM {observed} WHERE {days}")
                        .with("key", SqlNames.quoted(naturalKey))
                        .with("members", members)
                        .with("observed", observed)
                        .with("days", ofTheseDays)
                        .text()));
        statements.add("DELETE FROM " + observed + " WHERE " + ofTheseDays);
        statements.add("INSERT INTO " + observed + " (" + columns + ") SELECT " + columns + " FROM " + members);
        statements.addAll(scratch.create(WANTED, isVersioned() ? versions(observed) : latest(observed)));
        return statements;
    }

    /** Inserts members or versions that do not exist, with keys after the one that is bound. */
    private String insert() {
        List<String> columns = new ArrayList<>(kept);
        List<String> order = new ArrayList<>(naturalKey);
        if (isVersioned()) {
            columns.addAll(
                    List.of(DimensionColumns.VALID_FROM, DimensionColumns.VALID_TO, DimensionColumns.IS_CURRENT));
            order.add(DimensionColumns.VALID_FROM);
        }
        return Sql.of("""
                INSERT INTO {dimension} ({key}, {columns})
                SELECT CAST(? AS bigint) + row_number() OVER (ORDER BY {order}), {values}
                FROM {wanted} AS member
                WHERE NOT EXISTS (SELECT 1 FROM {known} AS known WHERE {same})""")
                .with("dimension", table())
                .with("key", SqlNames.quoted(dimension.key()))
                .with("columns", SqlNames.quoted(columns))
                .with(
                        "order",
                        DimensionColumns.inByteOrder(
                                "member", order, relations.context().shapes().of(dimension)))
                .with("values", SqlNames.qualified("member", columns))
                .with("wanted", wanted)
                .with("known", isVersioned() ? matched : table())
                .with("same", isVersioned() ? sameVersion("known", "member") : equalKey("known", "member"))
                .text();
    }

    private String latest(String observed) {
        return Sql.of("""
                SELECT {names}
                FROM (
                  SELECT {seen}, row_number() OVER (PARTITION BY {key} ORDER BY {day} DESC) AS recency
                  FROM {observed} AS seen JOIN {touched} AS touched ON {sameKey}
                ) AS ranked
                WHERE recency = 1""")
                .with("names", SqlNames.quoted(kept))
                .with("seen", SqlNames.qualified("seen", kept))
                .with("key", SqlNames.qualified("seen", naturalKey))
                .with("day", seen(day))
                .with("observed", observed)
                .with("touched", touched)
                .with("sameKey", equalKey("touched", "seen"))
                .text();
    }

    private String versions(String observed) {
        String sameAsBefore = attributes.stream()
                .map(this::seen)
                .map(column -> column + " IS NOT DISTINCT FROM lag(" + column + ") OVER by_day")
                .collect(Collectors.joining(" AND "));
        return Sql.of("""
                SELECT
                  {names},
                  CASE WHEN row_number() OVER by_start = 1 THEN {always} ELSE starts END AS valid_from,
                  coalesce({dayBeforeNext}, {forEver}) AS valid_to,
                  lead(starts) OVER by_start IS NULL AS is_current,
                  row_number() OVER (PARTITION BY {names} ORDER BY starts) AS occurrence
                FROM (
                  SELECT {names}, min(day_seen) AS starts
                  FROM (
                    SELECT {names}, day_seen, sum(is_change) OVER (PARTITION BY {key} ORDER BY day_seen) AS run
                    FROM (
                      SELECT
                        {seen},
                        {day} AS day_seen,
                        CASE WHEN lag({day}) OVER by_day IS NOT NULL AND {sameAsBefore} THEN 0 ELSE 1 END AS is_change
                      FROM {observed} AS seen JOIN {touched} AS touched ON {sameKey}
                      WINDOW by_day AS (PARTITION BY {seenKey} ORDER BY {day})
                    ) AS compared
                  ) AS numbered
                  GROUP BY {names}, run
                ) AS runs
                WINDOW by_start AS (PARTITION BY {key} ORDER BY starts)""")
                .with("names", SqlNames.quoted(kept))
                .with("key", SqlNames.quoted(naturalKey))
                .with("seen", SqlNames.qualified("seen", kept))
                .with("day", seen(day))
                .with("sameAsBefore", sameAsBefore.isEmpty() ? "TRUE" : sameAsBefore)
                .with("always", String.valueOf(DimensionColumns.ALWAYS))
                .with("forEver", String.valueOf(DimensionColumns.FOR_EVER))
                .with("dayBeforeNext", dayBefore("lead(starts) OVER by_start"))
                .with("observed", observed)
                .with("touched", touched)
                .with("sameKey", equalKey("touched", "seen"))
                .with("seenKey", SqlNames.qualified("seen", naturalKey))
                .text();
    }

    /** The day before a day, both as integers yyyymmdd. */
    private static String dayBefore(String dayId) {
        String date = Sql.of("(make_date(CAST(({day}) / 10000 AS integer), CAST(({day}) / 100 % 100 AS integer),"
                        + " CAST(({day}) % 100 AS integer)) - 1)")
                .with("day", dayId)
                .text();
        return Sql.of("CAST(extract(year FROM {date}) * 10000 + extract(month FROM {date}) * 100"
                        + " + extract(day FROM {date}) AS integer)")
                .with("date", date)
                .text();
    }

    private List<Step> updateVersions(MemberChanges changes) {
        List<Step> steps = new ArrayList<>(Step.all(scratch.create(
                MATCHED,
                Sql.of("""
                        SELECT
                          known.{key} AS version_key,
                          {knownColumns},
                          known.occurrence,
                          coalesce(member.valid_from, {forEver}) AS new_from,
                          coalesce(member.valid_to, {always}) AS new_to,
                          coalesce(member.is_current, FALSE) AS now_current
                        FROM (
                          SELECT version.*, row_number() OVER (PARTITION BY {columns} ORDER BY version.{key}) AS occurrence
                          FROM {dimension} AS version JOIN {touched} AS touched ON {isTouched}
                          WHERE version.{key} > 0
                        ) AS known
                          LEFT JOIN {wanted} AS member ON {sameVersion}""")
                        .with("key", SqlNames.quoted(dimension.key()))
                        .with("knownColumns", SqlNames.qualified("known", kept))
                        .with("forEver", String.valueOf(DimensionColumns.FOR_EVER))
                        .with("always", String.valueOf(DimensionColumns.ALWAYS))
                        .with("columns", SqlNames.qualified("version", kept))
                        .with("dimension", table())
                        .with("touched", touched)
                        .with("isTouched", equalKey("touched", "version"))
                        .with("wanted", wanted)
                        .with("sameVersion", sameVersion("known", "member"))
                        .text())));
        steps.addAll(changes.versions(matched, wanted, sameVersion("known", "member")));
        steps.add(Step.counted(Sql.of("""
                UPDATE {dimension} AS known
                SET valid_from = matched.new_from, valid_to = matched.new_to, is_current = matched.now_current
                FROM {matched} AS matched
                WHERE known.{key} = matched.version_key
                  AND (known.valid_from <> matched.new_from OR known.valid_to <> matched.new_to
                    OR known.is_current <> matched.now_current)""")
                .with("dimension", table())
                .with("matched", matched)
                .with("key", SqlNames.quoted(dimension.key()))
                .text()));
        return steps;
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
                        .map(SqlNames::quoted)
                        .map(column -> " AND " + left + "." + column + " IS NOT DISTINCT FROM " + right + "." + column)
                        .collect(Collectors.joining())
                + " AND " + left + ".occurrence = " + right + ".occurrence";
    }

    private String seen(String column) {
        return "seen." + SqlNames.quoted(column);
    }

    private String table() {
        return SqlNames.quoted(dimension.name());
    }
}
