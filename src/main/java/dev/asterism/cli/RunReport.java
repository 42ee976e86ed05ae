package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.asterism.plan.Plan;
import dev.asterism.run.Problem;
import dev.asterism.run.RunResult;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;

/** How a run ended, for people or for programs. */
final class RunReport {
    private RunReport() {}

    static String summary(RunResult result, Plan plan, Duration duration) {
        String done = "%d of %s published, %s of facts, in %s."
                .formatted(
                        result.batches(),
                        plan.batches().size() == 1 ? "1 batch" : plan.batches().size() + " batches",
                        Quantities.count(result.rows(), "row"),
                        Quantities.duration(duration));
        int problems = result.problems().size();
        return problems == 0
                ? "Done: " + done
                : "Done with " + problems + (problems == 1 ? " problem" : " problems") + ", see above: " + done
                        + " What was kept out is tried again by the next run.";
    }

    static void writeJson(RunResult result, Plan plan, Writer out) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("status", result.problems().isEmpty() ? "succeeded" : "failed");
            json.writeNumberField("batches", plan.batches().size());
            json.writeNumberField("published", result.batches());
            json.writeNumberField("rows", result.rows());
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
            json.writeEndObject();
        }
        out.write('\n');
    }
}
