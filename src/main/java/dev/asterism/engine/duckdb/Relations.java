package dev.asterism.engine.duckdb;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.SqlNames;
import dev.asterism.lake.Column;
import dev.asterism.lake.Day;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.SourceModel;
import dev.asterism.model.TableName;
import dev.asterism.plan.CalendarRange;
import java.util.NavigableSet;
import java.util.Optional;

/** What a model's SELECT is handed in the place of the tables that it names: just the rows of the days to build. */
final class Relations {
    private Relations() {}

    /** The SELECT of a model over some days. Sources are read where they are staged, dimensions as they are. */
    static String select(BuildContext context, Model model, NavigableSet<Day> days) {
        return model.file().sql().reading(table -> relation(context, table, days));
    }

    /** The SELECT of a model over everything in the warehouse. */
    static String selectAll(BuildContext context, Model model) {
        return model.file()
                .sql()
                .reading(table -> table.equals(TableName.CALENDAR)
                        ? Optional.of(calendar(context.calendar()))
                        : Optional.empty());
    }

    static Optional<String> relation(BuildContext context, TableName table, NavigableSet<Day> days) {
        if (table.equals(TableName.CALENDAR)) {
            return Optional.of(calendar(context.calendar()));
        }
        Model model = context.graph().get(table);
        if (model instanceof SourceModel source) {
            return Optional.of("(SELECT %s FROM %s WHERE %s)"
                    .formatted(
                            SqlNames.quoted(
                                    source.columns().stream().map(Column::name).toList()),
                            staged(source),
                            SqlNames.within(SqlNames.quoted(source.day()), days)));
        }
        if (model instanceof FactModel fact) {
            return Optional.of("(SELECT * FROM %s WHERE %s)"
                    .formatted(SqlNames.quoted(fact.name()), SqlNames.within(SqlNames.quoted(fact.day()), days)));
        }
        return Optional.empty();
    }

    /** The temporary table that holds the staged rows of a source. */
    static String staged(SourceModel source) {
        return "temp." + SqlNames.quoted("staged " + source.name());
    }

    static String calendar(CalendarRange range) {
        return "(SELECT CAST(day AS date) AS _date FROM generate_series(DATE '%s', DATE '%s', INTERVAL 1 DAY) AS days(day))"
                .formatted(range.first(), range.last());
    }
}
