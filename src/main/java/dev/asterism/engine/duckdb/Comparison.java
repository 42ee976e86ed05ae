package dev.asterism.engine.duckdb;

import dev.asterism.engine.BuildContext;
import dev.asterism.engine.TableChange;
import dev.asterism.engine.TableChange.DayChange;
import dev.asterism.engine.TableChange.Kind;
import dev.asterism.engine.TableChange.Rows;
import dev.asterism.engine.TableChange.Sample;
import dev.asterism.engine.TableChange.Values;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.engine.star.DimensionColumns;
import dev.asterism.engine.star.NaturalSelect;
import dev.asterism.engine.star.Sql;
import dev.asterism.engine.star.SqlNames;
import dev.asterism.lake.Day;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Measure;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.plan.Batch;
import dev.asterism.plan.ModelWork;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a batch changes: the rows of its tables are put aside before it is built, and compared with what they are
 * afterwards, all in the batch's transaction.
 */
final class Comparison {
    private static final int SAMPLES_OF_A_KIND = 3;
    private static final Pattern NUMBER = Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT|DECIMAL|DOUBLE|FLOAT");

    private final SqlSession session;
    private final BuildContext context;

    /** The columns of the tables that were there, with their types. */
    private final Map<TableName, Map<String, String>> before = new HashMap<>();

    Comparison(SqlSession session, BuildContext context) {
        this.session = session;
        this.context = context;
    }

    /** Puts aside the rows of a fact's days, as they are elsewhere. */
    interface FactRows {
        /**
         * Creates a scratch table of the rows.
         *
         * @return the columns with their types; empty if there is no such table
         */
        Map<String, String> putAside(FactModel fact, ModelWork work, String scratchTable) throws SQLException;
    }

    /** Puts aside what a batch may change. */
    void remember(Batch batch, FactRows facts) throws SQLException {
        Map<TableName, Map<String, String>> existing = DuckDbTables.existing(session);
        for (ModelWork work : batch.works()) {
            TableName table = work.model().name();
            if (work.model() instanceof FactModel fact) {
                Map<String, String> columns = facts.putAside(fact, work, scratch(fact));
                if (!columns.isEmpty()) {
                    before.put(table, columns);
                }
            } else if (work.model() instanceof DimensionModel dimension && existing.containsKey(table)) {
                session.execute(Staging.SCRATCH.create(name(dimension), "SELECT * FROM " + SqlNames.quoted(table)));
                before.put(table, existing.getOrDefault(table, Map.of()));
            }
        }
    }

    /** The facts of this very file. */
    FactRows ofThisFile() {
        return (fact, work, scratchTable) -> {
            Map<String, String> columns =
                    DuckDbTables.existing(session).getOrDefault(fact.name(), Collections.emptyMap());
            if (!columns.containsKey(fact.day())) {
                return Map.of();
            }
            session.execute(Staging.SCRATCH.create(
                    name(fact),
                    "SELECT * FROM " + SqlNames.quoted(fact.name()) + " WHERE "
                            + SqlNames.within(SqlNames.quoted(fact.day()), work.replaced())));
            return columns;
        };
    }

    private static String name(Model model) {
        return "rehearsed " + model.name();
    }

    static String scratch(Model model) {
        return Staging.SCRATCH.table(name(model));
    }

    /** Drops what was put aside. */
    void forget() throws SQLException {
        for (Model model : context.graph().models()) {
            session.execute("DROP TABLE IF EXISTS " + scratch(model));
        }
    }

    /** Compares the tables of a batch that is built with what was put aside. */
    List<TableChange> changes(Batch built) throws SQLException {
        List<TableChange> changes = new ArrayList<>();
        for (ModelWork work : built.works()) {
            if (work.model() instanceof FactModel fact) {
                changes.add(new OfTable(
                                fact,
                                fact.grain(),
                                context.shapes().of(fact).names(),
                                Optional.of(fact.day()),
                                SqlNames.within(SqlNames.quoted(fact.day()), work.replaced()))
                        .change(fact.measures()));
            } else if (work.model() instanceof DimensionModel dimension) {
                List<String> columns = new ArrayList<>(
                        DimensionColumns.of(dimension, context.shapes().of(dimension), "INTEGER", "BOOLEAN")
                                .keySet());
                changes.add(new OfTable(dimension, List.of(dimension.key()), columns, Optional.empty(), "TRUE")
                        .change(Map.of()));
            } else {
                changes.add(new TableChange(work.model(), false, Rows.NONE, new TreeMap<>(), List.of()));
            }
        }
        return changes;
    }

