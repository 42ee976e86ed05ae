package dev.asterism;

/** The input was understood, but the work could not be done: exit code 1. */
public non-sealed class RunFailedException extends AsterismException {
    public RunFailedException(String message) {
        super(message);
    }

    public RunFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 1;
    }
}
