package dev.asterism.engine.star;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.DimensionModel.History;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.plan.BuildState.Arrival;
import dev.asterism.plan.MemberLookup;
import dev.asterism.plan.MemberUse;
import dev.asterism.plan.ModelWork;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The members that rows have looked for and that were not there: for each dimension a table of the keys, with the table and
 * day whose rows looked. A day that looks for the version of a later day, or for one that only a later day gives, waits for
 * it too, as it may become another one.
 */
public final class AwaitedMembers {
    private static final String AWAITED = "awaited ";
    // With a blank, so that no column of a dimension has these names.
    private static final String TABLE = "looking table";
    private static final String DAY = "looking day";

    private AwaitedMembers() {}

    /** The table of the members of a dimension that were looked for. */
    public static TableName table(TableName dimension) {
        return new TableName("asterism", AWAITED + dimension);
    }

    /** Whether some table looks for members of a dimension. */
    public static boolean isAwaited(BuildContext context, DimensionModel dimension) {
        return context.shapes().uses().values().stream()
                .flatMap(List::stream)
                .anyMatch(use -> use.dimension().equals(dimension.name())
                        && !use.lookups().isEmpty());
    }

    /** The uses of a table that look for members. */
    public static List<MemberUse> lookups(BuildContext context, Model model) {
        return context.shapes().uses(model).stream()
                .filter(use -> !use.lookups().isEmpty())
                .toList();
    }

