package dev.asterism.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.asterism.lake.Day;
import dev.asterism.lake.DayFileBuilder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Writes day files as people and programs write them: right ones in every way that is right, and wrong ones. The same
 * seed gives the same files. Their columns are {@code day_id}, {@code name}, {@code n} and {@code note}.
 */
final class OddDayFiles {
    private static final List<String> DECLARED = List.of("day_id", "name", "n", "note");
    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
    private static final List<String> UNKNOWN = List.of(
            "",
            "",
            "Name",
            "NAME",
            "DAY_ID",
            "day_id ",
            "c1",
            "the file",
            "the day",
            "is refused",
            "a\"b",
            "\"",
            "x y",
            "two\nlines",
            "two\r\nlines",
            "two\rlines",
            "\n",
            "\r",
            "a\tb",
            "\t",
            "it's",
            "湖",
            "\uFEFFmark",
            "n".repeat(3000),
            "\u0000",
            "extra",
            "extra");
    private static final List<String> TEXTS = List.of(
            "flask",
            "",
            "",
            "a\tb",
            "a\nb",
            "a\r\nb",
            "a\rb",
            "\n",
            "\r",
            "\r\n",
            "\"",
            "\"\"",
            "5\" disk",
            "\"quoted\"",
            "Straße 北京",
            "👩‍🚀🐍",
            "\uFEFFmark",
            " blanks ",
            " ",
            "\\N",
            "NULL",
            "\\",
            "\\\"",
            "#comment",
            "it's",
            "--",
            "0",
            "e\u0301",
            "\u0001\u007f",
            "a\n\"b\"\tc\r\n",
            "\u2028",
            "\u0085",
            "x".repeat(2000));
    private static final List<String> NUMBERS =
            List.of("0", "7", "-5", "+12", "007", "", "9223372036854775807", "-9223372036854775808");
    private static final List<String> NO_NUMBERS = List.of("x", "1.0", " 1", "1e3", "9223372036854775808", "1_0", "٣");

    private final Random random;
    private List<String> lineEnds = LINE_ENDS;
    private boolean isWrong;

    OddDayFiles(long seed) {
        random = new Random(seed);
    }

    /** Fills a file of a day. */
    void fill(DayFileBuilder file, Day day) {
        isWrong = chance(3);
        lineEnds = chance(4) ? LINE_ENDS : List.of(oneOf(LINE_ENDS.subList(0, chance(4) ? 3 : 2)));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (chance(8)) {
            write(text, "\uFEFF");
        }
        List<String> header = header();
        int quoting = random.nextInt(4);
        row(text, header, quoting);
        int rows = chance(200) ? 20_000 : chance(10) ? 0 : random.nextInt(12);
        for (int i = 0; i < rows; i++) {
            row(text, fields(header, day, rows), quoting);
        }
        byte[] bytes = text.toByteArray();
        if (chance(3)) {
            bytes = withoutLastEnd(bytes);
        }
        members(file, isWrong && chance(4) ? harmed(bytes) : bytes);
        if (isWrong && chance(10)) {
            file.truncatedBy(1 + random.nextInt(12));
        }
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(DECLARED);
        while (chance(2)) {
            header.add(oneOf(UNKNOWN));
        }
        if (isWrong && chance(15)) {
            header.remove(random.nextInt(DECLARED.size()));
        }
        if (isWrong && chance(15)) {
            header.add(oneOf(DECLARED));
        }
        if (chance(2)) {
            Collections.shuffle(header, random);
        }
        return header;
    }

    private List<String> fields(List<String> header, Day day, int rows) {
        List<String> fields = new ArrayList<>();
        for (String name : header) {
            fields.add(
                    switch (name) {
                        case "day_id" -> isWrong && chance(12 * rows) ? "20011231" : String.valueOf(day.id());
                        case "n" -> isWrong && chance(6 * rows) ? oneOf(NO_NUMBERS) : oneOf(NUMBERS);
                        case "name" -> isWrong && chance(10 * rows) ? "nul\u0000" : oneOf(TEXTS);
                        default -> oneOf(TEXTS);
                    });
        }
        if (isWrong && chance(6 * rows)) {
            fields.add("");
        }
        if (isWrong && chance(8 * rows)) {
            fields.remove(random.nextInt(fields.size()));
        }
        return fields;
    }

    /** @param quoting 0 quotes what must be, 1 everything, 2 and 3 also some of the rest */
    private void row(ByteArrayOutputStream text, List<String> fields, int quoting) {
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            boolean isPlain =
                    field.chars().noneMatch(character -> "\t\n\r".indexOf(character) >= 0) && !field.startsWith("\"");
            boolean quoted =
                    !isPlain || quoting == 1 || (quoting > 1 && chance(3)) || (field.contains("\"") && chance(2));
            if (isWrong && chance(40)) {
                quoted = !quoted;
            }
            write(text, i == 0 ? "" : "\t");
            write(text, quoted ? '"' + field.replace("\"", isWrong && chance(10) ? "\"" : "\"\"") + '"' : field);
            if (quoted && isWrong && chance(60)) {
                write(text, oneOf(List.of(" ", "x", "\u0000", "é")));
            }
        }
        write(text, oneOf(lineEnds));
        if (isWrong && chance(30)) {
            write(text, oneOf(lineEnds));
        }
    }

    private byte[] withoutLastEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** Puts a byte somewhere that may be anything, or cuts the text off. */
    private byte[] harmed(byte[] bytes) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        if (chance(3)) {
            return Arrays.copyOf(bytes, at);
        }
        byte[] harmed = bytes.clone();
        if (at < harmed.length) {
            harmed[at] = chance(2) ? (byte) "\"\t\n\r".charAt(random.nextInt(4)) : (byte) random.nextInt(256);
        }
        return harmed;
    }

    /** Several gzip members, whose ends lie anywhere, also within characters; some hold nothing. */
    private void members(DayFileBuilder file, byte[] bytes) {
        int from = 0;
        while (chance(3)) {
            int to = from + (bytes.length == from ? 0 : random.nextInt(bytes.length - from));
            file.bytes(Arrays.copyOfRange(bytes, from, to)).nextMember();
            from = to;
        }
        file.bytes(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static void write(ByteArrayOutputStream text, String more) {
        text.writeBytes(more.getBytes(UTF_8));
    }

    /** True once in so many times. */
    private boolean chance(int of) {
        return random.nextInt(Math.max(1, of)) == 0;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
