package dev.asterism.catalog;

import dev.asterism.HostName;
import java.time.Duration;
import java.time.Instant;

/**
 * A process, and the machine it is on.
 *
 * @param host the machine's name
 * @param processId the process, on that machine
 */
record ProcessIdentity(String host, long processId) {
    /** The system tells a process's start only to about a second. */
    private static final Duration START_PRECISION = Duration.ofSeconds(2);

    static ProcessIdentity ofThisProcess() {
        return new ProcessIdentity(
                HostName.ofThisMachine(), ProcessHandle.current().pid());
    }

    /**
     * Whether the process that did something at a time is still there. A process that started later only got the same
     * number.
     */
    boolean isAliveSince(Instant time) {
        return ProcessHandle.of(processId)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(time.plus(START_PRECISION)))
                        .orElse(true))
                .isPresent();
    }
}
