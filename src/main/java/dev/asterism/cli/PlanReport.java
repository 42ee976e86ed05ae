package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayRanges;
import dev.asterism.plan.Plan;
import dev.asterism.plan.TableSummary;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A plan for people, or for programs. */
final class PlanReport {
    private static final int MOST_RANGES = 4;

    private PlanReport() {}

    /** One line about the whole, then one line per table and reason. */
    static List<String> lines(Plan plan) {
        List<String> lines = new ArrayList<>();
        if (plan.isEmpty()) {
            lines.add("Nothing to do: everything is up to date.");
        } else {
            NavigableSet<Day> days = new TreeSet<>();
            plan.batches().forEach(batch -> days.addAll(batch.days()));
            List<TableSummary> tables = plan.tables();
            lines.add("To build: %s%s, %s to read in %s."
                    .formatted(
                            Quantities.count(tables.size(), "table"),
                            days.isEmpty() ? "" : ", " + days(days),
                            Quantities.bytes(plan.bytes()),
                            plan.batches().size() == 1
                                    ? "1 batch"
                                    : plan.batches().size() + " batches"));
            int width = tables.stream()
                    .mapToInt(table -> table.model().name().toString().length())
                    .max()
                    .orElse(0);
            tables.forEach(table -> lines.addAll(lines(table, width)));
        }
        plan.orphans()
                .forEach((table, days) -> lines.add("Orphaned, as their files are gone: " + table + ", " + days(days)
                        + ". They stay until 'run --prune'."));
        plan.staleness()
                .withoutModel()
                .forEach(table -> lines.add("Without a model: " + table + ". It stays in the warehouse as it is."));
        return lines;
    }

    private static List<String> lines(TableSummary table, int width) {
        List<String> lines = new ArrayList<>();
        String name = ("  %-" + width + "s  ").formatted(table.model().name());
        table.reasons().forEach((reason, days) -> lines.add(name + reason + (days.isEmpty() ? "" : ": " + days(days))));
        if (!table.removals().isEmpty()) {
            lines.add(name + "to remove: " + days(table.removals()));
        }
        return lines;
    }

    private static String days(NavigableSet<Day> days) {
        return (days.size() == 1 ? "1 day, " : days.size() + " days, ") + DayRanges.text(days, MOST_RANGES);
    }

    static void writeJson(Plan plan, List<String> statements, Writer out) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("batches", plan.batches().size());
            json.writeNumberField("bytes", plan.bytes());
            json.writeArrayFieldStart("tables");
            for (TableSummary table : plan.tables()) {
                write(table, json);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("orphaned");
            for (var orphan : plan.orphans().entrySet()) {
                writeDays(orphan.getKey(), orphan.getValue(), json);
            }
            json.writeEndObject();
            if (!statements.isEmpty()) {
                json.writeArrayFieldStart("statements");
                for (String statement : statements) {
                    json.writeString(statement);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        out.write('\n');
    }

    private static void write(TableSummary table, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", table.model().name().toString());
        json.writeStringField("model", table.model().file().id().toString());
        json.writeStringField("kind", table.model().kind());
        json.writeBooleanField("whole", table.whole());
        json.writeArrayFieldStart("build");
        for (var reason : table.reasons().entrySet()) {
            json.writeStartObject();
            json.writeStringField("reason", reason.getKey());
            writeDays("days", reason.getValue(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        writeDays("remove", table.removals(), json);
        json.writeEndObject();
    }

    private static void writeDays(String field, NavigableSet<Day> days, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (Day day : days) {
            json.writeString(day.toString());
        }
        json.writeEndArray();
    }
}
