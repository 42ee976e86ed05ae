package dev.asterism.cli;

import dev.asterism.config.Settings;
import java.io.IOException;

/** Checks that everything is as it should be. */
final class Doctor {
    private final Settings settings;

    Doctor(Settings settings) {
        this.settings = settings;
    }

    /** Prints the findings; gives the exit code. */
    int report(Program program, ReportFormat format) throws IOException {
        program.out().write(format + " " + settings.dataDir() + "\n");
        return 0;
    }
}
