package dev.asterism.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of text that are one JSON object each. A value is given as its text: a string without its quotes, a number
 * as it is written, an object or array as it stands in the line. What is missing is NULL, as is {@code null}; an empty
 * string is none of both. A line without anything is passed over. Not thread-safe.
 */
final class JsonLinesReader implements RowReader {
    private static final int BUFFER_SIZE = 1 << 15;
    private static final int DEEPEST = 1000;
    private static final Pattern BLANK = Pattern.compile("[ \\t\\r]*");
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(DayFileReader.MOST_BYTES_OF_A_ROW)
                    .maxNameLength(DayFileReader.MOST_BYTES_OF_A_ROW)
                    .maxNumberLength(DayFileReader.MOST_BYTES_OF_A_ROW)
                    .maxNestingDepth(DEEPEST)
                    .build())
            .build();

    private final Path path;
    private final StrictUtf8Reader text;
    private final BufferedReader lines;
    private final List<String> wanted;
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private long line;

    /**
     * @param path what the text is called in messages
     * @param bytes the text; closed with this reader
     * @param wanted the names whose values make up a row
     */
    JsonLinesReader(Path path, InputStream bytes, List<String> wanted) {
        this.path = path;
        this.text = new StrictUtf8Reader(bytes);
        this.lines = new BufferedReader(text, BUFFER_SIZE);
        this.wanted = List.copyOf(wanted);
        wanted.forEach(name -> places.put(name, places.size()));
    }

    @Override
    public List<String> header() {
        return wanted;
    }

    /** The names that any object so far had. */
    Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    @Override
    public Optional<Row> next() throws MalformedDayFileException {
        while (true) {
            Optional<String> next = nextLine();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            line++;
            if (!BLANK.matcher(next.get()).matches()) {
                return Optional.of(new Row(line, fields(next.get())));
            }
        }
    }

    /** A line ends with a line feed only, as RFC 8259 takes a carriage return for white space. */
    private Optional<String> nextLine() throws MalformedDayFileException {
        text.allow(DayFileReader.MOST_BYTES_OF_A_ROW);
        StringBuilder found = new StringBuilder();
        try {
            int c = lines.read();
            if (c < 0) {
                return Optional.empty();
            }
            while (c >= 0 && c != '\n') {
                found.append((char) c);
                c = lines.read();
            }
            return Optional.of(found.toString());
        } catch (CharacterCodingException notUtf8) {
            throw malformed(line + 1, "the line is not UTF-8", "text in UTF-8", notUtf8);
        } catch (StrictUtf8Reader.TooLongException tooLong) {
            throw malformed(
                    line + 1,
                    "the line does not end within " + DayFileReader.MOST_BYTES_OF_A_ROW + " bytes",
                    "one object a line",
                    tooLong);
        } catch (IOException damaged) {
            throw new MalformedDayFileException(DayFileReader.damage(path, damaged), damaged);
        }
    }

    private List<@Nullable String> fields(String json) throws MalformedDayFileException {
        @Nullable String[] fields = new @Nullable String[wanted.size()];
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw noObject(Optional.empty());
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                names.add(name);
                JsonToken token = parser.nextToken();
                Integer place = places.get(name);
                if (place == null) {
                    parser.skipChildren();
                } else {
                    fields[place] = value(json, name, token, parser);
                }
            }
            if (parser.nextToken() != null) {
                throw malformed(line, "the line goes on after its object", "one object a line", null);
            }
        } catch (JsonProcessingException malformed) {
            throw noObject(Optional.of(malformed));
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory cannot fail to be read", impossible);
        }
        return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(fields)));
    }

    private @Nullable String value(String json, String name, JsonToken token, JsonParser parser)
            throws IOException, MalformedDayFileException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        String value;
        if (token.isStructStart()) {
            int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
            parser.skipChildren();
            value = json.substring(
                    start, Math.toIntExact(parser.currentLocation().getCharOffset()));
        } else {
            value = parser.getText();
        }
        if (hasHalfACharacter(value)) {
            throw new MalformedDayFileException(new DayFileProblem(
                    path,
                    line,
                    Optional.of(name),
                    Optional.empty(),
                    "the value has half of a surrogate pair, which is no character",
                    "whole characters"));
        }
        return value;
    }

    private static boolean hasHalfACharacter(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isHighSurrogate(value.charAt(i))
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private MalformedDayFileException noObject(Optional<JsonProcessingException> cause) {
        String why = cause.map(failure -> " (" + VisibleText.of(failure.getOriginalMessage()) + ")")
                .orElse("");
        return malformed(line, "the line is no JSON object" + why, "one JSON object a line", cause.orElse(null));
    }

    private MalformedDayFileException malformed(long where, String what, String expected, @Nullable Throwable cause) {
        DayFileProblem problem = DayFileProblem.ofRow(path, where, what, expected);
        return cause == null ? new MalformedDayFileException(problem) : new MalformedDayFileException(problem, cause);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException nothingWasWritten) {
            // A file only read from loses nothing.
        }
    }
}
