package dev.asterism.cli;

import dev.asterism.config.Redaction;
import dev.asterism.config.Settings;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the doctor found, for people or for programs.
 *
 * @param workingDirectory what relative paths are relative to
 * @param settings the settings in effect, without secrets
 * @param findings what was found
 */
record DoctorReport(String workingDirectory, List<Settings.Entry> settings, List<Finding> findings) {

    /** Returns the exit code: 1 where a check failed. */
    int exitCode() {
        return count(Finding.Level.FAIL) == 0 ? 0 : 1;
    }

    List<String> lines(Colours colours) {
        List<String> lines = new ArrayList<>();
        lines.add(colours.bold("Settings") + ", paths relative to " + workingDirectory);
        int names = width(settings.stream().map(Settings.Entry::name).toList());
        int values = width(settings.stream().map(DoctorReport::value).toList());
        settings.forEach(entry -> lines.add(("  %-" + names + "s  %-" + values + "s  %s")
                .formatted(entry.name(), value(entry), colours.dim("(" + entry.origin() + ")"))));
        lines.add("");
        lines.add(colours.bold("Checks"));
        int checks = width(findings.stream().map(Finding::check).toList());
        for (Finding finding : findings) {
            String margin = " ".repeat("  warn  ".length() + checks + 2);
            lines.add("  " + coloured(finding.level(), colours)
                    + ("  %-" + checks + "s  ").formatted(finding.check())
                    + indented(finding.text(), margin));
            finding.advice().ifPresent(advice -> lines.add(margin + indented(advice, margin)));
        }
        lines.add("");
        lines.add(conclusion());
        return lines;
    }

    void writeJson(Writer out) throws IOException {
        JsonOutput.write(out, json -> {
            json.writeBooleanField("healthy", exitCode() == 0);
            json.writeStringField("workingDirectory", workingDirectory);
            json.writeArrayFieldStart("settings");
            for (Settings.Entry entry : settings) {
                json.writeStartObject();
                json.writeStringField("name", entry.name());
                json.writeStringField("value", entry.text());
                json.writeStringField("origin", entry.origin().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("checks");
            for (Finding finding : findings) {
                json.writeStartObject();
                json.writeStringField("check", finding.check());
                json.writeStringField("level", finding.level().toString());
                json.writeStringField("text", Redaction.redact(finding.text()));
                if (finding.advice().isPresent()) {
                    json.writeStringField("advice", finding.advice().get());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private String conclusion() {
        long warnings = count(Finding.Level.WARN);
        long failures = count(Finding.Level.FAIL);
        if (failures > 0) {
            return Quantities.exact(failures, "check") + " failed"
                    + (warnings == 0 ? "." : ", " + Quantities.exact(warnings, "warning") + ".");
        }
        return warnings == 0 ? "Everything is as it should be." : Quantities.exact(warnings, "warning") + ".";
    }

    private long count(Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String value(Settings.Entry entry) {
        return entry.text().isEmpty() ? "-" : entry.text();
    }

    private static String indented(String text, String margin) {
        return Redaction.redact(text).strip().replace("\n", "\n" + margin);
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(DisplayWidth::of).max().orElse(1);
    }

    private static String coloured(Finding.Level level, Colours colours) {
        String word = "%-4s".formatted(level);
        return switch (level) {
            case OK -> colours.green(word);
            case WARN -> colours.yellow(word);
            case FAIL -> colours.red(word);
        };
    }
}
