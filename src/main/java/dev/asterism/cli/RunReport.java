package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.lake.Day;
import dev.asterism.plan.Plan;
import dev.asterism.run.Problem;
import dev.asterism.run.RunResult;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/** How a run ended, for people or for programs. */
final class RunReport {
    private RunReport() {}

    /**
     * The last line of a run.
     *
     * @param plan what was to be done; has something to do
     */
    static String summary(RunResult result, Plan plan, Duration duration) {
        String rows = Quantities.count(result.rows(), "row") + " of facts, ";
        String time = "in " + Quantities.duration(duration) + ".";
        int problems = result.problems().size();
        if (problems == 0) {
            NavigableSet<Day> days = new TreeSet<>();
            plan.batches().forEach(batch -> days.addAll(batch.days()));
            return "Done: " + Quantities.exact(plan.tables().size(), "table")
                    + (days.isEmpty() ? ", " : ", " + Quantities.exact(days.size(), "day") + ", " + rows) + time;
        }
        return "Ended with " + Quantities.exact(problems, "problem") + ", see above: " + result.batches() + " of "
                + Quantities.exact(plan.batches().size(), "batch") + " published, " + rows + time
                + " What was kept out is tried again by the next run.";
    }

    static void writeJson(RunResult result, Plan plan, Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeStringField("status", result.problems().isEmpty() ? "succeeded" : "failed");
            json.writeNumberField("batches", plan.batches().size());
            json.writeNumberField("published", result.batches());
            json.writeNumberField("rows", result.rows());
            writeProblems(result, json);
        });
    }

    static void writeProblems(RunResult result, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("problems");
        for (Problem problem : result.problems()) {
            json.writeStartObject();
            json.writeStringField("kind", problem.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringField("table", problem.table().toString());
            if (problem.day().isPresent()) {
                json.writeStringField("day", problem.day().get().toString());
            }
            json.writeStringField("message", problem.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
