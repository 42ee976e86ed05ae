package dev.asterism.extract.bigquery;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.StructType;
import com.google.zetasql.StructType.StructField;
import com.google.zetasql.TableContent;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table of BigQuery with nested columns. Its schema is in the form that BigQuery's interface gives it, its rows are one
 * JSON object each; what a row leaves out is NULL.
 */
final class NestedTable {
    private static final Map<String, TypeKind> SCALARS = Map.of(
            "STRING", TypeKind.TYPE_STRING,
            "INTEGER", TypeKind.TYPE_INT64,
            "BOOLEAN", TypeKind.TYPE_BOOL,
            "TIMESTAMP", TypeKind.TYPE_TIMESTAMP);

    private final String name;
    private final StructType type;
    private final List<List<Value>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param name with project and data set, separated by dots
     * @param schemaResource a file beside this class
     */
    NestedTable(String name, String schemaResource) {
        this.name = name;
        this.type = struct(JsonParser.parseString(resource(schemaResource)).getAsJsonArray());
    }

    /** Adds the rows of a file beside this class, one JSON object a line. */
    NestedTable withRowsOf(String resource) {
        resource(resource).lines().filter(line -> !line.isBlank()).forEach(this::withRow);
        return this;
    }

    NestedTable withRow(String json) {
        JsonObject row = JsonParser.parseString(json).getAsJsonObject();
        rows.add(List.copyOf(value(type, row).getFieldList()));
        return this;
    }

    String name() {
        return name;
    }

    SimpleTable definition() {
        SimpleTable table = new SimpleTable(name);
        type.getFieldList().forEach(field -> table.addSimpleColumn(field.getName(), field.getType()));
        return table;
    }

    TableContent content() {
        return TableContent.create(rows);
    }

    private static StructType struct(JsonArray schema) {
        List<StructField> fields = new ArrayList<>();
        for (JsonElement element : schema) {
            JsonObject field = element.getAsJsonObject();
            String type = field.get("type").getAsString();
            Type fieldType = type.equals("RECORD")
                    ? struct(field.getAsJsonArray("fields"))
                    : TypeFactory.createSimpleType(requireNonNull(SCALARS.get(type), type));
            fields.add(new StructField(field.get("name").getAsString(), fieldType));
        }
        return TypeFactory.createStructType(fields);
    }

    private static Value value(Type type, @Nullable JsonElement json) {
        if (json == null || json.isJsonNull()) {
            return Value.createNullValue(type);
        }
        return switch (type.getKind()) {
            case TYPE_STRING ->
                Value.createStringValue(json.isJsonPrimitive() ? json.getAsString() : Objects.toString(json));
            case TYPE_INT64 -> Value.createInt64Value(json.getAsLong());
            case TYPE_BOOL -> Value.createBoolValue(json.getAsBoolean());
            case TYPE_TIMESTAMP -> {
                Instant instant = Instant.parse(json.getAsString());
                yield Value.createTimestampValueFromUnixMicros(
                        instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
            }
            case TYPE_STRUCT -> {
                List<Value> fields = new ArrayList<>();
                type.asStruct()
                        .getFieldList()
                        .forEach(field -> fields.add(
                                value(field.getType(), json.getAsJsonObject().get(field.getName()))));
                yield Value.createStructValue(type.asStruct(), fields);
            }
            default -> throw new IllegalArgumentException(type + " has no place in these tables");
        };
    }

    static String resource(String name) {
        try (InputStream in = requireNonNull(NestedTable.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
