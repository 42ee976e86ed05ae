package dev.asterism.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The list of texts in {@code values.tsv} that are values of a type, or are refused. */
public final class ValueCases {
    private static final String REFUSED = "refused";

    private ValueCases() {}

    /**
     * A line of the list.
     *
     * @param text the field of a day file
     * @param value the value it stands for; empty where it is refused
     */
    public record ValueCase(ColumnType type, String text, Optional<String> value) {
        static ValueCase parse(String line) {
            String[] parts = line.split("\t", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not three columns: " + line);
            }
            return new ValueCase(
                    ColumnType.of(parts[0]).orElseThrow(),
                    parts[1].translateEscapes(),
                    parts[2].equals(REFUSED) ? Optional.empty() : Optional.of(parts[2].translateEscapes()));
        }

        @Override
        public String toString() {
            return type + " '" + VisibleText.of(text) + "'";
        }
    }

    /** All of them, in their order. */
    public static List<ValueCase> all() {
        try (InputStream list = Objects.requireNonNull(ValueCases.class.getResourceAsStream("values.tsv"))) {
            return new String(list.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# ") && !line.equals("#"))
                    .map(ValueCase::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