    /** A table before and after. */
    private final class OfTable {
        private final Model model;
        private final List<String> key;
        private final List<String> columns;
        private final Optional<String> day;
        private final Map<String, String> known;
        private final String relations;
        private final String differ;

        /**
         * @param key the columns by which rows are told apart
         * @param columns the columns that the table has now
         * @param condition which rows of the table to look at
         */
        OfTable(Model model, List<String> key, List<String> columns, Optional<String> day, String condition) {
            this.model = model;
            this.key = key;
            this.columns = columns;
            this.day = day;
            this.known = before.getOrDefault(model.name(), Map.of());
            this.differ = columns.stream()
                    .filter(column -> !key.contains(column))
                    .map(SqlNames::quoted)
                    .map(column -> "b." + column + " IS DISTINCT FROM a." + column)
                    .collect(Collectors.joining(" OR ", "(FALSE OR ", ")"))
                    .replace("(FALSE OR )", "FALSE");
            this.relations = Sql.of("""
                    (SELECT {old}, TRUE AS "is there" FROM {before}) AS b
                      FULL JOIN (SELECT {new}, TRUE AS "is there" FROM {table} WHERE {condition}) AS a ON {equal}""")
                    .with("old", aligned())
                    .with("before", known.isEmpty() ? "(SELECT 1 WHERE FALSE)" : scratch(model))
                    .with("new", SqlNames.quoted(columns))
                    .with("table", SqlNames.quoted(model.name()))
                    .with("condition", condition)
                    .with("equal", SqlNames.equal("a", "b", key))
                    .text();
        }

        /** The columns of now, taken from the rows of before: NULL where there was none, as text where it had another type. */
        private String aligned() {
            Map<String, String> types = typesNow();
            return columns.stream()
                    .map(column -> {
                        String name = SqlNames.quoted(column);
                        String type = types.getOrDefault(column, "VARCHAR");
                        if (!known.containsKey(column)) {
                            return "CAST(NULL AS " + type + ") AS " + name;
                        }
                        return type.equals(known.get(column))
                                ? name
                                : "TRY_CAST(" + name + " AS " + type + ") AS " + name;
                    })
                    .collect(Collectors.joining(", "));
        }

        private Map<String, String> typesNow() {
            try {
                return DuckDbTables.existing(session).getOrDefault(model.name(), Map.of());
            } catch (SQLException failure) {
                throw DuckDbErrors.unexpected("Looking at " + model.name(), failure);
            }
        }

        TableChange change(Map<String, Measure> measures) throws SQLException {
            NavigableMap<Day, DayChange> days = new TreeMap<>();
            Rows all = Rows.NONE;
            Map<String, String> totals = totals(measures);
            List<String> selected = new ArrayList<>();
            totals.forEach((measure, function) -> {
                selected.add("CAST(" + function.replace("{}", "b." + SqlNames.quoted(measure)) + " AS VARCHAR)");
                selected.add("CAST(" + function.replace("{}", "a." + SqlNames.quoted(measure)) + " AS VARCHAR)");
            });
            String group = day.map(column -> "coalesce(a.%1$s, b.%1$s)".formatted(SqlNames.quoted(column)))
                    .orElse("0");
            List<Map.Entry<Integer, DayChange>> found = session.query(
                    Sql.of("""
                            SELECT {group}, count(b."is there"), count(a."is there"),
                              count(*) FILTER (b."is there" IS NULL), count(*) FILTER (a."is there" IS NULL),
                              count(*) FILTER (a."is there" AND b."is there" AND {differ}){totals}
                            FROM {relations}
                            GROUP BY ALL ORDER BY 1""")
                            .with("group", group)
                            .with("differ", differ)
                            .with("totals", selected.isEmpty() ? "" : ", " + String.join(", ", selected))
                            .with("relations", relations)
                            .text(),
                    row -> {
                        Map<String, Values> values = new LinkedHashMap<>();
                        int column = 7;
                        for (String measure : totals.keySet()) {
                            values.put(
                                    measure,
                                    new Values(
                                            Optional.ofNullable(row.getString(column)),
                                            Optional.ofNullable(row.getString(column + 1))));
                            column += 2;
                        }
                        return Map.entry(
                                row.getInt(1),
                                new DayChange(
                                        new Rows(
                                                row.getLong(2),
                                                row.getLong(3),
                                                row.getLong(4),
                                                row.getLong(5),
                                                row.getLong(6)),
                                        values));
                    });
            for (Map.Entry<Integer, DayChange> entry : found) {
                all = all.plus(entry.getValue().rows());
                Day.ofId(entry.getKey())
                        .filter(known -> day.isPresent())
                        .ifPresent(ofDay -> days.put(ofDay, entry.getValue()));
            }
            List<Sample> samples = new ArrayList<>();
            if (all.changed() > 0) {
                samples.addAll(samples(Kind.CHANGED, "a.\"is there\" AND b.\"is there\" AND " + differ));
            }
            if (all.added() > 0) {
                samples.addAll(samples(Kind.ADDED, "b.\"is there\" IS NULL"));
            }
            if (all.removed() > 0) {
                samples.addAll(samples(Kind.REMOVED, "a.\"is there\" IS NULL"));
            }
            return new TableChange(model, known.isEmpty(), all, days, samples);
        }

