package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.asterism.lake.Day;
import dev.asterism.lake.DayFile;
import dev.asterism.plan.SourceDay;
import dev.asterism.plan.Staleness;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** The days of a source or table as JSON: one object a day, on a line of its own. */
final class StatusDays {
    private StatusDays() {}

    static void write(DayStates states, NavigableMap<Day, SourceDay> files, JsonGenerator json) throws IOException {
        write(states, json, day -> {
            @Nullable SourceDay ofDay = files.get(day);
            if (ofDay != null && ofDay.files().size() == 1) {
                json.writeStringField("file", ofDay.dayFiles().get(0).path().toString());
                json.writeNumberField("bytes", ofDay.bytes());
            } else if (ofDay != null) {
                json.writeArrayFieldStart("files");
                for (DayFile file : ofDay.dayFiles()) {
                    json.writeString(file.path().toString());
                }
                json.writeEndArray();
                json.writeNumberField("bytes", ofDay.bytes());
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
