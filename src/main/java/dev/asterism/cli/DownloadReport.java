package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.extract.DayResult;
import dev.asterism.extract.DaySource;
import dev.asterism.extract.DownloadPlan;
import dev.asterism.extract.Downloads;
import dev.asterism.extract.Estimate;
import dev.asterism.extract.Estimates;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileMeta;
import dev.asterism.lake.DayRanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What is to be downloaded, what it takes, and what came of it; for people or for programs. */
final class DownloadReport {
    private static final int MOST_RANGES = 4;
    private static final String TABLE_ROW = "%-10s  %10s  %10s\n";

    private final Program program;
    private final boolean dryRun;
    private final ReportFormat format;
    private final List<JsonOutput.Content> dataSets = new ArrayList<>();

    DownloadReport(Program program, boolean dryRun, ReportFormat format) {
        this.program = program;
        this.dryRun = dryRun;
        this.format = format;
    }

    void planned(DownloadPlan plan, DaySource source) {
        List<String> parts = new ArrayList<>();
        parts.add(Quantities.exact(plan.present(), "day") + " in the lake");
        if (plan.gaps() > 0) {
            parts.add(Quantities.exact(plan.gaps(), "day") + " known to be missing at the source");
        }
        if (plan.days().isEmpty()) {
            program.messages().info(plan.dataSet() + ": nothing to download, " + String.join(", ", parts) + ".");
            dataSets.add(json -> writeHead(plan, source, json));
            return;
        }
        if (plan.again() > 0) {
            parts.add(plan.again() + " of these to be downloaded again");
        }
        program.messages()
                .info(plan.dataSet() + ": " + Quantities.exact(plan.days().size(), "day") + " to download from "
                        + source.describe() + " (" + DayRanges.text(new TreeSet<>(plan.days()), MOST_RANGES) + "); "
                        + String.join(", ", parts) + ".");
    }

    void estimated(DownloadPlan plan, DaySource source, Estimates estimates) {
        Estimate total = estimates.total();
        if (!dryRun) {
            program.messages().info(plan.dataSet() + ": about " + size(total) + ".");
        } else if (format == ReportFormat.JSON) {
            dataSets.add(json -> {
                writeHead(plan, source, json);
                writeEstimates(estimates, json);
            });
        } else {
            table(plan, estimates);
        }
    }

    void downloaded(DownloadPlan plan, DaySource source, Downloads.Result result, TransferProgress transfer) {
        program.messages().info(summary(plan, result, transfer));
        dataSets.add(json -> {
            writeHead(plan, source, json);
            json.writeBooleanField("interrupted", result.interrupted());
            writeResults(result, json);
        });
    }

    /** Writes what is written at the end. */
    void end() throws IOException {
        if (format == ReportFormat.JSON) {
            JsonOutput.write(program.out(), json -> {
                json.writeArrayFieldStart("data_sets");
                for (JsonOutput.Content dataSet : dataSets) {
                    json.writeStartObject();
                    dataSet.writeTo(json);
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        }
    }

    private static String summary(DownloadPlan plan, Downloads.Result result, TransferProgress transfer) {
        List<String> parts = new ArrayList<>();
        for (DayResult.Status status : DayResult.Status.values()) {
            long count =
                    result.days().stream().filter(day -> day.status() == status).count();
            if (count > 0) {
                parts.add(Quantities.exact(count, "day") + " " + status.name().toLowerCase(Locale.ROOT));
            }
        }
        int open = plan.days().size() - result.days().size();
        if (open > 0) {
            parts.add(Quantities.exact(open, "day") + " left for the next time");
        }
        if (transfer.bytes() > 0) {
            parts.add(Quantities.bytes(transfer.bytes()) + " at " + transfer.rate());
        }
        if (transfer.usDollars().signum() > 0) {
            parts.add(Quantities.usDollars(transfer.usDollars()));
        }
        return plan.dataSet() + ": " + String.join(", ", parts) + ", in " + Quantities.duration(transfer.elapsed())
                + (result.interrupted() ? "; interrupted, only whole files were kept." : ".");
    }

    private void table(DownloadPlan plan, Estimates estimates) {
        try {
            program.out().write(TABLE_ROW.formatted(plan.dataSet(), "bytes", "US dollars"));
            for (Map.Entry<Day, Optional<Estimate>> day : estimates.days().entrySet()) {
                program.out().write(row(day.getKey().toString(), day.getValue()));
            }
            program.out().write(row("total", Optional.of(estimates.total())));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String row(String name, Optional<Estimate> estimate) {
        return estimate.map(known -> TABLE_ROW.formatted(
                        name, Quantities.bytes(known.bytes()), Quantities.plainUsDollars(known.usDollars())))
                .orElseGet(() -> TABLE_ROW.formatted(name, "missing", "").stripTrailing() + "\n");
    }

    private static String size(Estimate estimate) {
        return Quantities.bytes(estimate.bytes()) + ", " + Quantities.usDollars(estimate.usDollars());
    }

    private static void writeHead(DownloadPlan plan, DaySource source, JsonGenerator json) throws IOException {
        json.writeStringField("data_set", plan.dataSet().toString());
        json.writeStringField("source", source.name());
        json.writeNumberField("to_download", plan.days().size());
        json.writeNumberField("in_lake", plan.present());
        json.writeNumberField("known_missing", plan.gaps());
    }

    private static void writeEstimates(Estimates estimates, JsonGenerator json) throws IOException {
        json.writeNumberField("bytes", estimates.total().bytes());
        json.writeNumberField("us_dollars", estimates.total().usDollars());
        json.writeArrayFieldStart("days");
        for (Map.Entry<Day, Optional<Estimate>> day : estimates.days().entrySet()) {
            json.writeStartObject();
            json.writeStringField("day", day.getKey().toString());
            json.writeBooleanField("missing", day.getValue().isEmpty());
            if (day.getValue().isPresent()) {
                json.writeNumberField("bytes", day.getValue().get().bytes());
                json.writeNumberField("us_dollars", day.getValue().get().usDollars());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeResults(Downloads.Result result, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("days");
        for (DayResult day : result.days()) {
            json.writeStartObject();
            json.writeStringField("day", day.day().toString());
            json.writeStringField("status", day.status().name().toLowerCase(Locale.ROOT));
            if (day.meta().isPresent()) {
                DayFileMeta meta = day.meta().get();
                json.writeNumberField("rows", meta.rows());
                json.writeNumberField("bytes", meta.bytes());
            }
            if (!day.message().isEmpty()) {
                json.writeStringField("message", day.message());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
