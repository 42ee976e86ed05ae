package dev.asterism.catalog;

import dev.asterism.lake.Day;
import java.util.Collections;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a check found. One that passed speaks of all days it looked at, one that did not of the day on which it failed; a
 * check of a model file of all days it looked at, as its rows need not say their day.
 *
 * @param table the table, with its schema; for a check of a model file, its pipeline and file
 * @param kind what was checked
 * @param subject the column or measure; empty where it is the table as a whole
 * @param severity what it means if it fails
 * @param outcome how it ended
 * @param days the days; empty for a table that has none
 * @param message what was found; empty where it passed
 */
public record CheckResult(
        String table,
        Kind kind,
        String subject,
        Severity severity,
        Outcome outcome,
        NavigableSet<Day> days,
        String message) {

    public CheckResult {
        days = Collections.unmodifiableNavigableSet(new TreeSet<>(days));
    }

    /** What is checked. */
    public enum Kind {
        /** Rows, or members, are unique. */
        GRAIN("grain"),
        /** There is a value where one is promised. */
        NOT_NULL("not null"),
        /** Rows refer to members that exist. */
        FOREIGN_KEY("foreign key"),
        /** Totals per day are those of what the table was built from. */
        RECONCILIATION("reconcile"),
        /** A day has about as many rows as the same weekday has. */
        ROW_COUNT("row count"),
        /** What a model file of kind check says. */
        MODEL("check");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As it is written in a report. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** What it means if a check fails. */
    public enum Severity {
        ERROR,
        WARN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a check ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** Its statement could not be executed. */
        UNANSWERED,
        /** There was nothing to look at; the message says why. */
        SKIPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Such as {@code reconcile number_of_downloads}. */
    public String check() {
        return subject.isEmpty() ? kind.toString() : kind + " " + subject;
    }

    /** Whether it ended otherwise than it should. */
    public boolean isFailure() {
        return outcome == Outcome.FAILED || outcome == Outcome.UNANSWERED;
    }

    /** Whether it is a failure that must not be. */
    public boolean isError() {
        return isFailure() && severity == Severity.ERROR;
    }
}
