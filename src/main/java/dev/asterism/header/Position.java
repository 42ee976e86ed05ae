package dev.asterism.header;

import dev.asterism.InputException;
import java.nio.file.Path;

/**
 * A place in a file, for messages.
 *
 * @param file the file
 * @param line the line, 1 is the first
 * @param column the column, 1 is the first
 */
public record Position(Path file, int line, int column) {
    /** The failure "what is wrong here", prefixed with the place. */
    public InputException error(String whatIsWrong) {
        return new InputException(this + ": " + whatIsWrong);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
