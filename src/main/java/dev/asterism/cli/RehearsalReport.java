package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.engine.TableChange;
import dev.asterism.engine.TableChange.DayChange;
import dev.asterism.engine.TableChange.Rows;
import dev.asterism.engine.TableChange.Sample;
import dev.asterism.engine.TableChange.Values;
import dev.asterism.lake.Day;
import dev.asterism.model.DataSetModel;
import dev.asterism.run.Rehearsal;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a run would change, for people or for programs. */
final class RehearsalReport {
    private final Rehearsal rehearsal;
    private final String publishing;

    /**
     * @param publishing the command that would publish it
     */
    RehearsalReport(Rehearsal rehearsal, String publishing) {
        this.rehearsal = rehearsal;
        this.publishing = publishing;
    }

    List<String> lines(Colours colours) {
        List<String> lines = new ArrayList<>();
        for (TableChange change : rehearsal.changes()) {
            lines.addAll(lines(change, colours));
        }
        if (rehearsal.changes().isEmpty() && rehearsal.rehearsed().isPresent()) {
            lines.add("Nothing would be published.");
        }
        if (rehearsal.rehearsed().isPresent()) {
            lines.add("");
            lines.add("This was a rehearsal: nothing was published." + ofBatches());
            lines.add("To publish: " + publishing);
        }
        return lines;
    }

    /** Which batches the run would go on with. */
    private String ofBatches() {
        int rehearsed = rehearsal.rehearsedBatches();
        return rehearsed == rehearsal.batches()
                ? ""
                : " It was about " + rehearsed + " of " + rehearsal.batches() + " batches; --batches "
                        + rehearsal.batches() + " rehearses all.";
    }

    private static List<String> lines(TableChange change, Colours colours) {
        List<String> lines = new ArrayList<>();
        String name = colours.bold(change.model().name().toString());
        if (change.model() instanceof DataSetModel) {
            return List.of(name + ": the view would be defined anew");
        }
        lines.add(name + ": " + (change.isNew() ? "a new table, " : "")
                + (change.days().isEmpty() ? "" : Quantities.exact(change.days().size(), "day") + ", ")
                + text(change.rows(), colours));
        int same = 0;
        for (Map.Entry<Day, DayChange> day : change.days().entrySet()) {
            if (day.getValue().rows().differ()) {
                lines.add("  " + day.getKey() + "  " + text(day.getValue().rows(), colours));
                day.getValue().totals().forEach((measure, values) -> lines.add("    " + measure + ": " + text(values)));
            } else {
                same++;
            }
        }
        if (same > 0) {
            lines.add("  " + Quantities.exact(same, "day") + (same == 1 ? " stays" : " stay") + " as "
                    + (same == 1 ? "it is" : "they are"));
        }
        for (Sample sample : change.samples()) {
            List<String> key = new ArrayList<>();
            sample.key().forEach((column, value) -> key.add(column + " " + value));
            lines.add("  " + "%-8s".formatted(word(sample)) + " " + String.join(", ", key));
            sample.values().forEach((column, values) -> lines.add("             " + column + ": " + text(values)));
        }
        return lines;
    }

    private static String text(Rows rows, Colours colours) {
        List<String> parts = new ArrayList<>();
        if (rows.added() > 0) {
            parts.add(colours.green(rows.added() + " added"));
        }
        if (rows.removed() > 0) {
            parts.add(colours.red(rows.removed() + " removed"));
        }
        if (rows.changed() > 0) {
            parts.add(colours.yellow(rows.changed() + " changed"));
        }
        String counts = rows.before() == rows.after()
                ? Quantities.exact(rows.after(), "row")
                : Quantities.exact(rows.before(), "row") + " before, " + rows.after() + " after";
        return counts + ": " + (parts.isEmpty() ? "no change" : String.join(", ", parts));
    }

    private static String text(Values values) {
        String after = values.after().orElse("NULL");
        return values.differ()
                ? values.before().orElse("NULL") + " before, " + after + " after"
                : after + ", as before";
    }

    private static String word(Sample sample) {
        return sample.change().name().toLowerCase(Locale.ROOT);
    }

    void writeJson(Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeStringField("status", rehearsal.result().problems().isEmpty() ? "succeeded" : "failed");
            json.writeNumberField("batches", rehearsal.batches());
            json.writeNumberField("rehearsed", rehearsal.rehearsedBatches());
            json.writeNumberField("published", 0);
            RunReport.writeProblems(rehearsal.result(), json);
            json.writeArrayFieldStart("tables");
            for (TableChange change : rehearsal.changes()) {
                write(change, json);
            }
            json.writeEndArray();
            json.writeStringField("publish", publishing);
        });
    }

    private static void write(TableChange change, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", change.model().name().toString());
        json.writeStringField("kind", change.model().kind());
        if (!(change.model() instanceof DataSetModel)) {
            json.writeBooleanField("new", change.isNew());
            write(change.rows(), json);
            json.writeArrayFieldStart("days");
            for (Map.Entry<Day, DayChange> day : change.days().entrySet()) {
                json.writeStartObject();
                json.writeStringField("day", day.getKey().toString());
                write(day.getValue().rows(), json);
                write("totals", day.getValue().totals(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("samples");
            for (Sample sample : change.samples()) {
                json.writeStartObject();
                json.writeStringField("change", word(sample));
                json.writeObjectFieldStart("key");
                for (Map.Entry<String, String> column : sample.key().entrySet()) {
                    json.writeStringField(column.getKey(), column.getValue());
                }
                json.writeEndObject();
                write("values", sample.values(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(Rows rows, JsonGenerator json) throws IOException {
        json.writeNumberField("before", rows.before());
        json.writeNumberField("after", rows.after());
        json.writeNumberField("added", rows.added());
        json.writeNumberField("removed", rows.removed());
        json.writeNumberField("changed", rows.changed());
    }

    private static void write(String field, Map<String, Values> values, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Values> value : values.entrySet()) {
            json.writeObjectFieldStart(value.getKey());
            write("before", value.getValue().before(), json);
            write("after", value.getValue().after(), json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(String field, Optional<String> value, JsonGenerator json) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(field, value.get());
        } else {
            json.writeNullField(field);
        }
    }
}
