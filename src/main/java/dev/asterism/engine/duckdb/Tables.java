package dev.asterism.engine.duckdb;

import dev.asterism.engine.Engine.BuildContext;
import dev.asterism.engine.SqlNames;
import dev.asterism.engine.TableShape;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Measure;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements that bring the tables of dimensions and facts into the shape that their models declare.
 *
 * <p>Primary keys are declared on dimensions only; grain and foreign keys of facts are proven before publishing, because
 * DuckDB's indexes make a bulk load many times slower.
 */
final class Tables {
    private final BuildContext context;

    Tables(BuildContext context) {
        this.context = context;
    }

    /**
     * What is to be done so that every table has its declared columns.
     *
     * @param existing the columns and types of the tables that exist
     * @param naturalKeys the natural key with which each dimension was created
     */
    List<String> statements(Map<TableName, Map<String, String>> existing, Map<TableName, String> naturalKeys) {
        List<String> statements = new ArrayList<>();
        Set<String> schemas = new HashSet<>();
        for (Model model : context.graph().models()) {
            if (model instanceof DimensionModel || model instanceof FactModel || model instanceof DataSetModel) {
                if (schemas.add(model.name().schema())) {
                    statements.add("CREATE SCHEMA IF NOT EXISTS "
                            + SqlNames.quoted(model.name().schema()));
                }
            }
            if (model instanceof DimensionModel dimension) {
                statements.addAll(dimension(dimension, existing.get(model.name()), naturalKeys.get(model.name())));
            } else if (model instanceof FactModel fact) {
                statements.addAll(fact(fact, existing.get(model.name())));
            }
        }
        return statements;
    }

    private List<String> dimension(
            DimensionModel dimension, @Nullable Map<String, String> existing, @Nullable String naturalKey) {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (dimension.ownKey().isEmpty()) {
            wanted.put(dimension.key(), "INTEGER");
        }
        context.shapes().of(dimension).columns().forEach(column -> wanted.put(column.name(), column.type()));
        boolean sameKey = dimension.naturalKey().toString().equals(naturalKey);
        if (existing != null && sameKey && existing.containsKey(dimension.key())) {
            return evolve(dimension.name(), existing, wanted);
        }
        Set<String> notNull = new HashSet<>(dimension.naturalKey());
        notNull.add(dimension.key());
        List<String> definitions = new ArrayList<>();
        wanted.forEach((name, type) -> definitions.add(SqlNames.quoted(name) + " " + type
                + (name.equals(dimension.key()) ? " PRIMARY KEY" : notNull.contains(name) ? " NOT NULL" : "")));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE OR REPLACE TABLE %s (%s)"
                .formatted(SqlNames.quoted(dimension.name()), String.join(", ", definitions)));
        statements.addAll(comments(dimension, wanted));
        return statements;
    }

    private List<String> fact(FactModel fact, @Nullable Map<String, String> existing) {
        TableShape shape = context.shapes().of(fact);
        Map<String, String> wanted = new LinkedHashMap<>();
        shape.columns().forEach(column -> wanted.put(column.name(), column.type()));
        if (existing != null) {
            return evolve(fact.name(), existing, wanted);
        }
        List<String> definitions = shape.columns().stream()
                .map((ShapeColumn column) -> SqlNames.quoted(column.name()) + " " + column.type()
                        + (fact.grain().contains(column.name())
                                        || shape.references().containsKey(column.name())
                                ? " NOT NULL"
                                : ""))
                .toList();
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE %s (%s)".formatted(SqlNames.quoted(fact.name()), String.join(", ", definitions)));
        statements.addAll(comments(fact, wanted));
        return statements;
    }

    /** A column that is new or has another type starts empty: all days of the table are stale and bring its values. */
    private static List<String> evolve(TableName table, Map<String, String> existing, Map<String, String> wanted) {
        List<String> statements = new ArrayList<>();
        String alter = "ALTER TABLE " + SqlNames.quoted(table);
        existing.forEach((name, type) -> {
            if (!type.equals(wanted.get(name))) {
                statements.add(alter + " DROP COLUMN " + SqlNames.quoted(name));
            }
        });
        wanted.forEach((name, type) -> {
            if (!type.equals(existing.get(name))) {
                statements.add(alter + " ADD COLUMN " + SqlNames.quoted(name) + " " + type);
            }
        });
        return statements;
    }

    /** Descriptions as comments on the table or view and its columns. */
    static List<String> comments(Model model, Map<String, String> columns) {
        Map<String, String> descriptions = new HashMap<>(model.file().columns());
        if (model instanceof FactModel fact) {
            fact.measures().forEach((String name, Measure measure) -> descriptions.put(name, measure.description()));
        }
        String table = SqlNames.quoted(model.name());
        List<String> statements = new ArrayList<>();
        statements.add("COMMENT ON %s %s IS %s"
                .formatted(
                        model instanceof DataSetModel ? "VIEW" : "TABLE",
                        table,
                        SqlNames.literal(model.file().description())));
        columns.keySet().forEach(column -> {
            String description = descriptions.getOrDefault(column, "");
            if (!description.isEmpty()) {
                statements.add("COMMENT ON COLUMN " + table + "." + SqlNames.quoted(column) + " IS "
                        + SqlNames.literal(description));
            }
        });
        return statements;
    }
}
