package dev.asterism.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * A run as the catalog knows it.
 *
 * @param id its name
 * @param command the command line, clipped
 * @param warehouse the warehouse's URL, without a password
 * @param host the machine it ran on
 * @param processId the process it ran in, on that machine
 * @param startedAt when it started
 * @param finishedAt when it ended; empty while it runs, and where nobody saw its end
 * @param status how it stands
 * @param message why, for the user
 */
public record RunRecord(
        RunId id,
        String command,
        String warehouse,
        String host,
        long processId,
        Instant startedAt,
        Optional<Instant> finishedAt,
        RunStatus status,
        Optional<String> message) {}
