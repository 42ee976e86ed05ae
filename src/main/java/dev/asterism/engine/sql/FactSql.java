package dev.asterism.engine.sql;

import dev.asterism.engine.TableShape;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.Reconciliation.SameTotal;
import dev.asterism.model.SourceModel;
import dev.asterism.plan.ModelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The statements that replace days of a fact and prove what it promises, the same on every engine. */
public final class FactSql {
    private final Relations relations;
    private final FactModel fact;
    private final NavigableSet<Day> days;
    private final NavigableSet<Day> removals;

    public FactSql(Relations relations, FactModel fact, ModelWork work) {
        this.relations = relations;
        this.fact = fact;
        this.days = work.days().navigableKeySet();
        this.removals = work.removals();
    }

    /** Deletes the days that are built or removed. */
    public String delete() {
        NavigableSet<Day> replaced = new TreeSet<>(days);
        replaced.addAll(removals);
        return "DELETE FROM %s WHERE %s".formatted(table(), SqlNames.within(day(), replaced));
    }

    /** Builds the days. */
    public String insert() {
        TableShape shape = relations.context().shapes().of(fact);
        String columns = SqlNames.quoted(shape.names());
        return "INSERT INTO %s (%s) SELECT %s FROM (%s\n) AS built"
                .formatted(table(), columns, columns, relations.select(fact, days));
    }

    /** The days that have rows: day, number of rows. */
    public String countRows() {
        return "SELECT %1$s, count(*) FROM %2$s WHERE %3$s GROUP BY %1$s".formatted(day(), table(), ofTheseDays());
    }

    /** Days on which combinations of the grain occur more than once: day, number of combinations. */
    public String duplicates() {
        String grain = SqlNames.quoted(fact.grain());
        return """
            SELECT %1$s, count(*)
            FROM (SELECT %2$s FROM %3$s WHERE %4$s GROUP BY %2$s HAVING count(*) > 1) AS repeated
            GROUP BY %1$s""".formatted(day(), grain, table(), ofTheseDays());
    }

    /**
     * Days on which a column refers to members that do not exist: day, number of rows, one of the values.
     *
     * @param rows the table that holds the rows of the fact, quoted
     */
    public String orphans(String column, DimensionModel dimension, String rows) {
        return """
            SELECT fact.day, count(*), min(fact.member)
            FROM (SELECT %1$s AS day, %2$s AS member FROM %3$s WHERE %4$s) AS fact
            WHERE NOT EXISTS (SELECT 1 FROM %5$s AS known WHERE known.%6$s = fact.member)
            GROUP BY fact.day""".formatted(
                        day(),
                        SqlNames.quoted(column),
                        rows,
                        ofTheseDays(),
                        SqlNames.quoted(dimension.name()),
                        SqlNames.quoted(dimension.key()));
    }

    /** Days on which a measure's total is not that of what it was built from: day, total, expected total. */
    public String differences(String measure, SameTotal expected) {
        Model upstream = relations.context().graph().get(expected.table());
        String upstreamDay = upstream instanceof SourceModel source
                ? source.day()
                : upstream instanceof FactModel upstreamFact ? upstreamFact.day() : fact.day();
        return """
            SELECT coalesce(fact.day, upstream.day), fact.total, upstream.total
            FROM (SELECT %1$s AS day, sum(%2$s) AS total FROM %3$s WHERE %4$s GROUP BY %1$s) AS fact
              FULL JOIN (SELECT %5$s AS day, sum(%6$s) AS total FROM %7$s AS rows GROUP BY %5$s) AS upstream
                ON upstream.day = fact.day
            WHERE coalesce(fact.total, 0) <> coalesce(upstream.total, 0)""".formatted(
                        day(),
                        SqlNames.quoted(measure),
                        table(),
                        ofTheseDays(),
                        SqlNames.quoted(upstreamDay),
                        SqlNames.quoted(expected.column()),
                        relations.relation(expected.table(), days).orElse(SqlNames.quoted(expected.table())));
    }

    /** Everything that proves the fact, in the order in which it runs. */
    public List<String> proofs() {
        List<String> statements = new ArrayList<>(List.of(countRows(), duplicates()));
        relations
                .context()
                .shapes()
                .of(fact)
                .references()
                .forEach((column, dimension) -> statements.add(orphans(column, dimension, table())));
        fact.reconciliations().forEach((measure, reconciliation) -> {
            if (reconciliation instanceof SameTotal total) {
                statements.add(differences(measure, total));
            }
        });
        return statements;
    }

    private String table() {
        return SqlNames.quoted(fact.name());
    }

    private String day() {
        return SqlNames.quoted(fact.day());
    }

    private String ofTheseDays() {
        return SqlNames.within(day(), days);
    }
}
