package dev.asterism.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run did to one table in one batch.
 *
 * @param batch the number of the batch within the run, from 1
 * @param table the table, with its schema
 * @param days how many days of it were built
 * @param rows how many rows it got
 * @param startedAt when the step started
 * @param duration how long it took, kept to the millisecond
 * @param status how it ended
 * @param message why, for the user
 */
public record RunStep(
        int batch,
        String table,
        int days,
        long rows,
        Instant startedAt,
        Duration duration,
        RunStatus status,
        Optional<String> message) {}
