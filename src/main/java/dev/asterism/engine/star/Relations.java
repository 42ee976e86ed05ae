package dev.asterism.engine.star;

import dev.asterism.engine.BuildContext;
import dev.asterism.lake.Column;
import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.SqlText;
import dev.asterism.model.TableName;
import dev.asterism.plan.CalendarRange;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a model's SELECT is handed in the place of the tables that it names: just the rows of the days to build.
 *
 * @param context the models and the calendar
 * @param staged the table in which an engine stages the rows of a source, quoted
 */
public record Relations(BuildContext context, Function<SourceModel, String> staged) {
    /** So many SELECTs are put together at once; more of them nest. */
    private static final int MOST_AT_ONCE = 32;

    /**
     * The SELECT of a model over some days. Sources are read where they are staged, dimensions as they are. Unless it is
     * proven that a day depends on no other, and where the model declares that it sees earlier ones, each day is selected
     * by itself.
     */
    public String select(Model model, NavigableSet<Day> days) {
        boolean isByDay = !model.file().earlierDays().isEmpty()
                || context.shapes().unproven(model).isPresent();
        return isByDay && !days.isEmpty()
                ? together(days.stream().map(day -> selectOne(model, day)).toList())
                : model.file().sql().reading(table -> members(model, table).or(() -> relation(table, days)));
    }

    /** The SELECT of a model over one day, which gives rows of that day only. */
    private String selectOne(Model model, Day day) {
        String select = handed(model, model.file().sql(), day);
        Optional<String> column = model.dayColumn();
        if (column.isEmpty()) {
            return "SELECT * FROM (" + select + "\n) AS one_day";
        }
        return Sql.of("""
                SELECT * REPLACE (
                  CASE WHEN {day} <> {id} THEN error({message} || {day} || {advice}) ELSE {day} END AS {day})
                FROM ({select}
                ) AS one_day{ofItself}""")
                .with("day", SqlNames.quoted(column.get()))
                .with("id", String.valueOf(day.id()))
                .with(
                        "message",
                        SqlNames.literal("the SELECT gives rows of other days than the " + day
                                + ", which it was handed, in '" + column.get() + "', such as "))
                .with("advice", SqlNames.literal(". Take the day from the source or fact that is read."))
                .with("select", select)
                .with("ofItself", isOfItself(model, SqlNames.quoted(column.get()), day))
                .text();
    }

    /** A SELECT that belongs to a model, handed what the model sees when a day is built. */
    String handed(Model model, SqlText sql, Day day) {
        NavigableSet<Day> itself = new TreeSet<>(Set.of(day));
        return sql.reading(table -> Optional.ofNullable(
                        model.file().earlierDays().get(table))
                .map(earlier -> seen(table, SqlNames.until(dayColumn(table), earlier.first(day), day)))
                .or(() -> members(model, table))
                .or(() -> relation(table, itself)));
    }

    /** The condition that takes the day's own rows where earlier days are seen, too. */
    private static String isOfItself(Model model, String column, Day day) {
        if (model.file().earlierDays().isEmpty()) {
            return "";
        }
        Optional<Day> first = model.file().earlierDays().values().stream()
                .map(earlier -> earlier.first(day))
                .reduce((one, other) -> one.isEmpty() || other.isEmpty()
                        ? Optional.empty()
                        : Optional.of(one.get().compareTo(other.get()) < 0 ? one.get() : other.get()))
                .orElse(Optional.empty());
        return "\nWHERE coalesce(NOT (" + SqlNames.until(column, first, day.previous()) + "), TRUE)";
    }

    private static String together(List<String> selects) {
        if (selects.size() <= MOST_AT_ONCE) {
            return String.join("\nUNION ALL\n", selects);
        }
        int half = selects.size() / 2;
        return "SELECT * FROM (" + together(selects.subList(0, half)) + "\n) AS earlier\nUNION ALL\nSELECT * FROM ("
                + together(selects.subList(half, selects.size())) + "\n) AS later";
    }

    private String dayColumn(TableName table) {
        return SqlNames.quoted(context.graph().get(table).dayColumn().orElseThrow());
    }

    /** The rows of a source or fact that a condition on its days holds for. */
    private String seen(TableName table, String condition) {
        if (context.graph().get(table) instanceof SourceModel source) {
            return "(SELECT %s FROM %s WHERE %s)"
                    .formatted(
                            SqlNames.quoted(
                                    source.columns().stream().map(Column::name).toList()),
                            staged.apply(source),
                            condition);
        }
        return "(SELECT * FROM %s WHERE %s)".formatted(SqlNames.quoted(table), condition);
    }

    /** The members that a model reads of a dimension: those that some day gives, if it looks for others than its own. */
    private Optional<String> members(Model model, TableName table) {
        return context.shapes().uses(model).stream()
                .filter(use -> use.dimension().equals(table) && use.isOfOtherMembers())
                .map(use -> (DimensionModel) context.graph().get(table))
                .filter(dimension -> dimension.day().isPresent())
                .findFirst()
                .map(dimension -> Sql.of("(SELECT * FROM {dimension} AS member WHERE member.{key} < 0 OR {isGiven})")
                        .with("dimension", SqlNames.quoted(table))
                        .with("key", SqlNames.quoted(dimension.key()))
                        .with(
                                "isGiven",
                                dimension.history() == DimensionModel.History.TYPE_2
                                        ? "member.valid_from <= member.valid_to"
                                        : "EXISTS (SELECT 1 FROM "
                                                + SqlNames.quoted(HistorySql.observations(dimension))
                                                + " AS seen WHERE "
                                                + SqlNames.equal("seen", "member", dimension.naturalKey()) + ")")
                        .text());
    }

    /** The SELECT of a model over everything in the warehouse. */
    public String selectAll(Model model) {
        return selectAll(model.file().sql());
    }

    /** A SELECT over everything in the warehouse. */
    public String selectAll(SqlText sql) {
        return sql.reading(table ->
                table.equals(TableName.CALENDAR) ? Optional.of(calendar(context.calendar())) : Optional.empty());
    }

    /** What stands for a table when some days are built; empty where it is read as it is. */
    Optional<String> relation(TableName table, NavigableSet<Day> days) {
        if (table.equals(TableName.CALENDAR)) {
            return Optional.of(calendar(context.calendar()));
        }
        Model model = context.graph().get(table);
        if (model instanceof DataSetModel) {
            return Optional.of("(" + select(model, days) + "\n)");
        }
        if (model.hasDays()) {
            return Optional.of(seen(table, SqlNames.within(dayColumn(table), days)));
        }
        return Optional.empty();
    }

    /** The days of a calendar as a relation with the one column {@code _date}. */
    public static String calendar(CalendarRange range) {
        return ("(SELECT CAST(day AS date) AS _date FROM generate_series(CAST('%s' AS timestamp),"
                        + " CAST('%s' AS timestamp), INTERVAL '1 day') AS days(day))")
                .formatted(range.first(), range.last());
    }
}
