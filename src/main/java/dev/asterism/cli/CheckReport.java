package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.catalog.CheckResult;
import dev.asterism.catalog.CheckResult.Outcome;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayRanges;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What checks found, for people or for programs. */
final class CheckReport {
    private static final int MOST_RANGES = 4;
    private static final int MOST_RANGES_PASSED = 2;
    private static final int MOST_FAILURES = 5;

    private final List<CheckResult> results;
    private final Map<Check, List<CheckResult>> checks = new LinkedHashMap<>();

    private record Check(String table, String name) {}

    CheckReport(List<CheckResult> results) {
        this.results = results;
        results.forEach(
                result -> checks.computeIfAbsent(new Check(result.table(), result.check()), check -> new ArrayList<>())
                        .add(result));
    }

    /** 1 where a check found an error. */
    int exitCode() {
        return results.stream().anyMatch(CheckResult::isError) ? 1 : 0;
    }

    /** A line per check below its table, and below each that failed what was found. */
    List<String> lines(Colours colours) {
        List<String> lines = new ArrayList<>();
        String table = "";
        for (Map.Entry<Check, List<CheckResult>> check : checks.entrySet()) {
            if (!check.getKey().table().equals(table)) {
                table = check.getKey().table();
                lines.add(colours.bold(table));
            }
            lines.addAll(lines(check.getKey().name(), check.getValue(), colours));
        }
        lines.add("");
        lines.add(colours.bold(summary()));
        return lines;
    }

    private static List<String> lines(String name, List<CheckResult> ofCheck, Colours colours) {
        List<String> lines = new ArrayList<>();
        List<CheckResult> failures =
                ofCheck.stream().filter(CheckResult::isFailure).toList();
        NavigableSet<Day> days = days(failures.isEmpty() ? ofCheck : failures);
        String when = days.isEmpty()
                ? ""
                : ", " + Quantities.exact(days.size(), "day") + ", "
                        + DayRanges.text(days, failures.isEmpty() ? MOST_RANGES_PASSED : MOST_RANGES);
        if (failures.isEmpty()) {
            boolean skipped = ofCheck.stream().allMatch(result -> result.outcome() == Outcome.SKIPPED);
            lines.add("  "
                    + (skipped
                            ? colours.dim("skipped") + "  " + name + ": "
                                    + ofCheck.get(0).message()
                            : colours.green("passed ") + "  " + name + when));
            return lines;
        }
        boolean error = failures.get(0).isError();
        lines.add("  " + (error ? colours.red("FAILED ") : colours.yellow("warning")) + "  " + name + when);
        failures.stream().limit(MOST_FAILURES).forEach(failure -> lines.add("    " + text(failure)));
        if (failures.size() > MOST_FAILURES) {
            lines.add("    and " + (failures.size() - MOST_FAILURES) + " more; --format json names them all");
        }
        return lines;
    }

    private static String text(CheckResult failure) {
        return failure.days().size() == 1 ? failure.days().first() + ": " + failure.message() : failure.message();
    }

    private static NavigableSet<Day> days(List<CheckResult> ofCheck) {
        NavigableSet<Day> days = new TreeSet<>();
        ofCheck.forEach(result -> days.addAll(result.days()));
        return days;
    }

    private String summary() {
        long failed = checks.values().stream()
                .filter(ofCheck -> ofCheck.stream().anyMatch(CheckResult::isError))
                .count();
        long warned = checks.values().stream()
                .filter(ofCheck -> ofCheck.stream().anyMatch(CheckResult::isFailure)
                        && ofCheck.stream().noneMatch(CheckResult::isError))
                .count();
        long skipped = checks.values().stream()
                .filter(ofCheck -> ofCheck.stream().allMatch(result -> result.outcome() == Outcome.SKIPPED))
                .count();
        return Quantities.exact(checks.size(), "check") + ": " + (checks.size() - failed - warned - skipped) + " passed"
                + (failed == 0 ? "" : ", " + failed + " failed")
                + (warned == 0 ? "" : ", " + warned + " warned")
                + (skipped == 0 ? "" : ", " + skipped + " skipped") + ".";
    }

    void writeJson(Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeStringField("status", exitCode() == 0 ? "succeeded" : "failed");
            json.writeArrayFieldStart("results");
            for (CheckResult result : results) {
                write(result, json);
            }
            json.writeEndArray();
        });
    }

    static void write(CheckResult result, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", result.table());
        json.writeStringField("check", result.kind().toString());
        if (!result.subject().isEmpty()) {
            json.writeStringField("subject", result.subject());
        }
        json.writeStringField("severity", result.severity().toString());
        json.writeStringField("outcome", result.outcome().toString());
        JsonOutput.writeDays(json, "days", result.days());
        if (!result.message().isEmpty()) {
            json.writeStringField("message", result.message());
        }
        json.writeEndObject();
    }
}
