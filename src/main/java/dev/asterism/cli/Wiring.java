package dev.asterism.cli;

import dev.asterism.InputException;
import dev.asterism.config.Settings;
import dev.asterism.engine.QueryResult;

/** Puts the parts of the program together for each command. */
@SuppressWarnings("DoNotCallSuggester") // until the methods do their work
final class Wiring {
    private Wiring() {}

    /** Returns the exit code. */
    static int run(Program program, Settings settings, BuildOptions options, ReportFormat format) {
        throw new InputException("not wired yet");
    }

    /** Returns the exit code. */
    static int plan(Program program, Settings settings, BuildOptions options, boolean withSql, ReportFormat format) {
        throw new InputException("not wired yet");
    }

    /** Returns the exit code. */
    static int status(Program program, Settings settings, ReportFormat format) {
        throw new InputException("not wired yet");
    }

    /** Returns the exit code. */
    static int doctor(Program program, Settings settings, ReportFormat format) {
        throw new InputException("not wired yet");
    }

    /** Opens the warehouse read-only and starts the query; closing the result closes the warehouse. */
    static QueryResult query(Settings settings, String sql) {
        throw new InputException("not wired yet");
    }
}
