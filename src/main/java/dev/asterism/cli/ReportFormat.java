package dev.asterism.cli;

import java.util.Locale;

/** How a command reports: for people, or for programs. */
enum ReportFormat {
    TEXT,
    JSON;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
