package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.engine.TableShape.ShapeColumn;
import dev.asterism.model.DataSetModel;
import dev.asterism.model.FactModel;
import dev.asterism.model.Measure;
import dev.asterism.model.Model;
import dev.asterism.model.TableName;
import dev.asterism.tables.ListedTable;
import dev.asterism.tables.TableList;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The stars and their tables, for people or for programs. */
final class TablesReport {
    private static final String MARGIN = "  ";

    private TablesReport() {}

    /** @param columns how wide a line may be */
    static List<String> lines(TableList list, Colours colours, int columns) {
        Map<String, List<ListedTable>> groups = new LinkedHashMap<>();
        for (String heading : List.of("Stars", "Dimensions", "Views")) {
            groups.put(heading, new ArrayList<>());
        }
        list.tables()
                .forEach(table -> groups.computeIfAbsent(heading(table.model()), heading -> new ArrayList<>())
                        .add(table));
        int width = list.tables().stream()
                .mapToInt(table -> table.model().name().toString().length())
                .max()
                .orElse(1);
        List<String> lines = new ArrayList<>();
        groups.forEach((heading, tables) -> {
            if (!tables.isEmpty()) {
                lines.add(colours.bold(heading));
                tables.forEach(table -> lines.addAll(lines(table, width, columns)));
                lines.add("");
            }
        });
        if (!list.withoutModel().isEmpty()) {
            lines.add(colours.bold("Without a model"));
            list.withoutModel().forEach(table -> lines.add(MARGIN + table));
            lines.add("");
        }
        return lines.isEmpty() ? lines : lines.subList(0, lines.size() - 1);
    }

    private static String heading(Model model) {
        if (model instanceof FactModel) {
            return "Stars";
        }
        return model instanceof DataSetModel ? "Views" : "Dimensions";
    }

    private static List<String> lines(ListedTable table, int width, int columns) {
        List<String> lines = new ArrayList<>();
        String held = held(table);
        lines.add(
                (MARGIN + ("%-" + width + "s").formatted(table.model().name()) + (held.isEmpty() ? "" : MARGIN + held))
                        .stripTrailing());
        String description = table.model().file().description();
        if (!description.isBlank()) {
            lines.add(MARGIN + MARGIN + description.strip().replaceAll("\\s+", " "));
        }
        if (!table.references().isEmpty()) {
            List<String> dimensions = new ArrayList<>(table.references().values().stream()
                    .map(TableName::toString)
                    .distinct()
                    .toList());
            dimensions.set(0, "by " + dimensions.get(0));
            lines.addAll(Enumeration.lines(dimensions, 4, columns));
        }
        return lines;
    }

    private static String held(ListedTable table) {
        if (!table.isBuilt()) {
            return "not built";
        }
        List<String> parts = new ArrayList<>();
        table.rows().ifPresent(rows -> parts.add(Quantities.count(rows, "row")));
        if (table.model() instanceof FactModel && !table.days().isEmpty()) {
            parts.add(Quantities.exact(table.days().size(), "day"));
            parts.add(table.days().first() + " to " + table.days().last());
        }
        return String.join(", ", parts);
    }

    static void writeJson(TableList list, Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeArrayFieldStart("tables");
            for (ListedTable table : list.tables()) {
                write(table, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("without_model");
            for (TableName table : list.withoutModel()) {
                json.writeString(table.toString());
            }
            json.writeEndArray();
        });
    }

    private static void write(ListedTable table, JsonGenerator json) throws IOException {
        Model model = table.model();
        json.writeStartObject();
        json.writeStringField("table", model.name().toString());
        json.writeStringField("model", model.file().id().toString());
        json.writeStringField("kind", model.kind());
        json.writeStringField("description", model.file().description());
        json.writeBooleanField("built", table.isBuilt());
        if (table.rows().isPresent()) {
            json.writeNumberField("rows", table.rows().getAsLong());
        }
        if (!table.days().isEmpty()) {
            json.writeNumberField("days", table.days().size());
            json.writeStringField("first_day", table.days().first().toString());
            json.writeStringField("last_day", table.days().last().toString());
        }
        json.writeArrayFieldStart("columns");
        for (ShapeColumn column : table.columns()) {
            write(table, column, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(ListedTable table, ShapeColumn column, JsonGenerator json) throws IOException {
        Optional<Measure> measure = table.model() instanceof FactModel fact
                ? Optional.ofNullable(fact.measures().get(column.name()))
                : Optional.empty();
        Optional<String> description = measure.map(Measure::description)
                .or(() -> Optional.ofNullable(table.model().file().columns().get(column.name())));
        Optional<TableName> refersTo = Optional.ofNullable(table.references().get(column.name()));
        json.writeStartObject();
        json.writeStringField("column", column.name());
        json.writeStringField("type", column.type());
        if (refersTo.isPresent()) {
            json.writeStringField("refers_to", refersTo.get().toString());
        }
        if (measure.isPresent()) {
            json.writeStringField("aggregate", measure.get().aggregate().name().toLowerCase(Locale.ROOT));
        }
        if (description.isPresent()) {
            json.writeStringField("description", description.get());
        }
        json.writeEndObject();
    }
}
