package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayRanges;
import dev.asterism.model.TableName;
import dev.asterism.plan.Plan;
import dev.asterism.plan.TableSummary;
import java.io.IOException;
import java.io.Writer;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A plan for people, or for programs. */
final class PlanReport {
    private static final int MOST_RANGES = 4;
    private static final Day NO_FIRST_DAY = new Day(LocalDate.of(1, 1, 1));

    private PlanReport() {}

    /**
     * One line about the whole; then the tables, those together of which the same days are to be built for the same
     * reasons, and below them these reasons.
     *
     * @param firstDate the setting {@code first.date}: the files of earlier days are not read
     * @param columns how wide the lines with the names of tables may be
     */
    static List<String> lines(Plan plan, Optional<LocalDate> firstDate, int columns) {
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
        Day first = firstDate.map(Day::new).orElse(NO_FIRST_DAY);
        lines.addAll(staying(
                "Orphaned, as their files are gone; they stay until 'run --prune':",
                plan.orphans(),
                days -> days.tailSet(first, true),
                columns));
        lines.addAll(staying(
                "Before first.date (" + first + "), so that their files are not read; they stay until 'run --prune':",
                plan.orphans(),
                days -> days.headSet(first, false),
                columns));
        if (!plan.withoutModel().isEmpty()) {
            lines.add("Without a model; they stay in the warehouse as they are:");
            lines.addAll(Enumeration.lines(
                    plan.withoutModel().stream().map(TableName::toString).toList(), 2, columns));
        }
        return lines;
    }

    /** A heading, and below it the tables of which the same days stay, with these days; nothing if there are none. */
    private static List<String> staying(
            String heading,
            Map<String, NavigableSet<Day>> orphans,
            UnaryOperator<NavigableSet<Day>> part,
            int columns) {
        Map<NavigableSet<Day>, List<String>> tables = new LinkedHashMap<>();
        orphans.forEach((table, days) -> {
            NavigableSet<Day> some = part.apply(days);
            if (!some.isEmpty()) {
                tables.computeIfAbsent(some, key -> new ArrayList<>()).add(table);
            }
        });
        if (tables.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(heading));
        tables.forEach((days, names) -> {
            lines.addAll(Enumeration.lines(names, 2, columns));
            lines.add("    " + days(days));
        });
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
