package dev.asterism.extract;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Something failed that may pass by itself: worth another try. */
public final class TransientException extends IOException {
    private final transient Optional<Duration> retryAfter;

    /** @param message what happened, without a full stop */
    public TransientException(String message, Throwable cause) {
        super(message, cause);
        this.retryAfter = Optional.empty();
    }

    /**
     * @param message what happened, without a full stop
     * @param retryAfter how long the server asked to wait; empty where it did not
     */
    public TransientException(String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
