package dev.asterism.plan;

import dev.asterism.lake.Column;
import dev.asterism.lake.ColumnType;
import dev.asterism.lake.FilePattern;
import dev.asterism.model.CheckModel;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.DimensionModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Model;
import dev.asterism.model.ModelFile;
import dev.asterism.model.ModelGraph;
import dev.asterism.model.ModelId;
import dev.asterism.model.SourceModel;
import dev.asterism.model.SqlText;
import dev.asterism.model.TableName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes graphs of models without files. A table that is given again replaces the one before. */
final class ModelsBuilder {
    private final Map<String, Model> models = new LinkedHashMap<>();
    private String pipeline = "pipeline";
    private String description = "A description.";

    static ModelsBuilder models() {
        return new ModelsBuilder();
    }

    /** What follows belongs to a pipeline. */
    ModelsBuilder in(String pipeline) {
        this.pipeline = pipeline;
        return this;
    }

    /** What follows has a description. */
    ModelsBuilder describedAs(String description) {
        this.description = description;
        return this;
    }

    ModelsBuilder source(String table) {
        return source(table, "day_id INTEGER NOT NULL, name TEXT");
    }

    ModelsBuilder source(String table, String columns) {
        return add(
                table,
                new SourceModel(
                        file(table, "CREATE TABLE " + table + " (" + columns + ")"),
                        TableName.parse(table),
                        FilePattern.parse("files/" + table + "-v{1,2}.csv.gz"),
                        List.of(
                                new Column("day_id", ColumnType.INTEGER, false),
                                new Column("name", ColumnType.TEXT, true)),
                        "day_id",
                        false,
                        List.of()));
    }

    ModelsBuilder dimension(String table, String select) {
        return dimension(table, select, Optional.empty(), DimensionModel.History.TYPE_1);
    }

    /** A dimension that keeps the history of its members. */
    ModelsBuilder history(String table, String select) {
        return dimension(table, select, Optional.of("day_id"), DimensionModel.History.TYPE_2);
    }

    private ModelsBuilder dimension(String table, String select, Optional<String> day, DimensionModel.History history) {
        return add(
                table,
                new DimensionModel(
                        file(table, select),
                        TableName.parse(table),
                        List.of("name"),
                        Optional.empty(),
                        Map.of(),
                        day,
                        history,
                        Map.of(),
                        Map.of(),
                        false));
    }

    /** A fact; the first column of its grain is its day. */
    ModelsBuilder fact(String table, String select, String... grain) {
        return add(
                table,
                new FactModel(
                        file(table, select),
                        TableName.parse(table),
                        List.of(grain),
                        grain[0],
                        Map.of(),
                        Map.of(),
                        Map.of()));
    }

    ModelsBuilder dataSet(String table, String select) {
        return add(table, new DataSetModel(file(table, select), TableName.parse(table)));
    }

    /** A check, with the name that it has within its pipeline. */
    ModelsBuilder check(String name, String select) {
        return add(
                pipeline + "/" + name,
                new CheckModel(file("." + name, select), new TableName(pipeline, name), CheckModel.Severity.ERROR));
    }

    ModelsBuilder without(String table) {
        models.remove(table);
        return this;
    }

    ModelGraph graph() {
        return new ModelGraph(models.values());
    }

    private ModelFile file(String table, String statement) {
        String name = table.substring(table.indexOf('.') + 1);
        SqlText sql = new SqlText(Path.of(pipeline, name + ".sql"), statement);
        return new ModelFile(new ModelId(pipeline, name), sql.start(), description, Map.of(), Map.of(), sql, Map.of());
    }

    private ModelsBuilder add(String key, Model model) {
        models.put(key, model);
        return this;
    }
}
