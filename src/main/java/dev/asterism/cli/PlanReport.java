package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayRanges;
import dev.asterism.plan.Plan;
import dev.asterism.plan.TableSummary;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A plan for people, or for programs. */
final class PlanReport {
    private static final int MOST_RANGES = 4;

    private PlanReport() {}

    /**
     * One line about the whole; then the tables, those together of which the same days are to be built for the same
     * reasons, and below them these reasons.
     *
     * @param columns how wide the lines with the names of tables may be
     */
    static List<String> lines(Plan plan, int columns) {
        List<String> lines = new ArrayList<>();
        if (plan.isEmpty()) {
            lines.add("Nothing to do: everything is up to date.");
        } else {
            lines.add(summary(plan));
            Map<List<String>, List<String>> tables = new LinkedHashMap<>();
            plan.tables()
                    .forEach(table -> tables.computeIfAbsent(reasons(table), reasons -> new ArrayList<>())
                            .add(table.model().name().toString()));
            tables.forEach((reasons, names) -> {
                lines.addAll(Enumeration.lines(names, 2, columns));
                reasons.forEach(reason -> lines.add("    " + reason));
            });
        }
        plan.orphans()
                .forEach((table, days) -> lines.add("Orphaned, as their files are gone: " + table + ", " + days(days)
                        + ". They stay until 'run --prune'."));
        plan.staleness()
                .withoutModel()
                .forEach(table -> lines.add("Without a model: " + table + ". It stays in the warehouse as it is."));
        return lines;
    }

    private static String summary(Plan plan) {
        NavigableSet<Day> days = new TreeSet<>();
        plan.batches().forEach(batch -> days.addAll(batch.days()));
        String tables = Quantities.exact(plan.tables().size(), "table");
        String reading = plan.bytes() == 0
                ? ""
                : ", " + Quantities.bytes(plan.bytes()) + " to read in "
                        + Quantities.exact(plan.batches().size(), "batch");
        return "To build: " + tables + (days.isEmpty() ? "" : ", " + span(days)) + reading + ".";
    }

    private static List<String> reasons(TableSummary table) {
        List<String> reasons = new ArrayList<>();
        table.reasons().forEach((reason, days) -> reasons.add(reason + (days.isEmpty() ? "" : ": " + days(days))));
        if (!table.removals().isEmpty()) {
            reasons.add("to remove: " + days(table.removals()));
        }
        return reasons;
    }

    private static String days(NavigableSet<Day> days) {
        return Quantities.exact(days.size(), "day") + ", " + DayRanges.text(days, MOST_RANGES);
    }

    /** Such as {@code 10 days, 2018-04-01 to 2018-04-10}; where some are missing, the days between first and last. */
    private static String span(NavigableSet<Day> days) {
        Day first = days.first();
        Day last = days.last();
        boolean whole = ChronoUnit.DAYS.between(first.date(), last.date()) == days.size() - 1;
        return whole ? days(days) : Quantities.exact(days.size(), "day") + " between " + first + " and " + last;
    }

    static void writeJson(Plan plan, List<String> statements, Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeNumberField("batches", plan.batches().size());
            json.writeNumberField("bytes", plan.bytes());
            json.writeArrayFieldStart("tables");
            for (TableSummary table : plan.tables()) {
                write(table, json);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("orphaned");
            for (var orphan : plan.orphans().entrySet()) {
                JsonOutput.writeDays(json, orphan.getKey(), orphan.getValue());
            }
            json.writeEndObject();
            if (!statements.isEmpty()) {
                json.writeArrayFieldStart("statements");
                for (String statement : statements) {
                    json.writeString(statement);
                }
                json.writeEndArray();
            }
        });
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
            JsonOutput.writeDays(json, "days", reason.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonOutput.writeDays(json, "remove", table.removals());
        json.writeEndObject();
    }
}
