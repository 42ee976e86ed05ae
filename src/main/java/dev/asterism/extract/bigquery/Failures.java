package dev.asterism.extract.bigquery;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.extract.RetryAfter;
import dev.asterism.extract.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells apart what BigQuery and the way to it can answer: what may pass, what the user must mend, what is missing. */
final class Failures {
    private static final Set<Integer> CODES_THAT_PASS = Set.of(429, 500, 502, 503, 504);
    private static final Set<String> REASONS_THAT_PASS = Set.of(
            "rateLimitExceeded",
            "jobRateLimitExceeded",
            "userRateLimitExceeded",
            "backendError",
            "jobBackendError",
            "internalError",
            "jobInternalError",
            "tableUnavailable");
    private static final int LONGEST_MESSAGE = 500;

    /** As messages name them. */
    private final String project;

    private final String credentials;

    Failures(String project, String credentials) {
        this.project = project;
        this.credentials = credentials;
    }

    /** A table that is named in the query does not exist. */
    static final class MissingTableException extends IOException {
        MissingTableException(String message) {
            super(message);
        }
    }

    /** What to throw in the place of what the client threw; thrown itself where it is unchecked. */
    IOException of(BigQueryException failure) {
        Optional<Retryable> authentication = cause(failure, Retryable.class);
        if (authentication.isPresent() && failure.getReason() == null) {
            return ofAuthentication(authentication.get());
        }
        if (failure.getReason() == null && failure.getCode() == 0) {
            return new TransientException("the connection failed (" + message(failure) + ")", failure);
        }
        if (passes(failure.getCode(), failure.getReason())) {
            return new TransientException(
                    "BigQuery answered " + failure.getCode() + " (" + message(failure) + ")", retryAfter(failure));
        }
        return lasting(failure.getCode(), String.valueOf(failure.getReason()), message(failure), failure);
    }

    /** What to throw for a query that ended without a result. */
    IOException of(BigQueryError error) {
        String message = String.valueOf(error.getMessage());
        if (passes(0, error.getReason()) || "stopped".equals(error.getReason())) {
            return new TransientException("the query failed (" + message + ")", Optional.empty());
        }
        return lasting(0, String.valueOf(error.getReason()), message, null);
    }

    private static boolean passes(int code, @Nullable String reason) {
        return (reason != null && REASONS_THAT_PASS.contains(reason))
                || (CODES_THAT_PASS.contains(code) && !"quotaExceeded".equals(reason));
    }

    private IOException lasting(int code, String reason, String message, @Nullable Exception cause) {
        if (reason.equals("notFound") && message.contains("Not found: Table")) {
            return new MissingTableException(message);
        }
        throw switch (reason) {
            case "bytesBilledLimitExceeded" ->
                failed(
                        message,
                        "BigQuery did not run the query, and billed nothing. Raise --max-bytes-billed or"
                                + " bigquery.max-bytes-billed if that is meant to be read.",
                        cause);
            case "quotaExceeded" ->
                input(
                        "The quota of the project " + project + " is used up",
                        message,
                        "Wait until it is renewed, or raise it at https://console.cloud.google.com/iam-admin/quotas.",
                        cause);
            case "billingNotEnabled", "billingTierLimitExceeded" ->
                input(
                        "The project " + project + " cannot be billed",
                        message,
                        "Enable billing for it, or name another one with bigquery.project.",
                        cause);
            case "accessDenied", "forbidden", "insufficientPermissions" ->
                input(
                        "BigQuery permits too little to " + credentials + " in the project " + project,
                        message,
                        "Grant the roles BigQuery Job User and BigQuery Data Viewer in that project, and enable the"
                                + " BigQuery API. See docs/how-to/download-from-bigquery.md.",
                        cause);
            case "notFound" ->
                input(
                        "BigQuery does not find what it was asked for",
                        message,
                        "Check bigquery.project, which is " + project + ".",
                        cause);
            default ->
                code == 401
                        ? rejected("401")
                        : code == 403
                                ? input(
                                        "BigQuery refused " + credentials + " in the project " + project,
                                        message,
                                        "Check the roles and the API. See docs/how-to/download-from-bigquery.md.",
                                        cause)
                                : failed(
                                        message,
                                        "BigQuery did not run the query (" + reason
                                                + "). Correct the query's file if it was changed, else report this.",
                                        cause);
        };
    }

    private IOException ofAuthentication(Retryable failure) {
        String status = failure instanceof Throwable thrown
                ? cause(thrown, HttpResponseException.class)
                        .map(response -> String.valueOf(response.getStatusCode()))
                        .orElse("no answer")
                : "no answer";
        if (failure.isRetryable()) {
            return new TransientException("Google's login service failed (" + status + ")", Optional.empty());
        }
        throw rejected(status);
    }

    /** Without its cause, whose message may repeat what was sent. */
    private InputException rejected(String status) {
        return new InputException("Google did not accept " + credentials + " (" + status
                + "). Expected valid credentials. Make a new key, or log in with 'gcloud auth application-default login'."
                + " See docs/how-to/download-from-bigquery.md.");
    }

    private static AsterismException failed(String message, String what, @Nullable Exception cause) {
        String text = what + " It said: " + clipped(message);
        return cause == null ? new RunFailedException(text) : new RunFailedException(text, cause);
    }

    private static AsterismException input(String what, String message, String help, @Nullable Exception cause) {
        String text = what + ". It said: " + clipped(message) + " " + help;
        return cause == null ? new InputException(text) : new InputException(text, cause);
    }

    private static String message(BigQueryException failure) {
        Throwable root = failure;
        while (root.getMessage() == null && root.getCause() != null) {
            root = root.getCause();
        }
        return clipped(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }

    /** One line; a proxy may answer with a whole page. */
    private static String clipped(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static Optional<Duration> retryAfter(BigQueryException failure) {
        return RetryAfter.parse(cause(failure, HttpResponseException.class)
                .map(response -> response.getHeaders().getRetryAfter()));
    }

    private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
        for (@Nullable Throwable next = failure; next != null; next = next.getCause()) {
            if (type.isInstance(next)) {
                return Optional.of(type.cast(next));
            }
        }
        return Optional.empty();
    }
}
