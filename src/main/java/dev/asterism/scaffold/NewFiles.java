package dev.asterism.scaffold;

import dev.asterism.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are to be written together: all of them, or none if one is there already. Not thread-safe. */
final class NewFiles {
    private static final List<String> CALENDAR = List.of("pipeline.yaml", "day.sql", "duration.sql", "hour_of_day.sql");

    private final Map<Path, String> texts = new LinkedHashMap<>();

    void add(Path file, String text) {
        texts.put(file, text);
    }

    /** Adds the pipeline of the calendar, to which the days of facts refer. */
    void addCalendar(Path pipelines) {
        for (String name : CALENDAR) {
            try (InputStream file = NewFiles.class.getResourceAsStream("time/" + name)) {
                if (file == null) {
                    throw new IllegalStateException("the program lacks its file time/" + name);
                }
                add(pipelines.resolve("time").resolve(name), new String(file.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new IllegalStateException("the program's file time/" + name + " cannot be read", unreadable);
            }
        }
    }

    /**
     * Writes the files.
     *
     * @return the files, in the order in which they were added
     * @throws InputException if one of them exists, or cannot be written
     */
    List<Path> write() {
        for (Path file : texts.keySet()) {
            if (Files.exists(file)) {
                throw new InputException(file + " is there already, and nothing is overwritten. Nothing was written."
                        + " Choose another name, or remove it.");
            }
        }
        texts.forEach((file, text) -> {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
            } catch (IOException failure) {
                throw new InputException(
                        file + " cannot be written (" + failure + "). Expected a folder that you may write to.",
                        failure);
            }
        });
        return List.copyOf(texts.keySet());
    }
}
