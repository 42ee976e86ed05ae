package dev.asterism.config;

import dev.asterism.InputException;
import dev.asterism.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Collects settings from, in this order of priority, flags, the environment and a settings file, and refuses what it
 * does not know. Not thread-safe; used once.
 */
public final class SettingsReader {
    /** The settings file of the working directory, read where it exists. */
    public static final String DEFAULT_FILE = "local-setup.properties";

    private static final String PREFIX = "ASTERISM_";

    /** Variables of the launcher and of the tests, which are no settings. */
    private static final Set<String> OTHER_VARIABLES = Set.of("ASTERISM_JAVA_OPTS", "ASTERISM_HOME");

    private static final String TEST_PREFIX = "ASTERISM_TEST_";

    private final Map<Setting<?>, Settings.Given> flags = new LinkedHashMap<>();
    private final Map<Setting<?>, Settings.Given> environment = new LinkedHashMap<>();
    private final Map<Setting<?>, Settings.Given> file = new LinkedHashMap<>();

    /** Notes what a flag of the command line says. */
    public SettingsReader flag(String flag, Setting<?> setting, String text) {
        flags.put(setting, new Settings.Given(text, new Origin.Flag(flag)));
        return this;
    }

    /** Notes every {@code ASTERISM_*} variable; an empty one counts as not set. */
    public SettingsReader environment(Map<String, String> variables) {
        Map<String, Setting<?>> known = new LinkedHashMap<>();
        SettingKeys.ALL.forEach(setting -> known.put(setting.environmentVariable(), setting));
        new TreeMap<>(variables).forEach((variable, text) -> {
            if (!variable.startsWith(PREFIX)
                    || OTHER_VARIABLES.contains(variable)
                    || variable.startsWith(TEST_PREFIX)) {
                return;
            }
            Setting<?> setting = known.get(variable);
            if (setting == null) {
                throw new InputException("The environment variable %s is no setting.%s"
                        .formatted(variable, suggestionOrList(variable, List.copyOf(known.keySet()))));
            }
            if (!text.isBlank()) {
                environment.put(setting, new Settings.Given(text, new Origin.Environment(variable)));
            }
        });
        return this;
    }

    /** Notes the settings of {@code local-setup.properties} in the folder, where there is one. */
    public SettingsReader fileIn(Path workingDirectory) {
        Path path = workingDirectory.resolve(DEFAULT_FILE);
        return Files.exists(path) ? note(path, Path.of(DEFAULT_FILE)) : this;
    }

    /** Notes the settings of a file the user named, relative to the working directory; it must exist. */
    public SettingsReader file(Path workingDirectory, Path name) {
        Path path = workingDirectory.resolve(name);
        if (!Files.exists(path)) {
            throw new InputException("The settings file " + name + " does not exist.");
        }
        return note(path, name);
    }

    /** Checks every value that was noted; fails with {@link InputException} for the first that cannot be read. */
    public Settings read() {
        Map<Setting<?>, Settings.Given> given = new LinkedHashMap<>(file);
        given.putAll(environment);
        given.putAll(flags);
        return new Settings(given);
    }

    private SettingsReader note(Path path, Path shownAs) {
        Map<String, Setting<?>> known = new LinkedHashMap<>();
        SettingKeys.ALL.forEach(setting -> known.put(setting.name(), setting));
        for (SettingsFile.Line line : SettingsFile.read(path, shownAs)) {
            Origin.FileLine origin = new Origin.FileLine(shownAs, line.number());
            Setting<?> setting = known.get(line.key());
            if (setting == null) {
                throw new InputException("%s: '%s' is no setting.%s"
                        .formatted(origin, line.key(), suggestionOrList(line.key(), List.copyOf(known.keySet()))));
            }
            Settings.Given earlier = file.put(setting, new Settings.Given(line.value(), origin));
            if (earlier != null) {
                throw new InputException("%s: %s is already set at %s; keep one of them."
                        .formatted(origin, line.key(), earlier.origin()));
            }
        }
        return this;
    }

    private static String suggestionOrList(String name, List<String> known) {
        return Suggestion.nearest(name, known)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElseGet(() -> " There are: " + String.join(", ", known) + ".");
    }
}
