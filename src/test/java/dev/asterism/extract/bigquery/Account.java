package dev.asterism.extract.bigquery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a {@link BigQueryServer} was asked for, and what it billed. Thread-safe. */
final class Account {
    private static final long MIB = 1L << 20;

    private final Map<String, Entry> jobs = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private long bytesOfAQuery = 300 * MIB;
    private int dryRuns;

    /**
     * A query that was run, or is running.
     *
     * @param error why it has no result
     */
    record Job(String id, BigQueryServer.Query query, String state, long bytesBilled, Optional<RestError> error) {}

    private static final class Entry {
        private final Job job;
        private final Optional<QueryEngine.Result> result;
        private int pollsUntilDone;
        private boolean resultIsGone;

        Entry(Job job, Optional<QueryEngine.Result> result, int pollsUntilDone) {
            this.job = job;
            this.result = result;
            this.pollsUntilDone = pollsUntilDone;
        }

        Job now() {
            return pollsUntilDone > 0 ? new Job(job.id(), job.query(), "RUNNING", 0, Optional.empty()) : job;
        }
    }

    /** How much every query reads from now on. */
    synchronized void bytesOfAQuery(long bytes) {
        bytesOfAQuery = bytes;
    }

    synchronized long bytesOf(String sql) {
        return sql.isEmpty() ? 0 : bytesOfAQuery;
    }

    /** Lets the next so many queries that are asked for end with an error, unbilled. */
    synchronized void failNext(int queries, RestError error) {
        for (int query = 0; query < queries; query++) {
            failures.put(error.reason() + "\n" + error.message() + "\n" + query, error.code());
        }
    }

    /** Forgets all results, as BigQuery does after a day. */
    synchronized void forgetResults() {
        jobs.values().forEach(entry -> entry.resultIsGone = true);
    }

    /** Runs a query once; null where there is a job of that name. */
    synchronized @Nullable Job run(
            String id, BigQueryServer.Query query, Supplier<QueryEngine.Result> work, int pollsUntilDone) {
        if (jobs.containsKey(id)) {
            return null;
        }
        Optional<RestError> failure = nextFailure();
        Entry entry;
        if (failure.isPresent()) {
            entry = new Entry(new Job(id, query, "DONE", 0, failure), Optional.empty(), pollsUntilDone);
        } else {
            QueryEngine.Result result = work.get();
            long billed = Math.max((bytesOfAQuery + MIB - 1) / MIB * MIB, 10 * MIB);
            entry = new Entry(
                    new Job(id, query, "DONE", billed, Optional.empty()), Optional.of(result), pollsUntilDone);
        }
        jobs.put(id, entry);
        return entry.now();
    }

    private Optional<RestError> nextFailure() {
        Optional<String> next = failures.keySet().stream().findFirst();
        next.ifPresent(failures::remove);
        return next.map(key -> RestError.of(400, key.split("\n", -1)[0], key.split("\n", -1)[1]));
    }

    synchronized Optional<Job> poll(String id) {
        @Nullable Entry entry = jobs.get(id);
        if (entry == null) {
            return Optional.empty();
        }
        Job now = entry.now();
        entry.pollsUntilDone--;
        return Optional.of(now);
    }

    synchronized Optional<QueryEngine.Result> result(String id) {
        @Nullable Entry entry = jobs.get(id);
        return entry == null || entry.resultIsGone ? Optional.empty() : requireNonNull(entry).result;
    }

    synchronized void dryRun(String sql) {
        dryRuns += sql.isEmpty() ? 0 : 1;
    }

    synchronized void request(String request) {
        requests.add(request);
    }

    synchronized void authorized(String authorization) {
        authorizations.add(authorization);
    }

    /** All jobs, in the order in which they came. */
    synchronized List<Job> jobs() {
        return jobs.values().stream().map(entry -> entry.job).toList();
    }

    /** The jobs that cost something. */
    synchronized List<Job> billed() {
        return jobs().stream().filter(job -> job.bytesBilled() > 0).toList();
    }

    synchronized long bytesBilled() {
        return jobs().stream().mapToLong(Job::bytesBilled).sum();
    }

    synchronized int dryRuns() {
        return dryRuns;
    }

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> authorizations() {
        return List.copyOf(authorizations);
    }
}
