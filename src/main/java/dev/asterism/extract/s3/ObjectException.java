package dev.asterism.extract.s3;

import java.io.IOException;

/** One object cannot be mirrored, for a reason that says nothing about the others. The message is for the user. */
final class ObjectException extends IOException {
    private static final long serialVersionUID = 1;

    ObjectException(String message) {
        super(message);
    }
}