    /** The columns of the table with their types: who looked, and by what a member is found. */
    public static Map<String, String> columns(
            DimensionModel dimension, TableShape shape, String textType, String integerType) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(TABLE, textType);
        columns.put(DAY, integerType);
        List<String> keys = new ArrayList<>(dimension.naturalKey());
        dimension.ownKey().filter(key -> !keys.contains(key)).ifPresent(keys::add);
        keys.forEach(key -> columns.put(key, shape.find(key).orElseThrow().type()));
        return columns;
    }

    /** A statement that creates the table. */
    static String create(DimensionModel dimension, Map<String, String> columns) {
        return "CREATE TABLE " + SqlNames.quoted(table(dimension.name())) + " ("
                + columns.entrySet().stream()
                        .map(column -> SqlNames.quoted(column.getKey()) + " " + column.getValue())
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** A statement that forgets for which members some days of a table looked. */
    public static Step forget(TableName dimension, Model model, ModelWork work) {
        return Step.execute("DELETE FROM " + SqlNames.quoted(table(dimension)) + " WHERE "
                + SqlNames.quoted(TABLE) + " = " + SqlNames.literal(model.name().toString()) + " AND "
                + SqlNames.within(SqlNames.quoted(DAY), work.replaced()));
    }

    /** Returns the steps that note what the days of a table that are built have looked for; none if it never does. */
    public static List<Step> note(Relations relations, Model model, ModelWork work) {
        List<Step> steps = new ArrayList<>();
        for (MemberUse use : lookups(relations.context(), model)) {
            DimensionModel dimension =
                    (DimensionModel) relations.context().graph().get(use.dimension());
            steps.add(forget(use.dimension(), model, work));
            for (MemberLookup lookup : use.lookups()) {
                for (Day day : work.days().keySet()) {
                    steps.add(Step.execute(insert(relations, model, dimension, lookup, day)));
                }
            }
        }
        return steps;
    }

    private static String insert(
            Relations relations, Model model, DimensionModel dimension, MemberLookup lookup, Day day) {
        List<String> columns = new ArrayList<>();
        lookup.columns().forEach(name -> columns.add(column(dimension, name)));
        boolean isObserved = dimension.day().isPresent();
        boolean hasVersions = dimension.history() == History.TYPE_2;
        String given = SqlNames.quoted(isObserved ? HistorySql.observations(dimension) : dimension.name());
        String ofThatTime =
                hasVersions ? " AND given." + SqlNames.quoted(dimension.day().orElseThrow()) + " <= " + day.id() : "";
        return Sql.of("""
                INSERT INTO {awaited} ({names})
                SELECT DISTINCT {table}, {day}, {keys}
                FROM ({lookedFor}
                ) AS looked
                WHERE {isKnown} AND ({isLater}NOT EXISTS (SELECT 1 FROM {given} AS given WHERE {same}{ofThatTime}))""")
                .with("awaited", SqlNames.quoted(table(dimension.name())))
                .with("names", SqlNames.quoted(List.of(TABLE, DAY)) + ", " + SqlNames.quoted(columns))
                .with("table", SqlNames.literal(model.name().toString()))
                .with("day", String.valueOf(day.id()))
                .with("keys", each(columns, ", ", key -> key))
                .with("lookedFor", relations.handed(model, lookup.keys(), day))
                .with("isKnown", each(columns, " AND ", key -> key + " IS NOT NULL"))
                .with("isLater", lookup.hasInstant() ? "looked.instant > " + day.id() + " OR " : "")
                .with("given", given)
                .with(
                        "same",
                        IntStream.range(0, columns.size())
                                .mapToObj(i -> "given." + SqlNames.quoted(columns.get(i)) + " = " + key(i))
                                .collect(Collectors.joining(" AND ")))
                .with("ofThatTime", ofThatTime)
                .text();
    }

    /** The column of a dimension as it is written. */
    private static String column(DimensionModel dimension, String lower) {
        List<String> names = new ArrayList<>(dimension.naturalKey());
        names.add(dimension.key());
        return names.stream().filter(lower::equalsIgnoreCase).findFirst().orElse(lower);
    }

    private static String each(List<String> columns, String between, UnaryOperator<String> form) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> form.apply(key(i)))
                .collect(Collectors.joining(between));
    }

    private static String key(int place) {
        return "looked." + SqlNames.quoted("key " + (place + 1));
    }

    /**
     * Returns which days looked for members that are there now.
     *
     * @param naturalKeys the natural key with which each dimension was built
     */
    static Set<Arrival> arrivals(SqlSession session, Map<TableName, String> naturalKeys) throws SQLException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        session.query(
                "SELECT table_name, column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'asterism' AND table_name LIKE 'awaited %'"
                        + " ORDER BY table_name, ordinal_position",
                row -> tables.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                        .add(row.getString(2)));
        Set<TableName> existing = new HashSet<>(session.query(
                "SELECT table_schema, table_name FROM information_schema.tables",
                row -> new TableName(row.getString(1), row.getString(2))));
        tables.keySet().removeIf(table -> !existing.contains(TableName.ofRecorded(table.substring(AWAITED.length()))));
        Set<Arrival> arrivals = new HashSet<>();
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            TableName dimension = TableName.ofRecorded(table.getKey().substring(AWAITED.length()));
            List<String> keys = table.getValue().subList(2, table.getValue().size());
            List<String> naturalKey =
                    keys.toString().equals(naturalKeys.get(dimension)) ? keys : keys.subList(0, keys.size() - 1);
            if (naturalKey.toString().equals(naturalKeys.get(dimension))) {
                arrivals.addAll(arrivals(session, dimension, naturalKey));
                List<String> ownKey = keys.subList(naturalKey.size(), keys.size());
                if (!ownKey.isEmpty()) {
                    arrivals.addAll(arrivals(session, dimension, ownKey));
                }
            }
        }
        return arrivals;
    }

    private static List<Arrival> arrivals(SqlSession session, TableName dimension, List<String> columns)
            throws SQLException {
        return session.query(
                Sql.of("""
                        SELECT DISTINCT awaited.{table}, awaited.{day}
                        FROM {awaited} AS awaited JOIN {dimension} AS known ON {same}""")
                        .with("table", SqlNames.quoted(TABLE))
                        .with("day", SqlNames.quoted(DAY))
                        .with("awaited", SqlNames.quoted(table(dimension)))
                        .with("dimension", SqlNames.quoted(dimension))
                        .with("same", SqlNames.equal("known", "awaited", columns))
                        .text(),
                row -> new Arrival(
                        TableName.parse(row.getString(1)),
                        Day.ofId(row.getInt(2)).orElseThrow(),
                        dimension));
    }
}
