package dev.asterism.engine.postgres;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's names of the workshop's types, one for one, so that what was published compares with what is declared and
 * comes back as it went.
 */
final class PostgresTypes {
    static final String INTEGER = "int4";
    static final String BOOLEAN = "bool";
    static final String TEXT = "text";

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
    private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),\\s*(\\d+)\\)");

    private static final Map<String, String> FROM_WORKSHOP = Map.ofEntries(
            Map.entry("SMALLINT", "int2"),
            Map.entry("INTEGER", INTEGER),
            Map.entry("BIGINT", "int8"),
            Map.entry("FLOAT", "float4"),
            Map.entry("DOUBLE", "float8"),
            Map.entry("BOOLEAN", BOOLEAN),
            Map.entry("VARCHAR", "text"),
            Map.entry("DATE", "date"),
            Map.entry("TIME", "time"),
            Map.entry("TIMESTAMP", "timestamp"),
            Map.entry("TIMESTAMP WITH TIME ZONE", "timestamptz"),
            Map.entry("UUID", "uuid"));

    private static final Map<String, String> TO_WORKSHOP = new HashMap<>();

    static {
        FROM_WORKSHOP.forEach((workshop, server) -> TO_WORKSHOP.put(server, workshop));
    }

    private PostgresTypes() {}

    /** The server's type of a workshop's; empty if it has none. */
    static Optional<String> find(String workshop) {
        Matcher decimal = DECIMAL.matcher(workshop);
        return decimal.matches()
                ? Optional.of("numeric(" + decimal.group(1) + "," + decimal.group(2) + ")")
                : Optional.ofNullable(FROM_WORKSHOP.get(workshop));
    }

    /** The workshop's type of a server's; text for what the program never makes. */
    static String toWorkshop(String server) {
        Matcher numeric = NUMERIC.matcher(server);
        return numeric.matches()
                ? "DECIMAL(" + numeric.group(1) + "," + numeric.group(2) + ")"
                : TO_WORKSHOP.getOrDefault(server, "VARCHAR");
    }
}