        /** How the measures are added up over the rows of a day, with {} for the column. */
        private Map<String, String> totals(Map<String, Measure> measures) {
            Map<String, String> totals = new LinkedHashMap<>();
            measures.forEach((column, measure) -> {
                switch (measure.aggregate()) {
                    case SUM, COUNT -> {
                        if (NUMBER.matcher(typesNow().getOrDefault(column, "")).lookingAt()) {
                            totals.put(column, "sum({})");
                        }
                    }
                    case MIN -> totals.put(column, "min({})");
                    case MAX -> totals.put(column, "max({})");
                    case AVG -> {
                        if (NUMBER.matcher(typesNow().getOrDefault(column, "")).lookingAt()) {
                            totals.put(column, "avg({})");
                        }
                    }
                    case NONE -> {}
                }
            });
            return totals;
        }

        private List<Sample> samples(Kind kind, String condition) throws SQLException {
            List<String> others = new ArrayList<>(columns);
            others.removeAll(key);
            // A surrogate key says nothing: the member's natural key does.
            List<String> shown = model instanceof DimensionModel dimension ? dimension.naturalKey() : key;
            others.removeAll(shown);
            Set<String> all = new LinkedHashSet<>(shown);
            all.addAll(others);
            String picked = Sql.of("SELECT {columns} FROM {relations} WHERE {condition} ORDER BY {order} LIMIT {most}")
                    .with(
                            "columns",
                            all.stream()
                                    .map(SqlNames::quoted)
                                    .map(name -> "b.%1$s AS %2$s, a.%1$s AS %3$s"
                                            .formatted(name, prefixed("b ", name), prefixed("a ", name)))
                                    .collect(Collectors.joining(", ")))
                    .with("relations", relations)
                    .with("condition", condition)
                    .with(
                            "order",
                            key.stream()
                                    .map(SqlNames::quoted)
                                    .map(name -> "coalesce(a.%1$s, b.%1$s)".formatted(name))
                                    .collect(Collectors.joining(", ")))
                    .with("most", String.valueOf(SAMPLES_OF_A_KIND))
                    .text();
            NaturalSelect select = new NaturalSelect(context, "(" + picked + ")");
            String side = kind == Kind.REMOVED ? "b " : "a ";
            shown.forEach(column -> select.addAs(model, column, side + column));
            for (String column : others) {
                select.addAs(model, column, "b " + column);
                select.addAs(model, column, "a " + column);
            }
            return session.query(select.text(), row -> {
                Map<String, String> keyValues = new LinkedHashMap<>();
                Map<String, Values> values = new LinkedHashMap<>();
                int[] place = {1};
                List<NaturalSelect.Part> parts = select.parts();
                for (int i = 0; i < shown.size(); i++) {
                    keyValues.put(shown.get(i), text(row, place, parts.get(i)).orElse("NULL"));
                }
                for (int i = 0; i < others.size(); i++) {
                    Optional<String> old = text(row, place, parts.get(shown.size() + 2 * i));
                    Optional<String> now = text(row, place, parts.get(shown.size() + 2 * i + 1));
                    Values pair = new Values(
                            kind == Kind.ADDED ? Optional.empty() : old, kind == Kind.REMOVED ? Optional.empty() : now);
                    if (kind != Kind.CHANGED || pair.differ()) {
                        values.put(others.get(i), pair);
                    }
                }
                return new Sample(kind, keyValues, values);
            });
        }

        private static String prefixed(String prefix, String quotedName) {
            return '"' + prefix + quotedName.substring(1);
        }

        private static Optional<String> text(ResultSet row, int[] place, NaturalSelect.Part part) throws SQLException {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < part.width(); i++) {
                String value = row.getString(place[0]);
                place[0]++;
                if (value != null) {
                    texts.add(value);
                }
            }
            return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", texts));
        }
    }
}
