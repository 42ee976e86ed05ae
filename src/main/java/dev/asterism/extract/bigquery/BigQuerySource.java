package dev.asterism.extract.bigquery;

import dev.asterism.AsterismException;
import dev.asterism.InputException;
import dev.asterism.RunFailedException;
import dev.asterism.config.ByteSize;
import dev.asterism.config.SettingKeys;
import dev.asterism.config.Settings;
import dev.asterism.extract.Attempt;
import dev.asterism.extract.DataSet;
import dev.asterism.extract.DaySource;
import dev.asterism.extract.Estimate;
import dev.asterism.extract.Outcome;
import dev.asterism.extract.Retries;
import dev.asterism.extract.TransientException;
import dev.asterism.extract.bigquery.BigQueryCalls.Forecast;
import dev.asterism.extract.bigquery.Failures.MissingTableException;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileDraft;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.DayFileTarget;
import dev.asterism.lake.DayFileWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The days of a data set, from Google BigQuery.
 *
 * <p>A query is named by us, and its name is on record before BigQuery hears of it. Whatever happens then, to the
 * connection or to this process, the next try finds the query by its name and reads its result, instead of paying for
 * another.
 */
public final class BigQuerySource implements DaySource {
    /** As it is named in records and on the command line. */
    public static final String NAME = "bigquery";

    /** BigQuery keeps a result for about a day. */
    private static final Duration RESULTS_ARE_KEPT_FOR = Duration.ofHours(23);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private final QueryFile query;
    private final BigQueryCalls calls;
    private final HttpConnections connections;
    private final Retries retries;
    private final ByteSize maxBytesBilled;
    private final Optional<BigDecimal> monthlyBudget;
    private final String project;

    private BigQuerySource(
            QueryFile query,
            BigQueryCalls calls,
            HttpConnections connections,
            Retries retries,
            ByteSize maxBytesBilled,
            Optional<BigDecimal> monthlyBudget,
            String project) {
        this.query = query;
        this.calls = calls;
        this.connections = connections;
        this.retries = retries;
        this.maxBytesBilled = maxBytesBilled;
        this.monthlyBudget = monthlyBudget;
        this.project = project;
    }

    /**
     * Makes ready to ask BigQuery; nothing is asked yet.
     *
     * @param retries for estimates, which belong to no attempt
     * @throws InputException where the settings do not say who asks and who pays, or there is no query
     */
    public static BigQuerySource open(Settings settings, DataSet dataSet, Retries retries) {
        QueryFile query = QueryFile.read(settings.get(SettingKeys.BIGQUERY_QUERIES_DIR), dataSet);
        HttpConnections connections = new HttpConnections();
        Access access = Access.of(settings, connections);
        BigQueryCalls calls = new BigQueryCalls(
                access.connect(connections), access.project(), new Failures(access.project(), access.describe()));
        return new BigQuerySource(
                query,
                calls,
                connections,
                retries,
                settings.get(SettingKeys.BIGQUERY_MAX_BYTES_BILLED),
                settings.get(SettingKeys.BIGQUERY_MONTHLY_BUDGET).map(budget -> budget.amount()),
                access.project());
    }

    @Override
    public DataSet dataSet() {
        return query.dataSet();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return "BigQuery, billed to the project " + project;
    }

    @Override
    public Day firstDay() {
        return query.firstDay();
    }

    @Override
    public boolean isBilled() {
        return true;
    }

    @Override
    public Optional<Estimate> estimate(Day day) throws IOException, InterruptedException {
        try {
            Forecast forecast =
                    retries.call(what(day), () -> calls.forecast(query.sqlFor(day), day), (what, why, wait) -> {});
            return Optional.of(Price.ofReading(forecast.bytes()));
        } catch (MissingTableException gap) {
            return Optional.empty();
        }
    }

