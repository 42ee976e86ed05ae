package dev.asterism.config;

import java.nio.file.Path;

/** Where a setting's value came from. Its text is what a user can look for, such as {@code local-setup.properties:3}. */
public sealed interface Origin {

    /** A flag of the command line, such as {@code --data-dir}. */
    record Flag(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }

    /** An environment variable, such as {@code ASTERISM_DATA_DIR}. */
    record Environment(String variable) implements Origin {
        @Override
        public String toString() {
            return variable;
        }
    }

    /** A line, counted from 1, of a settings file. */
    record FileLine(Path file, int line) implements Origin {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** Nobody set it. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }
}
