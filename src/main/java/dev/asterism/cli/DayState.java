package dev.asterism.cli;

import dev.asterism.plan.Staleness;
import java.util.Locale;

/** How a day of a source or table stands, and how a calendar draws it. */
enum DayState {
    /** The source has a file of the day. */
    PRESENT('#', ""),
    /** The source has a file of the day, which lacks a part of it. */
    INCOMPLETE('+', ": there, but the service that it came from lacked a part of the day"),
    /** The table holds the day as it should be. */
    CURRENT('#', ""),
    /** The next run builds the day. */
    STALE('~', ": the next run builds it"),
    /** What was built from a file that is gone. */
    ORPHANED('o', ": built from a file that is gone; 'run --prune' removes it"),
    /** The next run removes the day. */
    REMOVABLE('-', ": no longer wanted, the next run removes it"),
    /** Not there, although days before and after it are. */
    MISSING('.', ": no file, though days before and after it have one");

    private final char symbol;
    private final String meaning;

    DayState(char symbol, String meaning) {
        this.symbol = symbol;
        this.meaning = meaning;
    }

    static DayState of(Staleness.Status status) {
        return switch (status) {
            case CURRENT -> CURRENT;
            case STALE -> STALE;
            case ORPHANED -> ORPHANED;
            case REMOVABLE -> REMOVABLE;
        };
    }

    char symbol() {
        return symbol;
    }

    /** What is to be said beside its name; empty where that says it all. */
    String meaning() {
        return meaning;
    }

    String coloured(String text, Colours colours) {
        return switch (this) {
            case PRESENT, CURRENT -> colours.green(text);
            case INCOMPLETE, STALE, REMOVABLE -> colours.yellow(text);
            case ORPHANED, MISSING -> colours.red(text);
        };
    }

    /** As it is written in a report. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
