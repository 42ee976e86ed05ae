package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.catalog.Catalog;
import dev.asterism.catalog.RunHistory;
import dev.asterism.catalog.RunRecord;
import dev.asterism.catalog.RunStatus;
import dev.asterism.config.Settings;
import dev.asterism.run.Catalogs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A run that the catalog knows.
 *
 * @param run as it is on record
 * @param status how it stands; a run that is on record as running may have crashed unnoticed
 */
record PastRun(RunRecord run, RunStatus status) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** The latest runs, the newest first; none where there is no catalog that can be used. */
    static List<PastRun> latest(Settings settings, int most) {
        Optional<Catalog> existing = Catalogs.openExisting(settings);
        if (existing.isEmpty()) {
            return List.of();
        }
        try (Catalog catalog = existing.get()) {
            return latest(catalog.runs(), most);
        }
    }

    static List<PastRun> latest(RunHistory history, int most) {
        return history.latestRuns(most).stream()
                .map(run -> new PastRun(run, history.hasCrashed(run) ? RunStatus.CRASHED : run.status()))
                .toList();
    }

    /** Such as {@code 2018-04-11 09:30:15  succeeded      3.5s  run pypi}, and below it what it has to say. */
    List<String> lines(ZoneId zone, Instant now, Colours colours) {
        Optional<Instant> end = status == RunStatus.RUNNING ? Optional.of(now) : run.finishedAt();
        String duration = end.map(instant -> Quantities.duration(Duration.between(run.startedAt(), instant)))
                .orElse("");
        String line = "%s  %s  %7s  %s"
                .formatted(
                        TIME.format(run.startedAt().atZone(zone)),
                        coloured("%-11s".formatted(statusText()), colours),
                        duration,
                        run.command());
        return message()
                .map(message -> List.of(line, "  " + message.lines().findFirst().orElse("")))
                .orElse(List.of(line));
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("run", run.id().value());
        json.writeStringField("command", run.command());
        json.writeStringField("status", statusText());
        json.writeStringField("startedAt", run.startedAt().toString());
        if (run.finishedAt().isPresent()) {
            Instant end = run.finishedAt().get();
            json.writeStringField("finishedAt", end.toString());
            json.writeNumberField(
                    "milliseconds", Duration.between(run.startedAt(), end).toMillis());
        }
        if (message().isPresent()) {
            json.writeStringField("message", message().get());
        }
        json.writeEndObject();
    }

    String statusText() {
        return status.name().toLowerCase(Locale.ROOT);
    }

    Optional<String> message() {
        if (status == RunStatus.RUNNING) {
            return Optional.of("In process " + run.processId() + " on " + run.host() + ".");
        }
        return run.message()
                .or(() -> status == RunStatus.CRASHED
                        ? Optional.of("Its process " + run.processId() + " ended without finishing it.")
                        : Optional.empty());
    }

    private String coloured(String text, Colours colours) {
        return switch (status) {
            case SUCCEEDED -> colours.green(text);
            case RUNNING -> colours.bold(text);
            case INTERRUPTED -> colours.yellow(text);
            case FAILED, CRASHED -> colours.red(text);
        };
    }
}
