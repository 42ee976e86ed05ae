package dev.asterism.check;

import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Kind;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.catalog.CheckResult.Severity;
import dev.asterism.lake.Day;
import dev.asterism.model.CheckModel;
import java.util.NavigableSet;

/** The results of checks that have a model file. */
public final class ModelCheck {
    private ModelCheck() {}

    /** A check that found no rows. */
    public static CheckResult passed(CheckModel check, NavigableSet<Day> days) {
        return result(check, Outcome.PASSED, days, "");
    }

    /**
     * A check that found rows.
     *
     * @param rows how many
     * @param example one of them in words
     */
    public static CheckResult found(CheckModel check, NavigableSet<Day> days, long rows, String example) {
        return result(
                check,
                Outcome.FAILED,
                days,
                "the check found " + rows + (rows == 1 ? " row: " : " rows, such as ") + example + ". Expected none: "
                        + check.file().description());
    }

    /** A check whose statement failed. */
    public static CheckResult unanswered(CheckModel check, NavigableSet<Day> days, String reason) {
        return result(
                check,
                Outcome.UNANSWERED,
                days,
                check.name() + " could not be checked: " + reason + (reason.endsWith(".") ? "" : "."));
    }

    /** A check that could not look at anything. */
    static CheckResult skipped(CheckModel check, NavigableSet<Day> days, String reason) {
        return result(check, Outcome.SKIPPED, days, reason);
    }

    private static CheckResult result(CheckModel check, Outcome outcome, NavigableSet<Day> days, String message) {
        Severity severity = check.severity() == CheckModel.Severity.ERROR ? Severity.ERROR : Severity.WARN;
        return new CheckResult(check.name().toString(), Kind.MODEL, "", severity, outcome, days, message);
    }
}
