package dev.asterism.engine.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.asterism.engine.jdbc.SqlSession;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query as DuckDB parses it. An object of the tree is a map by the names that DuckDB gives, a list a list, everything
 * else a text, number, truth value or null.
 */
final class SyntaxTree {
    private SyntaxTree() {}

    /** Returns the query's node; empty if DuckDB cannot say what the statement consists of. */
    static Optional<Map<String, Object>> of(SqlSession session, String sql) throws SQLException {
        String json = session.query("SELECT json_serialize_sql(?)", List.of(sql), row -> row.getString(1))
                .get(0);
        Map<String, Object> answer = read(json);
        List<Map<String, Object>> statements = objects(answer.get("statements"));
        return Boolean.TRUE.equals(answer.get("error")) || statements.size() != 1
                ? Optional.empty()
                : Optional.of(object(statements.get(0).get("node")));
    }

    /** Returns the text of a query that has a node. */
    static String text(SqlSession session, Map<String, Object> node) throws SQLException {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("node", node);
        statement.put("named_param_map", List.of());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", false);
        answer.put("statements", List.of(statement));
        return session.query(
                        "SELECT json_deserialize_sql(CAST(? AS json))", List.of(write(answer)), row -> row.getString(1))
                .get(0);
    }

    /** What should be an object; an empty one if it is none. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }

    /** The objects of a list; none if it is no list. */
    static List<Map<String, Object>> objects(@Nullable Object value) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> objects.add(object(item)));
        }
        return objects;
    }

    /** The texts of a list; none if it is no list. */
    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> texts.add(String.valueOf(item)));
        }
        return texts;
    }

    /** A text; empty if it is none. */
    static String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    /** All objects in a part of a tree, itself included, from the outside to the inside. */
    static List<Map<String, Object>> within(@Nullable Object part) {
        List<Map<String, Object>> found = new ArrayList<>();
        collect(part, found);
        return found;
    }

    private static void collect(@Nullable Object part, List<Map<String, Object>> found) {
        if (part instanceof Map) {
            Map<String, Object> object = object(part);
            found.add(object);
            object.values().forEach(value -> collect(value, found));
        } else if (part instanceof List<?> list) {
            list.forEach(item -> collect(item, found));
        }
    }

    private static Map<String, Object> read(String json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return object(value(parser));
        } catch (IOException unreadable) {
            throw new IllegalStateException("DuckDB gave a tree that is no JSON", unreadable);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            default -> parser.getText();
        };
    }

    private static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(json, value);
        } catch (IOException impossible) {
            throw new IllegalStateException("a text can be written to", impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof Map) {
            json.writeStartObject();
            for (Map.Entry<String, Object> entry : object(value).entrySet()) {
                json.writeFieldName(entry.getKey());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else {
            json.writeString(value.toString());
        }
    }
}
