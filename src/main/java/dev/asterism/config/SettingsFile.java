package dev.asterism.config;

import dev.asterism.InputException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Reads a file of Java's properties syntax, in UTF-8, and keeps what {@link Properties} forgets: the line of each key,
 * and keys given twice.
 */
final class SettingsFile {
    private SettingsFile() {}

    /** A key and its value; {@code number} is that of the line the key stands on, from 1. */
    record Line(int number, String key, String value) {}

    /**
     * All keys in the order of the file.
     *
     * @param shownAs how messages name the file
     */
    static List<Line> read(Path path, Path shownAs) {
        List<String> lines = linesOf(path, shownAs);
        List<Line> result = new ArrayList<>();
        for (int start = 0; start < lines.size(); start++) {
            int number = start + 1;
            StringBuilder logical = new StringBuilder(lines.get(start));
            if (isComment(lines.get(start))) {
                continue;
            }
            while (isContinued(lines.get(start)) && start + 1 < lines.size()) {
                start++;
                logical.append('\n').append(lines.get(start));
            }
            parse(logical.toString(), shownAs, number)
                    .forEach((key, value) -> result.add(
                            new Line(number, key.toString(), value.toString().strip())));
        }
        return result;
    }

    private static List<String> linesOf(Path path, Path shownAs) {
        try {
            String text = Files.readString(path);
            return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new InputException("The settings file " + shownAs + " is not in UTF-8.", e);
        } catch (IOException e) {
            throw new InputException("The settings file " + shownAs + " cannot be read: " + e, e);
        }
    }

    private static boolean isComment(String line) {
        String text = line.stripLeading();
        return text.isEmpty() || text.startsWith("#") || text.startsWith("!");
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static Properties parse(String logicalLine, Path shownAs, int number) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(logicalLine));
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "%s:%s: %s Write a backslash twice.".formatted(shownAs, number, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
