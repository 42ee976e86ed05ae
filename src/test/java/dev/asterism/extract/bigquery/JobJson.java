package dev.asterism.extract.bigquery;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs and rows in the form of BigQuery's REST interface. */
final class JobJson {
    private JobJson() {}

    static JsonObject dryRun(List<QueryEngine.Column> columns, long bytes) {
        JsonObject query = new JsonObject();
        query.addProperty("totalBytesProcessed", String.valueOf(bytes));
        query.addProperty("totalBytesBilled", "0");
        JsonObject schema = new JsonObject();
        JsonArray fields = new JsonArray();
        columns.forEach(column -> {
            JsonObject field = new JsonObject();
            field.addProperty("name", column.name());
            field.addProperty("type", column.type());
            field.addProperty("mode", "NULLABLE");
            fields.add(field);
        });
        schema.add("fields", fields);
        query.add("schema", schema);
        JsonObject job = job("dry-run-project", "dry-run", "DONE", query);
        job.getAsJsonObject("configuration").addProperty("dryRun", true);
        return job;
    }

    static JsonObject of(String project, Account.Job job) {
        JsonObject query = new JsonObject();
        query.addProperty("totalBytesProcessed", String.valueOf(job.bytesBilled()));
        query.addProperty("totalBytesBilled", String.valueOf(job.bytesBilled()));
        JsonObject json = job(project, job.id(), job.state(), query);
        job.error().ifPresent(error -> {
            JsonObject result = new JsonObject();
            result.addProperty("reason", error.reason());
            result.addProperty("message", error.message());
            json.getAsJsonObject("status").add("errorResult", result);
        });
        return json;
    }

    /** A row of a page. */
    static JsonObject row(List<@Nullable String> values) {
        JsonArray cells = new JsonArray();
        for (@Nullable String value : values) {
            JsonObject cell = new JsonObject();
            cell.add("v", value == null ? JsonNull.INSTANCE : new JsonPrimitive(value));
            cells.add(cell);
        }
        JsonObject row = new JsonObject();
        row.add("f", cells);
        return row;
    }

    private static JsonObject job(String project, String jobId, String state, JsonObject queryStatistics) {
        JsonObject reference = new JsonObject();
        reference.addProperty("projectId", project);
        reference.addProperty("jobId", jobId);
        reference.addProperty("location", "US");
        JsonObject table = new JsonObject();
        table.addProperty("projectId", project);
        table.addProperty("datasetId", "_anonymous");
        table.addProperty("tableId", jobId);
        JsonObject query = new JsonObject();
        query.addProperty("query", "as it was asked for");
        query.add("destinationTable", table);
        JsonObject configuration = new JsonObject();
        configuration.addProperty("jobType", "QUERY");
        configuration.add("query", query);
        JsonObject status = new JsonObject();
        status.addProperty("state", state);
        JsonObject statistics = new JsonObject();
        statistics.addProperty("creationTime", "1521000000000");
        statistics.add("query", queryStatistics);
        JsonObject job = new JsonObject();
        job.addProperty("kind", "bigquery#job");
        job.addProperty("id", project + ":US." + jobId);
        job.add("jobReference", reference);
        job.add("configuration", configuration);
        job.add("status", status);
        job.add("statistics", statistics);
        return job;
    }
}
