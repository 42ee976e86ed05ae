package dev.asterism.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link DayFileMeta} as JSON. What a newer program has added is skipped. */
final class DayFileMetaJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private DayFileMetaJson() {}

    static String write(DayFileMeta meta) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n")));
            json.writeStartObject();
            json.writeNumberField("rows", meta.rows());
            json.writeNumberField("bytes", meta.bytes());
            json.writeStringField("sha256", meta.sha256());
            json.writeStringField("source", meta.source());
            json.writeNumberField("query_version", meta.queryVersion());
            if (meta.bytesBilled().isPresent()) {
                json.writeNumberField("bytes_billed", meta.bytesBilled().getAsLong());
            }
            json.writeStringField("written_at", meta.writtenAt().toString());
            json.writeBooleanField("complete", meta.isComplete());
            if (meta.hours().isPresent()) {
                json.writeArrayFieldStart("hours");
                for (int hour : meta.hours().get().hours()) {
                    json.writeNumber(hour);
                }
                json.writeEndArray();
                json.writeNumberField("hours_expected", HoursPresent.OF_A_DAY);
            }
            json.writeObjectFieldStart("counts");
            for (Map.Entry<String, Long> count : meta.counts().entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return text + "\n";
    }

    /** Empty where the text is no such JSON, or lacks something. */
    static Optional<DayFileMeta> read(String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            return json.nextToken() == JsonToken.START_OBJECT ? new Fields(json).meta() : Optional.empty();
        } catch (IOException | DateTimeException | IllegalArgumentException notAsWritten) {
            return Optional.empty();
        }
    }

    /** The fields of one object, in any order. */
    private static final class Fields {
        private long rows = -1;
        private long bytes = -1;
        private int queryVersion = -1;
        private OptionalLong bytesBilled = OptionalLong.empty();
        private final Map<String, Long> counts = new TreeMap<>();
        private @Nullable String sha256;
        private @Nullable String source;
        private @Nullable Instant writtenAt;
        private @Nullable HoursPresent hours;

        Fields(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                read(name, json);
            }
        }

        Optional<DayFileMeta> meta() {
            if (rows < 0 || bytes < 0 || queryVersion < 0 || sha256 == null || source == null || writtenAt == null) {
                return Optional.empty();
            }
            return Optional.of(new DayFileMeta(
                    rows,
                    bytes,
                    sha256,
                    source,
                    queryVersion,
                    bytesBilled,
                    writtenAt,
                    Optional.ofNullable(hours),
                    counts));
        }

        private void read(String name, JsonParser json) throws IOException {
            switch (name) {
                case "rows" -> rows = json.getLongValue();
                case "bytes" -> bytes = json.getLongValue();
                case "sha256" -> sha256 = json.getText();
                case "source" -> source = json.getText();
                case "query_version" -> queryVersion = json.getIntValue();
                case "bytes_billed" -> bytesBilled = OptionalLong.of(json.getLongValue());
                case "written_at" -> writtenAt = Instant.parse(json.getText());
                case "hours" -> hours = HoursPresent.of(numbers(json));
                case "counts" -> readCounts(json);
                default -> json.skipChildren();
            }
        }

        private static List<Integer> numbers(JsonParser json) throws IOException {
            List<Integer> numbers = new ArrayList<>();
            while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                numbers.add(json.getIntValue());
            }
            return numbers;
        }

        private void readCounts(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                counts.put(name, json.getLongValue());
            }
        }
    }
}
