package dev.asterism.engine.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a bound plan, as DuckDB's function {@code json_serialize_plan} tells it: an operator, an expression, or
 * something that belongs to one. What it lacks is empty. Immutable.
 */
record BoundPlan(Map<String, Object> fields) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Returns the plan of the one statement that was asked for; empty if the engine could not tell it. */
    static Optional<BoundPlan> parse(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return value(parser) instanceof BoundPlan answer
                    ? answer.parts("plans").stream().findFirst()
                    : Optional.empty();
        } catch (IOException notUnderstood) {
            return Optional.empty();
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> fields = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            return new BoundPlan(fields);
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser));
            }
            return items;
        }
        return parser.getText();
    }

    /** Its type, such as {@code LOGICAL_FILTER} or {@code BOUND_REF}. */
    String type() {
        return text("type");
    }

    String text(String field) {
        return fields.get(field) instanceof String text ? text : "";
    }

    Optional<BoundPlan> part(String field) {
        return fields.get(field) instanceof BoundPlan part ? Optional.of(part) : Optional.empty();
    }

    List<BoundPlan> parts(String field) {
        return list(field).stream()
                .filter(BoundPlan.class::isInstance)
                .map(BoundPlan.class::cast)
                .toList();
    }

    List<String> texts(String field) {
        return list(field).stream().map(String::valueOf).toList();
    }

    List<Integer> numbers(String field) {
        return list(field).stream()
                .map(item -> Integer.valueOf(String.valueOf(item)))
                .toList();
    }

    /** The sets of numbers in a field. */
    List<List<Integer>> numberSets(String field) {
        return list(field).stream()
                .filter(List.class::isInstance)
                .map(set -> ((List<?>) set)
                        .stream()
                                .map(item -> Integer.valueOf(String.valueOf(item)))
                                .toList())
                .toList();
    }

    int size(String field) {
        return list(field).size();
    }

    List<BoundPlan> children() {
        return parts("children");
    }

    private List<?> list(String field) {
        return fields.get(field) instanceof List<?> items ? items : List.of();
    }
}
