package dev.asterism;

/** The user's input, usage or configuration is wrong: exit code 2. */
public final class InputException extends AsterismException {
    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public int exitCode() {
        return 2;
    }
}
