package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.lake.Day;
import dev.asterism.plan.SourceFile;
import dev.asterism.plan.Staleness;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** The days of a source or table as JSON: one object a day, on a line of its own. */
final class StatusDays {
    private StatusDays() {}

    static void write(DayStates states, NavigableMap<Day, SourceFile> files, JsonGenerator json) throws IOException {
        write(states, json, day -> {
            @Nullable SourceFile file = files.get(day);
            if (file != null) {
                json.writeStringField("file", file.file().path().toString());
                json.writeNumberField("bytes", file.file().bytes());
            }
        });
    }

    /**
     * @param withRows whether rows are known by day, as they are of facts
     */
    static void write(DayStates states, NavigableMap<Day, Staleness.State> days, boolean withRows, JsonGenerator json)
            throws IOException {
        write(states, json, day -> {
            Staleness.@Nullable State state = days.get(day);
            if (state != null && withRows) {
                json.writeNumberField("rows", state.rows());
            }
        });
    }

    private interface Details {
        void of(Day day) throws IOException;
    }

    private static void write(DayStates states, JsonGenerator json, Details details) throws IOException {
        json.writeArrayFieldStart("days");
        for (Map.Entry<Day, DayState> entry : states.days().entrySet()) {
            Day day = entry.getKey();
            json.writeStartObject();
            json.writeStringField("day", day.toString());
            json.writeStringField("state", entry.getValue().toString());
            @Nullable String reason = states.reasons().get(day);
            if (reason != null) {
                json.writeStringField("reason", reason);
            }
            details.of(day);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
