package dev.asterism.extract.bigquery;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;

/** An error as BigQuery answers it. */
record RestError(int code, String reason, String message, Map<String, String> headers) {
    static final RestError RATE_LIMIT =
            of(403, "rateLimitExceeded", "Exceeded rate limits: too many api requests per user per method");
    static final RestError QUOTA =
            of(403, "quotaExceeded", "Quota exceeded: Your project exceeded quota for free query bytes scanned.");
    static final RestError ACCESS_DENIED =
            of(403, "accessDenied", "Access Denied: Project p: User does not have bigquery.jobs.create permission");

    static RestError of(int code, String reason, String message) {
        return new RestError(code, reason, message, Map.of());
    }

    static RestError noSuchTable(String table) {
        return of(404, "notFound", "Not found: Table " + table + " was not found in location US");
    }

    RestError with(String header, String value) {
        return new RestError(code, reason, message, Map.of(header, value));
    }

    Answer answer() {
        JsonObject detail = new JsonObject();
        detail.addProperty("domain", "global");
        detail.addProperty("reason", reason);
        detail.addProperty("message", message);
        JsonArray details = new JsonArray();
        details.add(detail);
        JsonObject error = new JsonObject();
        error.addProperty("code", code);
        error.addProperty("message", message);
        error.add("errors", details);
        JsonObject body = new JsonObject();
        body.add("error", error);
        return Answer.of(code, headers, body);
    }
}
