package dev.asterism.extract.bigquery;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.TableId;

/** How a query stands that BigQuery was asked to run. */
sealed interface JobState {

    /** BigQuery knows nothing of it: it was never asked. */
    record Unknown() implements JobState {}

    record Running() implements JobState {}

    /**
     * It has been paid for, and its result can be read for about a day.
     *
     * @param table that holds its result
     * @param bytesBilled 0 where BigQuery had the same result at hand
     */
    record Done(TableId table, long bytesBilled) implements JobState {}

    /** It ended without a result, and is not billed. */
    record Failed(BigQueryError error) implements JobState {}
}
