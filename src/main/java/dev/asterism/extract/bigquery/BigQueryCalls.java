package dev.asterism.extract.bigquery;

import static java.util.Objects.requireNonNull;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.TableDataListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import dev.asterism.extract.TransientException;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of BigQuery, once per call. Each fails with {@link TransientException} where it is worth another try, with
 * {@link Failures.MissingTableException}, or for good. Thread-safe.
 */
final class BigQueryCalls {
    private static final int CONFLICT = 409;

    /** The most that an answer may hold is 10 MB; this much is well below, and little to keep in memory. */
    private static final long ROWS_OF_A_PAGE = 20_000;

    private final BigQuery client;
    private final String project;
    private final Failures failures;

    BigQueryCalls(BigQuery client, String project, Failures failures) {
        this.client = client;
        this.project = project;
        this.failures = failures;
    }

    /**
     * What a query would do.
     *
     * @param bytes how many it would read
     * @param columns of its result
     */
    record Forecast(long bytes, List<String> columns) {}

    /** Asks what a query would do, which costs nothing. */
    Forecast forecast(String sql, Day day) throws IOException {
        return call(() -> {
            Job job = requireNonNull(
                    client.create(JobInfo.of(query(sql, day).setDryRun(true).build())));
            QueryStatistics statistics = requireNonNull(job.<QueryStatistics>getStatistics());
            @Nullable Long bytes = statistics.getTotalBytesProcessed();
            FieldList fields = statistics.getSchema() == null
                    ? FieldList.of()
                    : statistics.getSchema().getFields();
            List<String> columns = new ArrayList<>();
            fields.forEach(field -> columns.add(field.getName()));
            return new Forecast(bytes == null ? 0 : bytes, columns);
        });
    }

    /**
     * Asks for a query to be run under a name. Where BigQuery knows that name already, the query was asked for before:
     * it runs once, and is paid once.
     */
    void submit(String jobId, String sql, Day day, long maxBytesBilled) throws IOException {
        call(() -> {
            try {
                client.create(JobInfo.newBuilder(query(sql, day)
                                .setMaximumBytesBilled(maxBytesBilled)
                                .build())
                        .setJobId(job(jobId))
                        .build());
            } catch (BigQueryException failure) {
                if (failure.getCode() != CONFLICT) {
                    throw failure;
                }
            }
            return true;
        });
    }

    /** How a query stands. */
    JobState state(String jobId) throws IOException {
        return call(() -> {
            @Nullable Job job = client.getJob(job(jobId));
            if (job == null) {
                return new JobState.Unknown();
            }
            JobStatus status = requireNonNull(job.getStatus());
            if (!JobStatus.State.DONE.equals(status.getState())) {
                return new JobState.Running();
            }
            if (status.getError() != null) {
                return new JobState.Failed(status.getError());
            }
            QueryJobConfiguration configuration = job.getConfiguration();
            QueryStatistics statistics = requireNonNull(job.<QueryStatistics>getStatistics());
            @Nullable Long billed = statistics.getTotalBytesBilled();
            return new JobState.Done(requireNonNull(configuration.getDestinationTable()), billed == null ? 0 : billed);
        });
    }

    /** What to throw for a query that ended without a result. */
    IOException failure(JobState.Failed failed) {
        return failures.of(failed.error());
    }

    /** A page of a result; the first where there is no token. */
    TableResult page(TableId table, Optional<String> token) throws IOException {
        return call(() -> token.isEmpty()
                ? client.listTableData(table, TableDataListOption.pageSize(ROWS_OF_A_PAGE))
                : client.listTableData(
                        table,
                        TableDataListOption.pageSize(ROWS_OF_A_PAGE),
                        TableDataListOption.pageToken(token.get())));
    }

    private static QueryJobConfiguration.Builder query(String sql, Day day) {
        return QueryJobConfiguration.newBuilder(sql)
                .addNamedParameter("day", QueryParameterValue.date(day.toString()))
                .setUseLegacySql(false);
    }

    private JobId job(String jobId) {
        return JobId.newBuilder().setProject(project).setJob(jobId).build();
    }

    private interface Call<T> {
        T answer() throws BigQueryException;
    }

    private <T> T call(Call<T> call) throws IOException {
        try {
            return call.answer();
        } catch (BigQueryException failure) {
            throw failures.of(failure);
        } catch (IllegalArgumentException | NullPointerException answerCutOff) {
            // The client notices a part of an answer that is missing only when it looks for it.
            throw new TransientException("the answer was not understood (" + answerCutOff + ")", answerCutOff);
        }
    }
}
