package dev.asterism.engine.star;

import dev.asterism.engine.BuildContext;
import dev.asterism.lake.Column;
import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.CalendarRange;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model's SELECT is handed in the place of the tables that it names: just the rows of the days to build.
 *
 * @param context the models and the calendar
 * @param staged the table in which an engine stages the rows of a source, quoted
 */
public record Relations(BuildContext context, Function<SourceModel, String> staged) {
    /** The SELECT of a model over some days. Sources are read where they are staged, dimensions as they are. */
    public String select(Model model, NavigableSet<Day> days) {
        return model.file().sql().reading(table -> relation(table, days));
    }

    /** The SELECT of a model over everything in the warehouse. */
    public String selectAll(Model model) {
        return model.file()
                .sql()
                .reading(table -> table.equals(TableName.CALENDAR)
                        ? Optional.of(calendar(context.calendar()))
                        : Optional.empty());
    }

    /** What stands for a table when some days are built; empty where it is read as it is. */
    Optional<String> relation(TableName table, NavigableSet<Day> days) {
        if (table.equals(TableName.CALENDAR)) {
            return Optional.of(calendar(context.calendar()));
        }
        Model model = context.graph().get(table);
        if (model instanceof SourceModel source) {
            return Optional.of("(SELECT %s FROM %s WHERE %s)"
                    .formatted(
                            SqlNames.quoted(
                                    source.columns().stream().map(Column::name).toList()),
                            staged.apply(source),
                            SqlNames.within(SqlNames.quoted(source.day()), days)));
        }
        if (model instanceof DataSetModel) {
            return Optional.of("(" + select(model, days) + "\n)");
        }
        if (model instanceof FactModel fact) {
            return Optional.of("(SELECT * FROM %s WHERE %s)"
                    .formatted(SqlNames.quoted(fact.name()), SqlNames.within(SqlNames.quoted(fact.day()), days)));
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
