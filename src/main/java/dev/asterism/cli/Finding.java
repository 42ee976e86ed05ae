package dev.asterism.cli;

import dev.asterism.AsterismException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param check what was looked at, in a word or two
 * @param level how bad it is
 * @param text what was found
 * @param advice what to do; empty where nothing is to do, or the text says it
 */
record Finding(String check, Level level, String text, Optional<String> advice) {

    /** How bad a finding is. */
    enum Level {
        OK,
        WARN,
        FAIL;

        /** As it is written in a report. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String check, String text) {
        return new Finding(check, Level.OK, text, Optional.empty());
    }

    static Finding warn(String check, String text, String advice) {
        return new Finding(check, Level.WARN, text, Optional.of(advice));
    }

    static Finding fail(String check, String text, String advice) {
        return new Finding(check, Level.FAIL, text, Optional.of(advice));
    }

    /** A failure whose message says what to do. */
    static Finding of(String check, Level level, AsterismException failure) {
        return new Finding(check, level, String.valueOf(failure.getMessage()), Optional.empty());
    }
}
