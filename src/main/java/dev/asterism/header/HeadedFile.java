package dev.asterism.header;

import dev.asterism.InputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A SQL file that starts with a header: a block comment of YAML.
 *
 * @param text the whole file
 * @param header what its header says
 */
public record HeadedFile(Path path, String text, Header header) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Reads a file.
     *
     * @param expected what such a file starts with, for the message where it has no header
     * @throws InputException where it cannot be read, or does not start with a header
     */
    public static HeadedFile read(Path path, String expected) {
        String text = text(path);
        int start = text.length() - text.stripLeading().length();
        int end = text.indexOf("*/", start);
        if (!text.startsWith("/*", start) || end < 0) {
            throw new Position(path, 1, 1).error(expected);
        }
        int firstLine = 1
                + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
        // Blanks in the place of what stands before keep the columns of the first line as they are in the file.
        int before = start + 2 - (text.lastIndexOf('\n', start) + 1);
        String yaml = " ".repeat(before) + text.substring(start + 2, end);
        return new HeadedFile(path, text, Header.parse(path, firstLine, yaml));
    }

    /**
     * The text with blanks in the place of the header, so that nothing in it is taken for SQL, such as the beginning of a
     * comment in {@code logs/*.csv}; everything else stays in its line and column.
     */
    public String textWithBlankHeader() {
        int end = text.indexOf("*/") + 2;
        return text.substring(0, end).replaceAll("[^\n]", " ") + text.substring(end);
    }

    /**
     * The text of a file, without the byte order mark that some editors put in front; fails with {@link InputException}
     * where it cannot be read or is not UTF-8.
     */
    public static String text(Path path) {
        try {
            String text = Files.readString(path);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new InputException(path + ": this file is not valid UTF-8.", notUtf8);
        } catch (IOException unreadable) {
            throw new InputException(path + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
