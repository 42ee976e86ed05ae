package dev.asterism.cli;

import dev.asterism.plan.Staleness;
import java.util.Locale;

/** How a day of a source or table stands, and how a calendar draws it. Later ones are worse. */
enum DayState {
    /** The source has a file of the day. */
    PRESENT('#', ""),
    /** The table holds the day as it should be. */
    CURRENT('#', ""),
    /** The next run builds the day. */
    STALE('~', ": the next run builds it"),
    /** The next run removes the day. */
    REMOVABLE('-', ": no longer wanted, the next run removes it"),
    /** The source has a file of the day that lacks a part of it. */
    INCOMPLETE('%', ": the file is known to lack a part of the day"),
    /** What was built from a file that is gone. */
    ORPHANED('o', ": built from a file that is gone; 'run --prune' removes it"),
    /** What was built before the setting first.date left its file unread. */
    BEFORE_FIRST_DATE('<', ": before first.date, so that its file is not read; 'run --prune' removes it"),
    /** Not there, although days before and after it are. */
    MISSING('.', ": no file, though days before and after it have one"),
    /** A check found something wrong with the day; it may be kept out. */
    FAILED_CHECK('!', ": 'asterism check' says what is published in spite of it, 'run' what is kept out");

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
            case STALE, REMOVABLE, INCOMPLETE, BEFORE_FIRST_DATE -> colours.yellow(text);
            case ORPHANED, MISSING, FAILED_CHECK -> colours.red(text);
        };
    }

    /** As it is written in a report. */
    @Override
    public String toString() {
        return this == BEFORE_FIRST_DATE
                ? "before first.date"
                : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
