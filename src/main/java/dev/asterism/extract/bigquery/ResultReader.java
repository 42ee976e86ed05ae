package dev.asterism.extract.bigquery;

import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import dev.asterism.extract.Attempt;
import dev.asterism.extract.TransientException;
import dev.asterism.lake.DayFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies the result of a query, page by page: no more than one is in memory. */
final class ResultReader {
    private final BigQueryCalls calls;
    private final Attempt attempt;

    ResultReader(BigQueryCalls calls, Attempt attempt) {
        this.calls = calls;
        this.attempt = attempt;
    }

    /** The values of a page, in their order. */
    private record Page(List<List<@Nullable String>> rows, long rowsOfAllPages, Optional<String> next) {}

    /**
     * Writes all rows.
     *
     * @return how many they are
     * @throws TransientException where they are not as many as BigQuery says
     */
    long copy(TableId table, DayFileWriter writer) throws IOException, InterruptedException {
        Optional<String> token = Optional.empty();
        List<List<@Nullable String>> previous = List.of();
        do {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Page page = page(table, token, previous);
            for (List<@Nullable String> row : page.rows()) {
                writer.write(row);
            }
            previous = page.rows();
            token = page.next();
            if (token.isEmpty() && writer.rows() != page.rowsOfAllPages()) {
                throw new TransientException(
                        writer.rows() + " rows came, and not " + page.rowsOfAllPages(), Optional.empty());
            }
        } while (token.isPresent());
        return writer.rows();
    }

    private Page page(TableId table, Optional<String> token, List<List<@Nullable String>> previous)
            throws IOException, InterruptedException {
        return attempt.retry("A page of the result in " + table.getTable(), () -> {
            Page page = page(calls.page(table, token));
            // No two rows of a grouped result are alike, so two pages cannot be.
            if (!page.rows().isEmpty() && page.rows().equals(previous)) {
                throw new TransientException("the same page came twice", Optional.empty());
            }
            return page;
        });
    }

    private Page page(TableResult result) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        long bytes = 0;
        for (FieldValueList fields : result.getValues()) {
            List<@Nullable String> row = new ArrayList<>(fields.size());
            for (FieldValue field : fields) {
                @Nullable String value = field.isNull() ? null : field.getStringValue();
                bytes += value == null ? 1 : value.length() + 1;
                row.add(value);
            }
            rows.add(row);
        }
        attempt.received(bytes);
        return new Page(
                rows,
                result.getTotalRows(),
                Optional.ofNullable(result.getNextPageToken()).filter(next -> !next.isEmpty()));
    }
}
