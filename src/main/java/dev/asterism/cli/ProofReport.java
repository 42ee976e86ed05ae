package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayRanges;
import dev.asterism.model.FactModel;
import dev.asterism.prove.Difference;
import dev.asterism.prove.Proof;
import dev.asterism.prove.Sample;
import dev.asterism.prove.TableProof;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was proven, for people or for programs. */
final class ProofReport {
    private static final int MOST_RANGES = 4;
    private static final int MOST_OTHERS = 5;

    private final Proof proof;
    private final Sample sample;

    ProofReport(Proof proof, Sample sample) {
        this.proof = proof;
        this.sample = sample;
    }

    List<String> lines(Colours colours) {
        List<String> lines = new ArrayList<>();
        int width = proof.tables().stream()
                .mapToInt(table -> table.model().name().toString().length())
                .max()
                .orElse(1);
        for (TableProof table : proof.tables()) {
            lines.add(("%-" + width + "s  %s").formatted(table.model().name(), outcome(table, colours)));
            table.notProven()
                    .forEach((reason, days) -> lines.add("  not proven, " + reason
                            + (days.isEmpty()
                                    ? ""
                                    : ": " + Quantities.exact(days.size(), "day") + ", "
                                            + DayRanges.text(days, MOST_RANGES))));
            if (!table.others().isEmpty()) {
                List<String> shown = table.others()
                        .subList(0, Math.min(MOST_OTHERS, table.others().size()));
                lines.add("  " + Quantities.exact(table.others().size(), "member")
                        + " that no day gives any more, which stay with their keys: " + String.join(", ", shown)
                        + (shown.size() < table.others().size() ? ", …" : ""));
            }
            table.differences().forEach(difference -> lines.addAll(lines(difference, colours)));
            if (table.differing() > table.differences().size()) {
                lines.add("  and " + (table.differing() - table.differences().size()) + " more");
            }
        }
        lines.add("");
        lines.add(summary());
        return lines;
    }

    private static String outcome(TableProof table, Colours colours) {
        if (table.differing() > 0) {
            return colours.red("DIFFERS") + " in " + Quantities.exact(table.differing(), "row");
        }
        if (table.model() instanceof FactModel) {
            return table.days().size() + " of " + Quantities.exact(table.ofDays(), "day") + " proven"
                    + (table.days().isEmpty()
                            ? ""
                            : ", " + Quantities.count(table.rows(), "row") + ": "
                                    + DayRanges.text(table.days(), MOST_RANGES));
        }
        return table.rows() == 0 ? "nothing proven" : Quantities.count(table.rows(), "member") + " proven";
    }

    private static List<String> lines(Difference difference, Colours colours) {
        List<String> lines = new ArrayList<>();
        List<String> key = new ArrayList<>();
        difference.key().forEach((column, value) -> key.add(column + " " + value));
        String where = difference.day().map(day -> day + ", ").orElse("") + String.join(", ", key);
        if (difference.anew().isEmpty()) {
            lines.add("  " + where + ": is published, and no file gives it");
        } else if (difference.published().isEmpty()) {
            lines.add("  " + where + ": is given by the files, and not published");
        } else {
            lines.add("  " + where + ":");
        }
        Map<String, String> published = difference.published().orElse(Map.of());
        Map<String, String> anew = difference.anew().orElse(Map.of());
        if (difference.anew().isPresent() && difference.published().isPresent()) {
            Set<String> columns = new LinkedHashSet<>(published.keySet());
            columns.addAll(anew.keySet());
            columns.stream()
                    .filter(column ->
                            !Optional.ofNullable(published.get(column)).equals(Optional.ofNullable(anew.get(column))))
                    .forEach(column -> lines.add("    " + column + ": " + colours.red(value(published, column))
                            + " published, " + value(anew, column) + " built anew"));
        }
        return lines;
    }

    private static String value(Map<String, String> values, String column) {
        return values.getOrDefault(column, "NULL");
    }

    private String summary() {
        NavigableSet<Day> days = new TreeSet<>();
        proof.tables().forEach(table -> days.addAll(table.days()));
        String chosen = sample.size().isPresent() ? " Chosen with --seed " + proof.seed() + "." : "";
        if (proof.differing() > 0) {
            return Quantities.exact(proof.differing(), "row")
                    + (proof.differing() == 1 ? " differs" : " differ")
                    + " from what the files and models say. 'asterism run TABLE --from DAY --to DAY --full' builds a day"
                    + " again." + chosen;
        }
        long proven = proof.tables().stream().filter(table -> table.rows() > 0).count();
        return "Nothing differs: " + Quantities.exact(proven, "table") + ", " + Quantities.exact(days.size(), "day")
                + " proven." + chosen;
    }

    void writeJson(Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeStringField("status", proof.exitCode() == 0 ? "succeeded" : "failed");
            if (sample.size().isPresent()) {
                json.writeNumberField("sample", sample.size().getAsInt());
                json.writeNumberField("seed", proof.seed());
            }
            json.writeNumberField("differing", proof.differing());
            json.writeArrayFieldStart("tables");
            for (TableProof table : proof.tables()) {
                write(table, json);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("problems");
            for (var problem : proof.problems()) {
                json.writeString(problem.message());
            }
            json.writeEndArray();
        });
    }

    private static void write(TableProof table, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", table.model().name().toString());
        json.writeStringField("kind", table.model().kind());
        json.writeNumberField("rows", table.rows());
        JsonOutput.writeDays(json, "days", table.days());
        json.writeArrayFieldStart("not_proven");
        for (Map.Entry<String, NavigableSet<Day>> reason : table.notProven().entrySet()) {
            json.writeStartObject();
            json.writeStringField("reason", reason.getKey());
            JsonOutput.writeDays(json, "days", reason.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("other_members");
        for (String member : table.others()) {
            json.writeString(member);
        }
        json.writeEndArray();
        json.writeNumberField("differing", table.differing());
        json.writeArrayFieldStart("differences");
        for (Difference difference : table.differences()) {
            json.writeStartObject();
            if (difference.day().isPresent()) {
                json.writeStringField("day", difference.day().get().toString());
            }
            write("key", difference.key(), json);
            if (difference.published().isPresent()) {
                write("published", difference.published().get(), json);
            }
            if (difference.anew().isPresent()) {
                write("anew", difference.anew().get(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(String field, Map<String, String> values, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, String> value : values.entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }
}
