package dev.asterism;

/**
 * A failure that the user can act on. Its message says what happened, where, what was expected and what to do next, and
 * is shown without a stack trace. Any other exception that reaches the command line is a defect of the program.
 */
public abstract sealed class AsterismException extends RuntimeException permits InputException, RunFailedException {
    protected AsterismException(String message) {
        super(message);
    }

    protected AsterismException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The exit code of a process that ends because of this failure. */
    public abstract int exitCode();
}
