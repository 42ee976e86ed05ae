package dev.asterism.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.asterism.engine.QueryResult;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An array of one object per row, each on a line of its own. Numbers are numbers with all their digits, dates and times
 * are strings in ISO form; NaN and the infinities, which JSON does not know, are strings. Where columns share a name,
 * the later ones get {@code _2}, {@code _3} and so on, as an object cannot hold a name twice.
 */
final class JsonPrinter implements ResultPrinter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    @Override
    public long print(QueryResult result, Writer out) throws IOException {
        List<String> names = distinct(result.columns());
        long rows = 0;
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new LinePerRow());
            json.writeStartArray();
            while (result.next()) {
                json.writeStartObject();
                for (int column = 0; column < names.size(); column++) {
                    json.writeFieldName(names.get(column));
                    write(result.value(column), json);
                }
                json.writeEndObject();
                rows++;
            }
            json.writeEndArray();
        }
        out.write('\n');
        return rows;
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else {
            json.writeString(ValueText.of(value));
        }
    }

    private static List<String> distinct(List<String> columns) {
        Set<String> taken = new HashSet<>(columns);
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            String name = column;
            for (int number = 2; !seen.add(name); number++) {
                String candidate = column + "_" + number;
                name = taken.contains(candidate) ? name : candidate;
            }
            names.add(name);
        }
        return names;
    }

    /** Breaks lines between the elements of the array, and nowhere else. */
    private static final class LinePerRow extends MinimalPrettyPrinter {
        @Override
        public void beforeArrayValues(JsonGenerator json) throws IOException {
            json.writeRaw('\n');
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(",\n");
        }

        @Override
        public void writeEndArray(JsonGenerator json, int rows) throws IOException {
            json.writeRaw(rows == 0 ? "]" : "\n]");
        }
    }
}
