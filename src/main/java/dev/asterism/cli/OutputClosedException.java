package dev.asterism.cli;

/** Whoever read standard output has read enough, as {@code head} does. The program ends quietly. */
final class OutputClosedException extends RuntimeException {
    OutputClosedException(Throwable cause) {
        super("Standard output was closed by its reader.", cause);
    }
}
