package dev.asterism.extract.gharchive;

import dev.asterism.extract.TransientException;

/** The bytes arrived as the server sent them, but they are no whole gzip file: perhaps its fault, perhaps passing. */
final class DamagedContentException extends TransientException {
    DamagedContentException(Throwable cause) {
        super("the content is truncated or damaged (" + cause + ")", cause);
    }
}
