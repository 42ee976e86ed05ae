package dev.asterism.engine.star;

import dev.asterism.engine.Shapes;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.jdbc.SqlSession;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.TableName;
import dev.asterism.plan.TableForm;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forms that models declare of their tables, and those in which tables were made, which are kept with them. */
public final class Forms {
    /** The table: a row for each part of a form. */
    public static final TableName NAME = new TableName("asterism", "table_form");

    private static final String KIND = "kind";
    private static final String KEY = "key";
    private static final String NATURAL_KEY = "natural key";
    private static final String DAY = "day";
    private static final String HISTORY = "history";
    private static final String GRAIN = "grain";
    private static final String UNKNOWN = "unknown member";
    private static final String COLUMN = "column";
    private static final String REFERENCE = "reference";

    private Forms() {}

    static String createIfMissing() {
        return """
                CREATE TABLE IF NOT EXISTS asterism.table_form (
                  table_name text    NOT NULL,
                  part       text    NOT NULL,
                  place      integer NOT NULL,
                  name       text    NOT NULL,
                  value      text    NOT NULL
                )""";
    }

    /** Returns the forms that models declare. */
    public static Map<TableName, TableForm> declared(ModelGraph graph, Shapes shapes) {
        Map<TableName, TableForm> forms = new HashMap<>();
        for (Model model : graph.models()) {
            if (model instanceof DimensionModel dimension) {
                forms.put(model.name(), of(dimension, shapes.of(dimension)));
            } else if (model instanceof FactModel fact) {
                forms.put(model.name(), of(fact, shapes.of(fact)));
            } else if (model instanceof DataSetModel) {
                forms.put(model.name(), TableForm.ofView(model.kind()));
            }
        }
        return forms;
    }

    private static TableForm of(DimensionModel dimension, TableShape shape) {
        Map<String, String> columns = new LinkedHashMap<>();
        DimensionColumns.kept(dimension, shape)
                .forEach(
                        name -> columns.put(name, shape.find(name).orElseThrow().type()));
        Map<String, String> unknown = new HashMap<>(dimension.unknown());
        unknown.keySet().retainAll(dimension.naturalKey());
        return new TableForm(
                dimension.kind(),
                dimension.ownKey().orElse(""),
                dimension.naturalKey(),
                dimension.day().orElse(""),
                dimension.history().name(),
                List.of(),
                unknown,
                columns,
                references(shape));
    }

    private static TableForm of(FactModel fact, TableShape shape) {
        Map<String, String> columns = new LinkedHashMap<>();
        shape.columns().forEach(column -> columns.put(column.name(), column.type()));
        return new TableForm(
                fact.kind(), "", List.of(), fact.day(), "", fact.grain(), Map.of(), columns, references(shape));
    }

    private static Map<String, String> references(TableShape shape) {
        Map<String, String> references = new HashMap<>();
        shape.references()
                .forEach((column, dimension) ->
                        references.put(column, dimension.name().toString()));
        return references;
    }

    /** Returns the forms in which tables were made; of dimensions of an earlier version, the natural key alone. */
    public static Map<TableName, TableForm> made(SqlSession session) throws SQLException {
        Map<TableName, TableForm> forms = new HashMap<>();
        KeyTable.naturalKeys(session)
                .forEach((table, key) -> forms.put(
                        table,
                        TableForm.ofNaturalKey(
                                Arrays.asList(key.substring(1, key.length() - 1).split(", ", -1)))));
        // Warehouses of an earlier version do not have it, and whoever reads cannot create it.
        boolean exists = !session.query(
                        "SELECT 1 FROM information_schema.tables"
                                + " WHERE table_schema = 'asterism' AND table_name = 'table_form'",
                        row -> 1)
                .isEmpty();
        if (!exists) {
            return forms;
        }
        Map<TableName, Parts> all = new HashMap<>();
        session.query("SELECT table_name, part, name, value FROM asterism.table_form ORDER BY part, place", row -> {
            all.computeIfAbsent(TableName.ofRecorded(row.getString(1)), table -> new Parts())
                    .of(row.getString(2))
                    .put(row.getString(3), row.getString(4));
            return true;
        });
        all.forEach((table, parts) -> forms.put(table, parts.form()));
        return forms;
    }

    /** The parts of a form as they are kept: what they are about, with names and values in their order. */
    private static final class Parts {
        private final Map<String, Map<String, String>> parts = new HashMap<>();

        Map<String, String> of(String part) {
            return parts.computeIfAbsent(part, name -> new LinkedHashMap<>());
        }

        private String text(String part) {
            return of(part).keySet().stream().findFirst().orElse("");
        }

        private List<String> names(String part) {
            return List.copyOf(of(part).keySet());
        }

        TableForm form() {
            return new TableForm(
                    text(KIND),
                    text(KEY),
                    names(NATURAL_KEY),
                    text(DAY),
                    text(HISTORY),
                    names(GRAIN),
                    of(UNKNOWN),
                    of(COLUMN),
                    of(REFERENCE));
        }
    }

    /** Returns the statements that note the form in which a table is made from now on. */
    static List<String> record(TableName table, TableForm form) {
        List<String> rows = new ArrayList<>();
        add(rows, table, KIND, List.of(form.kind()));
        add(rows, table, KEY, form.key().isEmpty() ? List.of() : List.of(form.key()));
        add(rows, table, NATURAL_KEY, form.naturalKey());
        add(rows, table, DAY, form.day().isEmpty() ? List.of() : List.of(form.day()));
        add(rows, table, HISTORY, form.history().isEmpty() ? List.of() : List.of(form.history()));
        add(rows, table, GRAIN, form.grain());
        add(rows, table, UNKNOWN, form.unknown());
        add(rows, table, COLUMN, form.columns());
        add(rows, table, REFERENCE, form.references());
        return List.of(forget(table), "INSERT INTO asterism.table_form VALUES\n  " + String.join(",\n  ", rows));
    }

    /** Returns the statement that forgets the form of a table. */
    public static String forget(TableName table) {
        return "DELETE FROM asterism.table_form WHERE table_name = " + SqlNames.literal(table.toString());
    }

    private static void add(List<String> rows, TableName table, String part, List<String> names) {
        Map<String, String> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, ""));
        add(rows, table, part, values);
    }

    private static void add(List<String> rows, TableName table, String part, Map<String, String> values) {
        int[] place = {0};
        values.forEach((name, value) -> rows.add("(" + SqlNames.literal(table.toString()) + ", "
                + SqlNames.literal(part) + ", " + ++place[0] + ", " + SqlNames.literal(name) + ", "
                + SqlNames.literal(value) + ")"));
    }
}
