package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.asterism.lake.Day;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;

/** JSON as the reports write it: each element of an array is on a line of its own. */
final class JsonOutput {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private JsonOutput() {}

    /** Writes the content of an object. */
    interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** Writes one object and a line break. */
    static void write(Writer out, Content content) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter()
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
                    .withObjectIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter()));
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        }
        out.write('\n');
    }

    static void writeDays(JsonGenerator json, String field, Collection<Day> days) throws IOException {
        json.writeArrayFieldStart(field);
        for (Day day : days) {
            json.writeString(day.toString());
        }
        json.writeEndArray();
    }
}
