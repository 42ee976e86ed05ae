package dev.asterism.engine.star;

import dev.asterism.engine.TableShape;
import dev.asterism.engine.Violation;
import dev.asterism.lake.Day;
import dev.asterism.model.AttributeRule;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The statements that extend a slowly changing dimension. What was seen of a member on each day is kept beside it, and
 * members are derived from that: so the result is the same in whatever order the days arrive, and a day that is replaced
 * takes back what it said.
 *
 * <p>Type 1 keeps the attributes of the latest day. Type 2 keeps a version for each run of days with the same attributes;
 * the first version counts for all days before, too, and keeps its key whatever it says, since facts of days before it
 * refer to it. A version that later turns out never to have been valid keeps its row and its key, valid on no day, so that
 * no fact and no saved key ever points nowhere.
 *
 * <p>Where there are {@link AttributeRule}s, a day may give a member in several rows, of which some say nothing, and
 * attributes that make no versions are folded from all days.
 *
 * <p>Types of change: Kimball and Ross, The Data Warehouse Toolkit, third edition, chapter 5.
 */
public final class HistorySql {
    private static final String OBSERVED = "observed ";
    private static final String TOUCHED = "touched members";
    private static final String WANTED = "wanted members";
    private static final String MATCHED = "matched versions";
    private static final String FIRST_VERSION = "member.\"occurrence of state\" = 0";

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
    private final List<String> versioned;
    private final List<String> folded;
    private final List<String> kept;
    private final AttributeRules rules;
    private final Map<String, DimensionModel> references;

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
        this.references = shape.references();
        this.rules = new AttributeRules(dimension, shape);
        this.versioned = rules.versioned();
        this.folded = rules.folded();
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
            steps.addAll(DimensionSql.update(dimension, attributes, wanted, ""));
        }
        if (dimension.isAccumulating()) {
            openMilestones().forEach((column, referenced) -> steps.add(requireMember(column, referenced)));
            steps.add(Step.counted(deleteGone()));
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
                (dimension.rules().containsValue(AttributeRule.SUM) ? "SELECT " : "SELECT DISTINCT ")
                        + SqlNames.quoted(day) + ", " + SqlNames.quoted(kept) + " FROM " + said
                        + (days.isEmpty() ? "" : DimensionSql.exceptUnknown(dimension, "selected", " WHERE ")));
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
                  HAVING {contradict}
                ) AS ambiguous
                GROUP BY {day}""")
                .with("day", SqlNames.quoted(day))
                .with("key", naturalKey.stream().map(HistorySql::named).collect(Collectors.joining(", ")))
                .with(
                        "states",
                        attributes.isEmpty()
                                ? "''"
                                : attributes.stream().map(this::states).collect(Collectors.joining(",\n    ")))
                .with("members", members)
                .with("contradict", rules.contradict())
                .with("names", SqlNames.quoted(naturalKey))
                .text();
        String isAmbiguous = Sql.of("SELECT count(*) FROM (SELECT 1 FROM {members} GROUP BY {key}, {day}"
                        + " HAVING {contradict} LIMIT 1) AS ambiguous")
                .with("contradict", rules.contradict())
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
                        + ". Expected the same attributes in all rows of a member and day"
                        + (dimension.hasRules() ? ", as far as their rules do not say otherwise" : ""));
    }

    /** A column's name and value as text. */
    private static String named(String column) {
        return SqlNames.literal(column + " = ") + " || CAST(" + SqlNames.quoted(column) + " AS text)";
    }

    /** Two values of an attribute as text, if there are two that contradict each other. */
    private String states(String attribute) {
        return Sql.of("CASE WHEN {contradict} THEN {name} || min({value}) || ' and '"
                        + " || CASE WHEN min({value}) = max({value}) THEN 'NULL' ELSE max({value}) END END")
                .with("contradict", rules.contradict(attribute))
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
        statements.add("INSERT INTO " + observed + " (" + columns + ") "
                + (!dimension.hasRules() ? "SELECT " + columns + " FROM " + members : seenByDay()));
        statements.addAll(scratch.create(WANTED, wanted(observed)));
        return statements;
    }

    /** One row for each member and day. */
    private String seenByDay() {
        return Sql.of("SELECT {day}, {values} FROM {members} GROUP BY {day}, {key}")
                .with("day", SqlNames.quoted(day))
                .with(
                        "values",
                        kept.stream()
                                .map(column ->
                                        attributes.contains(column) ? rules.ofOneDay(column) : SqlNames.quoted(column))
                                .collect(Collectors.joining(", ")))
                .with("members", members)
                .with("key", SqlNames.quoted(naturalKey))
                .text();
    }

    /** What the members that were touched should be. */
    private String wanted(String observed) {
        if (!isVersioned()) {
            return !dimension.hasRules() ? latest(observed) : folded(observed, kept);
        }
        if (folded.isEmpty()) {
            return versions(observed);
        }
        List<String> columns = new ArrayList<>(naturalKey);
        columns.addAll(folded);
        return Sql.of("""
                SELECT {columns}, member.valid_from, member.valid_to, member.is_current, member."occurrence of state"
                FROM ({versions}
                ) AS member
                  JOIN ({folded}
                ) AS folded ON {sameKey}""")
                .with(
                        "columns",
                        kept.stream()
                                .map(column ->
                                        (folded.contains(column) ? "folded." : "member.") + SqlNames.quoted(column))
                                .collect(Collectors.joining(", ")))
                .with("versions", versions(observed))
                .with("folded", folded(observed, columns))
                .with("sameKey", equalKey("member", "folded"))
                .text();
    }

    /** What has not happened yet refers to the member that stands for it. */
    private String ofAllDays(String column) {
        String value = rules.ofAllDays("seen", day, column);
        return openMilestones().containsKey(column)
                ? "coalesce(" + value + ", " + DimensionModel.UNKNOWN_KEY + ")"
                : value;
    }

    /** The columns that may be NULL as long as something has not happened, with the dimensions that they refer to. */
    private Map<String, DimensionModel> openMilestones() {
        Map<String, DimensionModel> open = new LinkedHashMap<>();
        if (dimension.isAccumulating()) {
            references.forEach((column, referenced) -> {
                if (!naturalKey.contains(column)) {
                    open.put(column, referenced);
                }
            });
        }
        return open;
    }

    /** Proves that what has not happened yet refers to a member that stands for it. */
    private Step requireMember(String column, DimensionModel referenced) {
        String open = Sql.of("""
                SELECT concat_ws(', ', {key}) FROM {wanted}
                WHERE {column} = {unknown} AND NOT EXISTS (SELECT 1 FROM {dimension} WHERE {dimensionKey} = {unknown})
                LIMIT 1""")
                .with("key", SqlNames.quoted(naturalKey))
                .with("wanted", wanted)
                .with("column", SqlNames.quoted(column))
                .with("unknown", String.valueOf(DimensionModel.UNKNOWN_KEY))
                .with("dimension", SqlNames.quoted(referenced.name()))
                .with("dimensionKey", SqlNames.quoted(referenced.key()))
                .text();
        return new Step.Refuse(
                open,
                key -> "the row with " + String.join(", ", naturalKey) + " = " + key + " has no " + column
                        + " yet, and " + referenced.name() + " has no member " + DimensionModel.UNKNOWN_KEY
                        + " for that. "
                        + (referenced.ownKey().isPresent()
                                ? "Let its SELECT give one"
                                : "Declare one in its header as 'unknown'")
                        + ", or give a value on every day.");
    }

    /** Deletes the rows of business keys that no day gives any more. */
    private String deleteGone() {
        return Sql.of("""
                DELETE FROM {dimension} AS known
                WHERE EXISTS (SELECT 1 FROM {touched} AS touched WHERE {isTouched})
                  AND NOT EXISTS (SELECT 1 FROM {wanted} AS member WHERE {isWanted})""")
                .with("dimension", table())
                .with("touched", touched)
                .with("isTouched", equalKey("touched", "known"))
                .with("wanted", wanted)
                .with("isWanted", equalKey("member", "known"))
                .text();
    }

    /** Natural keys with attributes that follow from all days. */
    private String folded(String observed, List<String> columns) {
        return Sql.of("""
                SELECT {values}
                FROM {observed} AS seen JOIN {touched} AS touched ON {sameKey}
                GROUP BY {key}""")
                .with(
                        "values",
                        columns.stream()
                                .map(column -> naturalKey.contains(column)
                                        ? seen(column)
                                        : ofAllDays(column) + " AS " + SqlNames.quoted(column))
                                .collect(Collectors.joining(", ")))
                .with("observed", observed)
                .with("touched", touched)
                .with("sameKey", equalKey("touched", "seen"))
                .with("key", SqlNames.qualified("seen", naturalKey))
                .text();
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
                  SELECT {seen}, row_number() OVER (PARTITION BY {key} ORDER BY {day} DESC) AS "recency of day"
                  FROM {observed} AS seen JOIN {touched} AS touched ON {sameKey}
                ) AS ranked
                WHERE "recency of day" = 1""")
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
        List<String> names = new ArrayList<>(kept);
        names.removeAll(folded);
        String sameAsBefore = versioned.stream()
                .map(this::seen)
                .map(column -> column + " IS NOT DISTINCT FROM lag(" + column + ") OVER by_day")
                .collect(Collectors.joining(" AND "));
        return Sql.of("""
                SELECT
                  {names},
                  CASE WHEN "place of version" = 1 THEN {always} ELSE "first day" END AS valid_from,
                  coalesce({dayBeforeNext}, {forEver}) AS valid_to,
                  lead("first day") OVER by_start IS NULL AS is_current,
                  CASE WHEN "place of version" = 1 THEN 0
                    ELSE row_number() OVER (PARTITION BY {names}, "place of version" = 1 ORDER BY "first day") END AS "occurrence of state"
                FROM (
                  SELECT {names}, min("day seen") AS "first day",
                    row_number() OVER (PARTITION BY {key} ORDER BY min("day seen")) AS "place of version"
                  FROM (
                    SELECT {names}, "day seen", sum("is change") OVER (PARTITION BY {key} ORDER BY "day seen") AS "run of days"
                    FROM (
                      SELECT
                        {seen},
                        {day} AS "day seen",
                        CASE WHEN lag({day}) OVER by_day IS NOT NULL AND {sameAsBefore} THEN 0 ELSE 1 END AS "is change"
                      FROM {observations}
                      WINDOW by_day AS (PARTITION BY {seenKey} ORDER BY {day})
                    ) AS compared
                  ) AS numbered
                  GROUP BY {names}, "run of days"
                ) AS runs
                WINDOW by_start AS (PARTITION BY {key} ORDER BY "first day")""")
                .with("names", SqlNames.quoted(names))
                .with("key", SqlNames.quoted(naturalKey))
                .with("seen", SqlNames.qualified("seen", names))
                .with("day", seen(day))
                .with("sameAsBefore", sameAsBefore.isEmpty() ? "TRUE" : sameAsBefore)
                .with("always", String.valueOf(DimensionColumns.ALWAYS))
                .with("forEver", String.valueOf(DimensionColumns.FOR_EVER))
                .with("dayBeforeNext", dayBefore("lead(\"first day\") OVER by_start"))
                .with("observations", observations(observed))
                .with("seenKey", SqlNames.qualified("seen", naturalKey))
                .text();
    }

    /** The days that make versions: where there are rules, those that say nothing are left out, if any says something. */
    private String observations(String observed) {
        String all = Sql.of("{observed} AS seen JOIN {touched} AS touched ON {sameKey}")
                .with("observed", observed)
                .with("touched", touched)
                .with("sameKey", equalKey("touched", "seen"))
                .text();
        if (!dimension.hasRules() || versioned.isEmpty()) {
            return all;
        }
        return Sql.of("""
                (
                  SELECT seen.* FROM {all}
                  QUALIFY {says} OR NOT bool_or({says}) OVER (PARTITION BY {key})
                ) AS seen""")
                .with("all", all)
                .with("says", rules.saySomething("seen"))
                .with("key", SqlNames.qualified("seen", naturalKey))
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
        List<String> identifying = new ArrayList<>(kept);
        identifying.removeAll(folded);
        List<Step> steps = new ArrayList<>(Step.all(scratch.create(
                MATCHED,
                Sql.of("""
                        SELECT
                          known.{key} AS "key of version",
                          {knownColumns},
                          known."occurrence of state",
                          coalesce(member.valid_from, {forEver}) AS "valid from",
                          coalesce(member.valid_to, {always}) AS "valid to",
                          coalesce(member.is_current, FALSE) AS "is current"
                        FROM (
                          SELECT
                            version.*,
                            CASE WHEN version.{key} = "first key" THEN 0
                              ELSE row_number() OVER (PARTITION BY {columns}, version.{key} = "first key" ORDER BY version.{key})
                              END AS "occurrence of state"
                          FROM (
                            SELECT
                              version.*,
                              coalesce(
                                max(CASE WHEN version.valid_from = {always} THEN version.{key} END) OVER of_member,
                                min(version.{key}) OVER of_member) AS "first key"
                            FROM {dimension} AS version JOIN {touched} AS touched ON {isTouched}
                            WHERE version.{key} > 0
                            WINDOW of_member AS (PARTITION BY {member})
                          ) AS version
                        ) AS known
                          LEFT JOIN {wanted} AS member ON {sameVersion}""")
                        .with("key", SqlNames.quoted(dimension.key()))
                        .with("knownColumns", SqlNames.qualified("known", kept))
                        .with("forEver", String.valueOf(DimensionColumns.FOR_EVER))
                        .with("always", String.valueOf(DimensionColumns.ALWAYS))
                        .with("columns", SqlNames.qualified("version", identifying))
                        .with("member", SqlNames.qualified("version", naturalKey))
                        .with("dimension", table())
                        .with("touched", touched)
                        .with("isTouched", equalKey("touched", "version"))
                        .with("wanted", wanted)
                        .with("sameVersion", sameVersion("known", "member"))
                        .text())));
        steps.addAll(changes.versions(matched, wanted, sameVersion("known", "member")));
        steps.addAll(changes.changingFirst(
                matched, wanted, sameVersion("known", "member") + " AND " + FIRST_VERSION, versioned));
        steps.addAll(changes.changing(wanted, folded));
        steps.add(Step.counted(Sql.of("""
                UPDATE {dimension} AS known
                SET valid_from = matched."valid from", valid_to = matched."valid to", is_current = matched."is current"
                FROM {matched} AS matched
                WHERE known.{key} = matched."key of version"
                  AND (known.valid_from <> matched."valid from" OR known.valid_to <> matched."valid to"
                    OR known.is_current <> matched."is current")""")
                .with("dimension", table())
                .with("matched", matched)
                .with("key", SqlNames.quoted(dimension.key()))
                .text()));
        steps.addAll(DimensionSql.update(
                dimension, versioned, wanted, " AND known.valid_from = member.valid_from AND " + FIRST_VERSION));
        steps.addAll(DimensionSql.update(dimension, folded, wanted, " AND " + FIRST_VERSION));
        return steps;
    }

    private boolean isVersioned() {
        return dimension.history() == DimensionModel.History.TYPE_2;
    }

    private String equalKey(String left, String right) {
        return SqlNames.equal(left, right, naturalKey);
    }

    private String sameVersion(String left, String right) {
        String same = equalKey(left, right) + " AND " + left + ".\"occurrence of state\" = " + right
                + ".\"occurrence of state\"";
        return versioned.isEmpty()
                ? same
                : same + " AND (" + left + ".\"occurrence of state\" = 0 OR NOT ("
                        + SqlNames.differ(left, right, versioned) + "))";
    }

    private String seen(String column) {
        return "seen." + SqlNames.quoted(column);
    }

    private String table() {
        return SqlNames.quoted(dimension.name());
    }
}