    @Override
    public Outcome extract(Day day, DayFileTarget target, Attempt attempt) throws IOException, InterruptedException {
        Set<String> earlierJobs = attempt.earlierJobs(RESULTS_ARE_KEPT_FOR).stream()
                .filter(jobId -> jobId.startsWith(jobIdPrefix(day)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        while (true) {
            Result result;
            try {
                result = attempt.retry(what(day), () -> result(day, attempt, earlierJobs));
            } catch (MissingTableException gap) {
                return new Outcome.Missing("BigQuery has no table of it");
            }
            try {
                return written(result, target, attempt);
            } catch (MissingTableException resultIsGone) {
                if (!earlierJobs.remove(result.jobId())) {
                    throw new RunFailedException(
                            what(day) + " was run, but its result is gone (" + resultIsGone.getMessage()
                                    + "). Expected BigQuery to keep it for a day. Download again.",
                            resultIsGone);
                }
            }
        }
    }

    /** A query that was run, and what came of it. */
    private record Result(String jobId, JobState.Done state) {}

    /** The result of the query that an earlier try asked for and did not live to read, else that of a new one. */
    private Result result(Day day, Attempt attempt, Set<String> earlierJobs) throws IOException, InterruptedException {
        for (String jobId : earlierJobs) {
            JobState state = state(jobId, attempt);
            if (state instanceof JobState.Unknown) {
                // It may still be on its way: under the same name it can arrive once only.
                return ask(jobId, day, attempt);
            }
            if (!(state instanceof JobState.Failed)) {
                attempt.takeOver(jobId);
                return await(jobId, attempt);
            }
        }
        String jobId = jobIdPrefix(day) + UUID.randomUUID();
        return ask(jobId, day, attempt);
    }

    private Result ask(String jobId, Day day, Attempt attempt) throws IOException, InterruptedException {
        Forecast forecast = attempt.retry(what(day), () -> calls.forecast(query.sqlFor(day), day));
        Estimate price = Price.ofReading(forecast.bytes());
        requireColumns(forecast);
        requireWithinTheCap(price, day);
        if (!attempt.reserve(jobId, price, monthlyBudget)) {
            throw overBudget(price, day);
        }
        try {
            attempt.retry(what(day), () -> {
                calls.submit(jobId, query.sqlFor(day), day, maxBytesBilled.bytes());
                return jobId;
            });
        } catch (AsterismException | MissingTableException refused) {
            // Without any answer the query may run all the same; what it was to cost stays on record then.
            if (!(refused.getCause() instanceof TransientException)) {
                attempt.billed(Estimate.NOTHING);
            }
            throw refused;
        }
        return await(jobId, attempt);
    }

    private Result await(String jobId, Attempt attempt) throws IOException, InterruptedException {
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            JobState state = state(jobId, attempt);
            if (state instanceof JobState.Done done) {
                attempt.billed(Price.ofBilled(done.bytesBilled()));
                return new Result(jobId, done);
            }
            if (state instanceof JobState.Failed failed) {
                attempt.billed(Estimate.NOTHING);
                throw calls.failure(failed);
            }
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private JobState state(String jobId, Attempt attempt) throws IOException, InterruptedException {
        return attempt.retry("The query " + jobId, () -> calls.state(jobId));
    }

    private Outcome written(Result result, DayFileTarget target, Attempt attempt)
            throws IOException, InterruptedException {
        return attempt.retry(what(target.day()), () -> {
            try (DayFileDraft draft = new DayFileDraft(target)) {
                long rows;
                try (DayFileWriter writer = draft.writer()) {
                    rows = new ResultReader(calls, attempt).copy(result.state().table(), writer);
                }
                if (rows == 0) {
                    return new Outcome.Missing("BigQuery has no rows of it");
                }
                DayFileMeta meta = draft.publish(new DayFileDraft.Provenance(
                        NAME, rows, OptionalLong.of(result.state().bytesBilled()), Optional.empty(), Map.of()));
                return new Outcome.Written(meta);
            }
        });
    }

    private void requireColumns(Forecast forecast) {
        if (!forecast.columns().equals(query.columns())) {
            throw new InputException(query.path() + ": the result would have the columns "
                    + String.join(", ", forecast.columns()) + ". Expected those that the header names, in their order: "
                    + String.join(", ", query.columns()) + ". Nothing was billed.");
        }
    }

    private void requireWithinTheCap(Estimate price, Day day) {
        if (price.bytes() > maxBytesBilled.bytes()) {
            throw new RunFailedException(
                    "%s would read %s, which is %s US dollars and more than the %s allowed for one day. It was not run, and nothing was billed. Raise --max-bytes-billed or bigquery.max-bytes-billed if that is meant to be read."
                            .formatted(what(day), size(price.bytes()), dollars(price.usDollars()), maxBytesBilled));
        }
    }

    private InputException overBudget(Estimate price, Day day) {
        return new InputException(
                "%s would cost %s US dollars, and this month's budget of %s US dollars does not allow that any more. It was not run, and nothing was billed for it. Wait until next month, or raise bigquery.monthly-budget."
                        .formatted(
                                what(day),
                                dollars(price.usDollars()),
                                monthlyBudget.map(BigDecimal::toPlainString).orElse("")));
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    private static String dollars(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.UP).toPlainString();
    }

    private String what(Day day) {
        return "The query for " + query.dataSet() + " of " + day;
    }

    /** Another text of the query gives other rows, so its result is not looked for under the same names. */
    private String jobIdPrefix(Day day) {
        return "asterism-" + query.dataSet() + "-" + day.id() + "-" + query.digest() + "-";
    }

    @Override
    public void cancel() {
        connections.abort();
    }

    @Override
    public void close() {
        connections.abort();
    }
}
