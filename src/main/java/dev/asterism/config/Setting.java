package dev.asterism.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that can be set: its name, how its text is read, and what holds when nobody sets it. All of them are listed
 * in {@link SettingKeys}.
 *
 * @param name the name in a settings file, such as {@code data.dir}
 * @param description one line for {@code doctor} and the example file
 * @param expected what a value looks like, to end the sentence "expected …"
 * @param defaultText the default as the example file shows it; a word in angle brackets stands for something else
 * @param defaultValue the default, which may depend on other settings; they must not depend on this one
 * @param parser reads a value; empty where the text is none
 */
public record Setting<T>(
        String name,
        String description,
        String expected,
        String defaultText,
        Function<Settings, T> defaultValue,
        Function<String, Optional<T>> parser) {

    /** The environment variable of this setting, such as {@code ASTERISM_DATA_DIR}. */
    public String environmentVariable() {
        return "ASTERISM_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
